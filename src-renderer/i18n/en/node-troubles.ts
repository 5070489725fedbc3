/** Of what can be the matter with a node: what happened, and what to do next. */
export default {
  'port-taken': {
    what: 'A port it needs is in use by another program.',
    next: 'Stop that program, then start the node again.',
  },
  'data-folder-in-use': {
    what: 'Another etcd process is using its data folder.',
    next: 'End that process, then start the node again.',
  },
  'data-corrupt': {
    what: 'Its data folder is damaged: etcd cannot read it.',
    next: 'Keep a copy of the folder if you need it. The other members have the data: create a new cluster, or restore the folder from a backup.',
  },
  'data-older': {
    what: 'Its data is older than what it had promised to the leader: an older copy of its folder is in place.',
    next: 'Put the newer folder back if you have it. Otherwise remove this member from the cluster and add it again: the others have the data.',
  },
  'data-gone': {
    what: 'Its data folder was deleted or replaced while it runs. What it writes now is lost when it ends.',
    next: 'If you need its data, save a snapshot before it ends: etcdctl snapshot save FILE. After that this member cannot come back: remove it from the cluster and add it again.',
  },
  'binary-missing': {
    what: 'The etcd binary it runs with no longer exists.',
    next: 'Put it back, or choose another one in the cluster’s menu: “Change etcd…”.',
  },
  'binary-too-old': {
    what: 'The etcd binary is too old for this data or these flags.',
    next: 'Choose a newer one in the cluster’s menu: “Change etcd…”.',
  },
  'disk-full': {
    what: 'The disk is full: etcd could not write.',
    next: 'Free some space, then start the node again.',
  },
  'flag-unknown': {
    what: 'This version of etcd does not know one of the extra flags.',
    next: 'Create the cluster again without that flag, or with a version that knows it.',
  },
  'already-bootstrapped': {
    what: 'The cluster knows this member, but its data folder is gone.',
    next: 'A member cannot come back without its data: remove it from the cluster and add it again.',
  },
  'removed-from-cluster': {
    what: 'This member was removed from the cluster.',
    next: 'It cannot join again with this data. Add a new member in its place.',
  },
  'version-mismatch': {
    what: 'Its version does not match the cluster’s.',
    next: 'Stop the cluster, then choose the etcd that wrote its data in the cluster’s menu: “Change etcd…”.',
  },
  'no-answer': {
    what: 'The process is running but does not answer.',
    next: 'It may be overloaded or still starting. Check its log, and restart it if this lasts.',
  },
  'no-leader': {
    what: 'It knows of no leader, so it cannot write or read reliably.',
    next: 'With a quorum up, the nodes elect one on their own: start or resume the others.',
  },
  'alarm-nospace': {
    what: 'The database has reached its quota (alarm NOSPACE): the cluster refuses writes.',
    next: 'Compact and defragment, or delete keys; then disarm the alarm: etcdctl alarm disarm',
  },
  'alarm-corrupt': {
    what: 'The members disagree about the data (alarm CORRUPT): the cluster refuses requests.',
    next: 'Find the member that differs in the logs, remove it, and add it again.',
  },
  other: { what: 'etcd exited with an error.', next: 'The last lines of its log say why.' },
};
