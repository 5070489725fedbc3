import { bytesEqual, fromText, prefixEnd } from '@shared/bytes';
import type { FailureValue } from '@shared/contract/failures';
import { formatList } from './list';
import { permittedText } from './range-text';
import { reasonText } from './reason-text';
import { type Named, t, type TextKey } from './text';

/** The data of a failure as it stands in a sentence: its codes are said in words. */
export function namedOf(failure: FailureValue): Named {
  return { ...plain(failure.data), ...inWords(failure) };
}

/** What has words of its own. */
function inWords(failure: FailureValue): Named {
  const reason = reasonText(failure);
  if (reason !== null) return { reason };
  if (failure.code === 'PERMISSION_DENIED') {
    const { action, key, permitted } = failure.data;
    return { action: onKeys(action, key), permitted: permittedText(permitted ?? []) };
  }
  if (failure.code === 'DATA_FOLDER_LOCKED') return { host: t(`failures.hosts.${failure.data.host}`) };
  if (failure.code === 'DIFFERENT_CLUSTERS')
    return { clusters: formatList(failure.data.clusters.map(({ endpoints }) => endpoints.join(' + '))) };
  if (failure.code === 'NOT_ETCD') {
    const { found } = failure.data;
    return { found: t(`reasons.otherServer.${found.kind}`, { ...found }) };
  }
  if (failure.code === 'BUSY') return { action: t(`actions.busy.${failure.data.action}`) };
  if (failure.code === 'UNSUPPORTED_HERE') return { action: t(`actions.host.${failure.data.action}`) };
  return 'action' in failure.data ? { action: actionWord(failure.data.action) } : {};
}

/** A list reads "a, b", and what others say does not bring a second full stop. */
function plain(data: object): Named {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]: [string, unknown]) => {
      if (Array.isArray(value)) return [name, formatList(value.map(String))];
      return [name, typeof value === 'string' ? value.replace(/\.$/, '') : value];
    }),
  );
}

/** What the engine was asked to do. A call of etcd without words of its own goes by its name. */
const actions: Readonly<Partial<Record<string, TextKey>>> = {
  Range: 'actions.calls.Range',
  Put: 'actions.calls.Put',
  Txn: 'actions.calls.Txn',
  DeleteRange: 'actions.calls.DeleteRange',
  Compact: 'actions.calls.Compact',
  Watch: 'actions.calls.Watch',
  LeaseGrant: 'actions.calls.LeaseGrant',
  LeaseRevoke: 'actions.calls.LeaseRevoke',
  LeaseKeepAlive: 'actions.calls.LeaseKeepAlive',
  LeaseTimeToLive: 'actions.calls.LeaseTimeToLive',
  LeaseLeases: 'actions.calls.LeaseLeases',
  MemberList: 'actions.calls.MemberList',
  Status: 'actions.calls.Status',
  Alarm: 'actions.calls.Alarm',
  MemberAdd: 'actions.calls.MemberAdd',
  MemberRemove: 'actions.calls.MemberRemove',
  MemberUpdate: 'actions.calls.MemberUpdate',
  MemberPromote: 'actions.calls.MemberPromote',
  Defragment: 'actions.calls.Defragment',
  MoveLeader: 'actions.calls.MoveLeader',
  Downgrade: 'actions.calls.Downgrade',
  Snapshot: 'actions.calls.Snapshot',
  RangeStream: 'actions.calls.RangeStream',
  AuthEnable: 'actions.calls.AuthEnable',
  AuthDisable: 'actions.calls.AuthDisable',
  AuthStatus: 'actions.calls.AuthStatus',
  UserAdd: 'actions.calls.UserAdd',
  UserGet: 'actions.calls.UserGet',
  UserList: 'actions.calls.UserList',
  UserDelete: 'actions.calls.UserDelete',
  UserChangePassword: 'actions.calls.UserChangePassword',
  UserGrantRole: 'actions.calls.UserGrantRole',
  UserRevokeRole: 'actions.calls.UserRevokeRole',
  RoleAdd: 'actions.calls.RoleAdd',
  RoleGet: 'actions.calls.RoleGet',
  RoleList: 'actions.calls.RoleList',
  RoleDelete: 'actions.calls.RoleDelete',
  RoleGrantPermission: 'actions.calls.RoleGrantPermission',
  RoleRevokePermission: 'actions.calls.RoleRevokePermission',
  Lock: 'actions.calls.Lock',
  Unlock: 'actions.calls.Unlock',
  Campaign: 'actions.calls.Campaign',
  Proclaim: 'actions.calls.Proclaim',
  Leader: 'actions.calls.Leader',
  Observe: 'actions.calls.Observe',
  Resign: 'actions.calls.Resign',
  Authenticate: 'actions.calls.Authenticate',
  download: 'actions.calls.download',
  install: 'actions.calls.install',
  start: 'actions.calls.start',
  watch: 'actions.calls.watch',
};

function actionWord(action: string): string {
  const key = actions[action];
  return key ? t(key) : action;
}

/** The calls that are about keys. */
const keyActions: Readonly<Partial<Record<string, TextKey>>> = {
  Range: 'actions.onKeys.Range',
  Put: 'actions.onKeys.Put',
  Txn: 'actions.onKeys.Txn',
  DeleteRange: 'actions.onKeys.DeleteRange',
  Watch: 'actions.onKeys.Watch',
};

/** What was asked, and of which keys. */
function onKeys(action: string, key: string | null): string {
  if (key === null) return actionWord(action);
  return t(keyActions[action] ?? 'actions.onKeys.other', { call: action, keys: keysIn(key) });
}

/** etcd's word for "from the first key" and for "to the last one". */
const ZERO = '\\x00';

/** Keys as the engine tells them, one key or `[key, end)`, as a person reads them. */
function keysIn(text: string): string {
  // The first key of all is asked for to learn whether all may be watched.
  if (text === ZERO) return t('actions.range.all');
  const [, key, end] = /^\[(.*), (.*)\)$/s.exec(text) ?? [];
  if (key === undefined || end === undefined) return text;
  if (end === ZERO) return t(key === ZERO ? 'actions.range.all' : 'actions.range.from', { key });
  return t(isPrefix(key, end) ? 'actions.range.prefix' : 'actions.range.between', { key, end });
}

function isPrefix(key: string, end: string): boolean {
  const [first, last] = [fromText(key), fromText(end)];
  return first.ok && last.ok && bytesEqual(prefixEnd(first.bytes), last.bytes);
}
