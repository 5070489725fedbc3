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
    next: 'Keep a copy of the folder if you need it. The other members have the data: make a new cluster, or restore the folder from a copy.',
  },
  'binary-missing': {
    what: 'The etcd binary it runs with is not there any more.',
    next: 'Put it back, or choose another one in the menu of the cluster: “Change etcd…”.',
  },
  'binary-too-old': {
    what: 'The etcd binary is too old for this data or these flags.',
    next: 'Choose a newer one in the menu of the cluster: “Change etcd…”.',
  },
  'disk-full': {
    what: 'The disk is full: etcd could not write.',
    next: 'Free some space, then start the node again.',
  },
  'flag-unknown': {
    what: 'This version of etcd does not take one of the extra flags.',
    next: 'Make the cluster anew without that flag, or with a version that takes it.',
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
    what: 'Its version does not fit the version of the cluster.',
    next: 'Stop the cluster, then choose the etcd that fits its data in its menu: “Change etcd…”.',
  },
  'no-answer': {
    what: 'The process lives and does not answer.',
    next: 'It may be overloaded or still starting. Its log may say more; restart it if it stays so.',
  },
  'no-leader': {
    what: 'It knows no leader, so it can neither write nor read reliably.',
    next: 'With a quorum of nodes up, they elect one by themselves: start or resume the others.',
  },
  'alarm-nospace': {
    what: 'The database has reached its quota (alarm NOSPACE): the cluster takes no more writes.',
    next: 'Compact and defragment, or delete keys; then disarm the alarm: etcdctl alarm disarm',
  },
  'alarm-corrupt': {
    what: 'The members disagree about the data (alarm CORRUPT): the cluster takes no more requests.',
    next: 'Find the member that differs by its log, remove it and add it anew.',
  },
  other: { what: 'etcd ended with an error.', next: 'The last lines of its log say why.' },
};
