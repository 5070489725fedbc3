import { bytesEqual, fromText, prefixEnd } from '@shared/bytes';
import type { FailureValue } from '@shared/contract/failures';
import { formatList } from './list';
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
  if (failure.code === 'PERMISSION_DENIED') return { action: onKeys(failure.data.action, failure.data.key) };
  if (failure.code === 'DATA_FOLDER_LOCKED') return { host: t(`failures.hosts.${failure.data.host}`) };
  if (failure.code === 'NOT_ETCD') {
    const { found } = failure.data;
    return { found: t(`reasons.otherServer.${found.kind}`, { ...found }) };
  }
  if (failure.code === 'BUSY') return { action: t(`failures.busy.${failure.data.action}`) };
  if (failure.code === 'UNSUPPORTED_HERE')
    return { action: t(`failures.hostActions.${failure.data.action}`) };
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
  Range: 'failures.actions.Range',
  Put: 'failures.actions.Put',
  Txn: 'failures.actions.Txn',
  DeleteRange: 'failures.actions.DeleteRange',
  Compact: 'failures.actions.Compact',
  Watch: 'failures.actions.Watch',
  LeaseGrant: 'failures.actions.LeaseGrant',
  LeaseRevoke: 'failures.actions.LeaseRevoke',
  LeaseKeepAlive: 'failures.actions.LeaseKeepAlive',
  LeaseTimeToLive: 'failures.actions.LeaseTimeToLive',
  LeaseLeases: 'failures.actions.LeaseLeases',
  MemberList: 'failures.actions.MemberList',
  Status: 'failures.actions.Status',
  Alarm: 'failures.actions.Alarm',
  MemberAdd: 'failures.actions.MemberAdd',
  MemberRemove: 'failures.actions.MemberRemove',
  MemberUpdate: 'failures.actions.MemberUpdate',
  MemberPromote: 'failures.actions.MemberPromote',
  Defragment: 'failures.actions.Defragment',
  MoveLeader: 'failures.actions.MoveLeader',
  Downgrade: 'failures.actions.Downgrade',
  Snapshot: 'failures.actions.Snapshot',
  RangeStream: 'failures.actions.RangeStream',
  AuthEnable: 'failures.actions.AuthEnable',
  AuthDisable: 'failures.actions.AuthDisable',
  AuthStatus: 'failures.actions.AuthStatus',
  UserAdd: 'failures.actions.UserAdd',
  UserGet: 'failures.actions.UserGet',
  UserList: 'failures.actions.UserList',
  UserDelete: 'failures.actions.UserDelete',
  UserChangePassword: 'failures.actions.UserChangePassword',
  UserGrantRole: 'failures.actions.UserGrantRole',
  UserRevokeRole: 'failures.actions.UserRevokeRole',
  RoleAdd: 'failures.actions.RoleAdd',
  RoleGet: 'failures.actions.RoleGet',
  RoleList: 'failures.actions.RoleList',
  RoleDelete: 'failures.actions.RoleDelete',
  RoleGrantPermission: 'failures.actions.RoleGrantPermission',
  RoleRevokePermission: 'failures.actions.RoleRevokePermission',
  Lock: 'failures.actions.Lock',
  Unlock: 'failures.actions.Unlock',
  Campaign: 'failures.actions.Campaign',
  Proclaim: 'failures.actions.Proclaim',
  Leader: 'failures.actions.Leader',
  Observe: 'failures.actions.Observe',
  Resign: 'failures.actions.Resign',
  Authenticate: 'failures.actions.Authenticate',
  download: 'failures.actions.download',
  install: 'failures.actions.install',
  start: 'failures.actions.start',
  watch: 'failures.actions.watch',
};

function actionWord(action: string): string {
  const key = actions[action];
  return key ? t(key) : action;
}

/** The calls that are about keys. */
const keyActions: Readonly<Partial<Record<string, TextKey>>> = {
  Range: 'failures.onKeys.Range',
  Put: 'failures.onKeys.Put',
  Txn: 'failures.onKeys.Txn',
  DeleteRange: 'failures.onKeys.DeleteRange',
  Watch: 'failures.onKeys.Watch',
};

/** What was asked, and of which keys. */
function onKeys(action: string, key: string | null): string {
  if (key === null) return actionWord(action);
  return t(keyActions[action] ?? 'failures.onKeys.other', { call: action, keys: keysIn(key) });
}

/** etcd's word for "from the first key" and for "to the last one". */
const ZERO = '\\x00';

/** Keys as the engine tells them, one key or `[key, end)`, as a person reads them. */
function keysIn(text: string): string {
  // The first key of all is asked for to learn whether all may be watched.
  if (text === ZERO) return t('failures.range.all');
  const [, key, end] = /^\[(.*), (.*)\)$/s.exec(text) ?? [];
  if (key === undefined || end === undefined) return text;
  if (end === ZERO) return t(key === ZERO ? 'failures.range.all' : 'failures.range.from', { key });
  return t(isPrefix(key, end) ? 'failures.range.prefix' : 'failures.range.between', { key, end });
}

function isPrefix(key: string, end: string): boolean {
  const [first, last] = [fromText(key), fromText(end)];
  return first.ok && last.ok && bytesEqual(prefixEnd(first.bytes), last.bytes);
}
