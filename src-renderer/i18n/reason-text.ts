import type { FailureValue } from '@shared/contract/failures';
import type {
  ArchiveReason,
  BinaryReason,
  DownloadReason,
  InputReason,
  PackageReason,
} from '@shared/contract/reasons';
import { type Named, t } from './text';

/** Why it failed, for the codes that have a reason of their own; null for the others. A clause, without a full stop. */
export function reasonText(failure: FailureValue): string | null {
  if (failure.code === 'BAD_INPUT') return inputText(failure.data.reason);
  if (failure.code === 'ETCD_UNUSABLE') return binaryText(failure.data.reason);
  if (failure.code === 'DOWNLOAD_FAILED') return downloadText(failure.data.reason);
  if (failure.code === 'ARCHIVE_UNUSABLE') return archiveText(failure.data.reason);
  if (failure.code === 'PACKAGE_FAILED') return packageText(failure.data.reason);
  if (failure.code === 'ENDPOINT_UNREACHABLE') {
    const { reason } = failure.data;
    return t(`reasons.connection.${reason.kind}`, plain(reason));
  }
  if (failure.code === 'ANSWER_UNREADABLE') {
    const { reason } = failure.data;
    return t(`reasons.answer.${reason.kind}`, plain(reason));
  }
  if (failure.code === 'CERTIFICATE_UNREADABLE') {
    const { reason } = failure.data;
    return t(`reasons.pem.${reason.kind}`, plain(reason));
  }
  if (failure.code === 'TERMINAL_UNAVAILABLE') {
    const { reason } = failure.data;
    return t(`reasons.shell.${reason.kind}`, plain(reason));
  }
  return null;
}

function inputText(reason: InputReason): string {
  return t(`reasons.input.${reason.kind}`, plain(reason));
}

function binaryText(reason: BinaryReason): string {
  return reason.kind === 'ended' && reason.code === null
    ? t('reasons.binary.endedBySignal', plain(reason))
    : t(`reasons.binary.${reason.kind}`, plain(reason));
}

function downloadText(reason: DownloadReason): string {
  if (reason.kind === 'cut-off' && reason.total === null)
    return t('reasons.download.cutOffUnknown', plain(reason));
  if (reason.kind === 'proxy-status' && reason.status === null)
    return t('reasons.download.proxySilent', plain(reason));
  return t(`reasons.download.${reason.kind}`, plain(reason));
}

function archiveText(reason: ArchiveReason): string {
  return reason.kind === 'does-not-run' && reason.reason
    ? t('reasons.archive.doesNotRunFor', { reason: binaryText(reason.reason) })
    : t(`reasons.archive.${reason.kind}`, plain(reason));
}

function packageText(reason: PackageReason): string {
  return reason.kind === 'ended' && reason.code === null
    ? t('reasons.package.endedUnseen')
    : t(`reasons.package.${reason.kind}`, plain(reason));
}

/** The data of a reason. What others say ends without a full stop: the sentence around it has its own. */
function plain(reason: { readonly kind: string }): Named {
  return 'detail' in reason ? { ...reason, detail: String(reason.detail).replace(/\.$/, '') } : reason;
}
