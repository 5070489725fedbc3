import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { DownloadReason } from '@shared/contract/reasons';
import { errorText, Failure, systemErrorCode } from '../base/failure';
import { onDisk } from './disk';
import { DownloadError, get } from './http';
import type { Environment } from './proxy';

/** How downloads are made. */
export interface Network {
  /** Names the proxy; see `proxyFor`. */
  readonly environment: Environment;
  /** A transfer without a byte for this long has stalled. */
  readonly stallMs: number;
}

/** Long enough for a slow proxy that scans first, short enough that nobody thinks the app hangs. */
export const STALL_MS = 30_000;

/** A list of checksums is 1 kB, an archive about 25 MB; anything far larger is something else. */
const MAX_TEXT_BYTES = 1024 * 1024;
const MAX_FILE_BYTES = 512 * 1024 * 1024;

/** The reason when we end a stalled transfer. */
const STALLED = 'stalled';

export interface Downloaded {
  /** SHA-256 of the received data, lower-case hex. */
  readonly sha256: string;
}

/** Downloads a small text; null when the server does not have it. Throws DOWNLOAD_FAILED, CANCELLED. */
export function downloadText(url: string, network: Network, signal: AbortSignal): Promise<string | null> {
  return transfer(url, network, signal, async (response, alive) => {
    const chunks: Buffer[] = [];
    let received = 0;
    for await (const chunk of body(response)) {
      alive();
      received += chunk.length;
      if (received > MAX_TEXT_BYTES) throw new DownloadError({ kind: 'too-long' });
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  });
}

/** Whether the server has the URL; reads no content. Throws DOWNLOAD_FAILED, CANCELLED. */
export async function isThere(url: string, network: Network, signal: AbortSignal): Promise<boolean> {
  return (await transfer(url, network, signal, () => Promise.resolve(true))) ?? false;
}

/**
 * Downloads into `file`, which must not exist, and computes its checksum meanwhile; null when the server does not
 * have it. Calls `progress` for each chunk, in bytes; `total` is null when the server does not announce it. Throws
 * DOWNLOAD_FAILED (also for less data than announced), DISK_FULL, NOT_PERMITTED, CANCELLED. After a failure the
 * caller removes what was written.
 */
export function downloadFile(
  url: string,
  file: string,
  network: Network,
  progress: (received: number, total: number | null) => void,
  signal: AbortSignal,
): Promise<Downloaded | null> {
  return transfer(url, network, signal, async (response, alive) => {
    const total = announcedLength(response);
    const hash = createHash('sha256');
    let received = 0;
    const target = await onDisk(file, 'write', () => open(file, 'wx'));
    try {
      progress(0, total);
      for await (const chunk of body(response)) {
        received += chunk.length;
        if (received > MAX_FILE_BYTES) throw new DownloadError({ kind: 'too-long' });
        hash.update(chunk);
        await onDisk(file, 'write', () => target.writeFile(chunk));
        alive();
        progress(received, total);
      }
    } catch (error) {
      throw received > 0 && isBroken(error)
        ? new DownloadError({ kind: 'cut-off', received, total }, { cause: error })
        : error;
    } finally {
      await target.close();
    }
    if (total !== null && received !== total) throw new DownloadError({ kind: 'cut-off', received, total });
    return { sha256: hash.digest('hex') };
  });
}

/**
 * Requests `url` and hands over the answer; null for "not found". Aborts with `signal`, or when nothing arrived
 * for `stallMs` since the start or the last `alive()`. Turns every other error into DOWNLOAD_FAILED.
 */
async function transfer<T>(
  url: string,
  { environment, stallMs }: Network,
  signal: AbortSignal,
  use: (response: IncomingMessage, alive: () => void) => Promise<T>,
): Promise<T | null> {
  const stop = new AbortController();
  const end = () => stop.abort();
  const timer = setTimeout(() => stop.abort(STALLED), stallMs);
  if (signal.aborted) end();
  signal.addEventListener('abort', end);
  let response: IncomingMessage | null = null;
  try {
    response = await get(new URL(url), environment, stop.signal);
    const status = response.statusCode ?? 0;
    if (status === 404 || status === 410) return null;
    if (status !== 200)
      throw new DownloadError({
        kind: 'status',
        status: `${status} ${response.statusMessage ?? ''}`.trim(),
      });
    return await use(response, () => void timer.refresh());
  } catch (error) {
    if (signal.aborted) throw new Failure('CANCELLED', { action: 'download' }, { cause: error });
    if (error instanceof Failure) throw error;
    const stalled = stop.signal.reason === STALLED;
    const reason: DownloadReason = stalled
      ? { kind: 'stalled', seconds: stallMs / 1000 }
      : downloadReasonOf(error);
    throw new Failure('DOWNLOAD_FAILED', { url, reason }, { cause: error });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    // Ends anything still open, including a tunnel through a proxy.
    end();
    response?.destroy();
  }
}

/** The answer's bytes. Node types the chunks as any. */
function body(response: IncomingMessage): AsyncIterable<Buffer> {
  return response;
}

function announcedLength(response: IncomingMessage): number | null {
  const length = Number(response.headers['content-length'] ?? Number.NaN);
  return Number.isSafeInteger(length) ? length : null;
}

function isBroken(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(systemErrorCode(error) ?? '');
}

const REASONS: Readonly<Record<string, DownloadReason>> = {
  ENOTFOUND: { kind: 'host-not-found' },
  EAI_AGAIN: { kind: 'host-not-found' },
  ECONNREFUSED: { kind: 'refused' },
  ECONNRESET: { kind: 'broken' },
  DEPTH_ZERO_SELF_SIGNED_CERT: { kind: 'untrusted' },
  SELF_SIGNED_CERT_IN_CHAIN: { kind: 'untrusted' },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { kind: 'untrusted' },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { kind: 'untrusted' },
};

/** What an error says of a download: what is known to us, or its own text. */
export function downloadReasonOf(error: unknown): DownloadReason {
  if (error instanceof DownloadError) return error.reason;
  const code = systemErrorCode(error) ?? '';
  // Node's error after failing at several addresses has a code but no text.
  return REASONS[code] ?? { kind: 'said', detail: errorText(error) || code };
}
