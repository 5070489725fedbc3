import type { Impossible, MemberFigure, MemberStatus } from '@shared/contract/members';
import { t } from '../i18n/text';
import { formatBytes, formatNumber } from '../words/format';

/** A count of a member, or the word for one that is not known because what the member says of it cannot be true. */
export function figureText(count: string | null): string {
  return count === null ? t('members.figure.unknown') : formatNumber(count);
}

/** The same for a size in bytes. */
export function bytesText(bytes: number | null): string {
  return bytes === null ? t('members.figure.unknown') : formatBytes(bytes);
}

const reasons = {
  negative: 'members.figure.negative',
  'too-large': 'members.figure.tooLarge',
  'above-size': 'members.figure.aboveSize',
  'below-applied': 'members.figure.belowApplied',
} as const satisfies Record<Impossible['why'], string>;

/** What the member says of a figure, and why that cannot be true; null when it can. */
export function doubtOf(figure: MemberFigure, { impossible }: MemberStatus): string | null {
  const found = impossible.find((each) => each.figure === figure);
  return found ? t(reasons[found.why], { said: formatNumber(found.said) }) : null;
}
