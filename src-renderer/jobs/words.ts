import type { Job, JobProgress, JobStep, JobTrouble } from '@shared/contract/jobs';
import { t, type TextKey } from '../i18n/text';
import { withMarks } from '../values/key-text';
import { formatBytes, formatMs, formatNumber } from '../words/format';

/** What a job is doing, or how it ended and how far it had come, in a few words. A result's `count` chooses the plural form. */
export function titleOf({ kind, about, status, progress }: Job): string {
  const result: TextData = status.state === 'done' ? status.result : {};
  const named = written({
    ...about,
    ...('prefix' in about && { prefix: withMarks(about.prefix) }),
    ...result,
    progress: progress ? amountText(progress) : '',
  });
  const count = result['count'];
  return t(`jobs.kind.${kind}.${status.state}`, named, typeof count === 'number' ? count : undefined);
}

type TextData = Readonly<Record<string, string | number>>;

/** Data as texts write it. */
function written(data: TextData): TextData {
  const entries = Object.entries(data);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'number' ? formatNumber(value) : value]),
  );
}

/** What a job does at a step. */
export function stepText(kind: Job['kind'], { code, data }: JobStep): string {
  // The contract gives each kind steps of its own; a test holds that each has a text.
  return t(`jobs.kind.${kind}.step.${code}` as TextKey, written(data));
}

/** Why a job failed, as `UiFailure` takes it. */
export function troubleOf(trouble: JobTrouble): unknown {
  return trouble.kind === 'failure' ? trouble.failure : trouble.detail;
}

/** How much is done, such as `5.0 MB of 20 MB` or `1,204 keys`. */
export function amountText({ done, total, unit }: JobProgress): string {
  if (total === null) return amount(done, unit);
  // Bytes have their unit at each figure; any other unit is said once.
  const first = unit === 'bytes' ? formatBytes(done) : formatNumber(done);
  return t('jobs.amount', { done: first, total: amount(total, unit) });
}

/** Such as `2.1 MB/s`; empty while it is unknown or nothing moves. */
export function rateText({ rate, unit }: JobProgress): string {
  if (rate === null || rate === 0) return '';
  // A slow rate needs a decimal, or it would seem not to change.
  const figure = rate < 10 ? Number(rate.toFixed(1)) : Math.round(rate);
  return t('jobs.rate', { amount: unit === 'bytes' ? formatBytes(rate) : amount(figure, unit) });
}

/** Such as `2 min left`; empty when it is unknown or next to nothing. */
export function leftText({ leftMs }: JobProgress): string {
  return leftMs === null || leftMs < 500 ? '' : t('jobs.left', { time: roughTime(leftMs) });
}

/** How long a job took; empty while it runs. */
export function tookText({ startedAt, status }: Job): string {
  if (status.state === 'running') return '';
  const ms = Math.max(0, Date.parse(status.endedAt) - Date.parse(startedAt));
  return t('jobs.tookTime', { time: formatMs(ms) });
}

/** The share that is done, 0 to 1; null when it is unknown. */
export function shareOf(progress: JobProgress | null): number | null {
  if (progress === null || progress.total === null || progress.total <= 0) return null;
  return Math.min(1, Math.max(0, progress.done / progress.total));
}

/** An estimated time: `8 s`, `3 min`, `1 h 20 min`. Rounded up, so that it never promises too much. */
export function roughTime(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

function amount(count: number, unit: JobProgress['unit']): string {
  return unit === 'bytes' ? formatBytes(count) : t(`jobs.unit.${unit}`, { n: formatNumber(count), count });
}
