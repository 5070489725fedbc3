import type { WatchMarker } from '@shared/contract/watch';
import { failureText } from '../../i18n/failure-text';
import { t } from '../../i18n/text';
import { formatMs, formatNumber } from '../../words/format';

/** What happened to a watch, as a sentence. */
export function markerText(marker: WatchMarker): string {
  const { kind } = marker;
  if (kind === 'ended') return t('watch.marker.ended', { reason: failureText(marker.failure).what });
  if (kind === 'missed') {
    const one = marker.from === marker.to ? 'missedOne' : 'missed';
    return t(`watch.marker.${one}`, { from: formatNumber(marker.from), to: formatNumber(marker.to) });
  }
  const revision = formatNumber(marker.revision);
  if (kind === 'other-history')
    return t('watch.marker.otherHistory', { last: formatNumber(marker.last), revision });
  if (kind === 'uncertain') return t('watch.marker.uncertain', { revision });
  const { endpoint } = marker;
  if (kind === 'started') return t('watch.marker.started', { revision, endpoint });
  const resumed = marker.complete ? 'resumed' : 'resumedAfterGap';
  return t(`watch.marker.${resumed}`, { revision, endpoint, after: formatMs(marker.afterMs) });
}
