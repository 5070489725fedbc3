import trouble from './node-troubles';

/** The clusters of this machine. Plural forms stand side by side with a bar between: one, then many. */
export default {
  empty: {
    title: 'A real etcd cluster, on this machine, in one click',
    connect: 'Connect to a cluster elsewhere…',
    text: 'Three etcd processes with data of their own elect a leader while you watch. Kill one, and see the others go on.',
    create: 'Create a 3-node cluster',
    customise: 'Customise…',
  },

  unreadable: {
    title: '{n} cluster could not be read | {n} clusters could not be read',
    text: 'Quorate left everything in these folders as it was.',
    newer:
      'A newer Quorate wrote this cluster’s record (format {version}; this one reads up to {known}). Update Quorate to open it.',
    damaged:
      'cluster.json is damaged: {detail}. Repair it, or remove the folder if you no longer need the cluster.',
    damagedField:
      '“{field}” in cluster.json is not valid: {detail}. Repair it, or remove the folder if you no longer need the cluster.',
    otherCluster:
      'cluster.json belongs to the cluster {cluster}. Rename the folder to {cluster}, or remove it if it is a copy.',
    missing: 'There is no cluster.json. Put it back, or remove the folder if you no longer need its data.',
    unread: 'cluster.json cannot be read: {detail}. Check its permissions, then restart Quorate.',
  },

  header: {
    menu: 'Cluster {name}: more actions',
    version: 'etcd {version}',
    versionHint: 'Runs with {path}',
    start: 'Start',
    stop: 'Stop',
    startRest: 'Start stopped nodes',
    killLeader: 'Kill leader',
    killLeaderHint: 'SIGKILL to {node}: the crash. The others elect a new leader',
    noLeader: 'There is no leader to kill',
    notRunning: 'No node is running',
    keeping: 'Saving…',
    stopping: 'Stopping…',
    deleting: 'Deleting…',
    kept: 'Kept running',
    keptHint: 'Its nodes live on when Quorate closes',
    new: 'New cluster…',
    etcd: 'Change etcd…',
    etcdRunning: 'Stop the cluster first',
    rename: 'Rename…',
    duplicate: 'Duplicate…',
    openFolder: 'Open folder',
    copyFolder: 'Copy folder path',
    keepRunning: 'Keep running when Quorate closes',
    delete: 'Delete…',
    folderCopied: 'Copied folder path',
  },

  story: {
    lost: {
      killed: '{node} was killed at {at}',
      stopped: '{node} was stopped at {at}',
      paused: '{node} was paused at {at}',
      crashed: '{node} crashed at {at}',
      unknown: '{node} stopped leading at {at}',
    },
    elected: '{leader} leads since {at} (term {term})',
    electedAgain: '{leader} leads again since {at} (term {term})',
    electedAfter: '{leader} leads since {at} (term {term}), {duration} later',
    electedAgainAfter: '{leader} leads again since {at} (term {term}), {duration} later',
    /** Two main clauses, one of `lost` and one of those above. */
    both: '{lost}; {elected}',
    electing: {
      killed: '{node} was killed at {at}; the others are electing a new leader…',
      stopped: '{node} was stopped at {at}; the others are electing a new leader…',
      paused: '{node} was paused at {at}; the others are electing a new leader…',
      crashed: '{node} crashed at {at}; the others are electing a new leader…',
      unknown: '{node} stopped leading at {at}; the others are electing a new leader…',
    },
    noLeader: 'There is no leader now.',
    leads: '{leader} leads (term {term})',
    waiting: 'Waiting for an election…',
    fallen: 'No node is running. Choose one to see why.',
    asleep: 'All nodes are stopped. Their data is kept.',
  },

  quorum: {
    held: '{up} of {voters} up; survives {spare} more failure | {up} of {voters} up; survives {spare} more failures',
    edge: '{up} of {voters} up; the next failure stops it',
    single: '{up} of {voters} up; survives no failure',
    lost: 'No quorum: {up} of {voters} up, {needed} needed; start or resume {missing} more node | No quorum: {up} of {voters} up, {needed} needed; start or resume {missing} more nodes',
    none: 'No node is up',
  },

  action: {
    start: 'Start',
    stop: 'Stop',
    kill: 'Kill',
    pause: 'Pause',
    resume: 'Resume',
    restart: 'Restart',
    log: 'Open log',
    folder: 'Open folder',
    copyFolder: 'Copy folder path',
    copyEndpoint: 'Copy endpoint',
    endpointCopied: 'Copied endpoint',
  },

  /** The same, of a node that is named. */
  actionOn: {
    start: 'Start {node}',
    stop: 'Stop {node}',
    kill: 'Kill {node}',
    pause: 'Pause {node}',
    resume: 'Resume {node}',
    restart: 'Restart {node}',
  },

  actionHint: {
    start: 'Starts the process with its data',
    stop: 'SIGTERM: it ends cleanly',
    kill: 'SIGKILL: the crash',
    pause: 'SIGSTOP: the hung machine',
    resume: 'SIGCONT: it goes on as if nothing had happened',
    restart: 'SIGTERM, then started again',
  },

  detail: {
    lastLines: 'Last lines of its log',
    what: {
      stopped: 'It is stopped. Its data is kept.',
      starting: 'The process started at {at} and does not serve yet.',
      up: 'Up since {at}.',
      unhealthy: 'The process runs, but the member does not serve as it should.',
      paused: 'Held since {at}: it neither answers nor votes until it is resumed.',
      stopping: 'It is ending; what is left after 4 s is killed.',
      exited: {
        itself: 'It ended by itself at {at} with code {code}.',
        unseen:
          'It ended at {at}. How is not known: an earlier run of Quorate started it, and its code is told to that one alone.',
        missed: 'It ended while Quorate was not running.',
        'given-up': 'Quorate ended it at {at}: it would have waited for ever.',
      },
      killed: 'You killed it at {at} (SIGKILL). Its data is as the crash left it.',
      crashed: 'It was ended from outside at {at} by {signal}.',
      failed: 'It could not be started at {at}.',
    },
    next: {
      stopped: 'Start it when you like.',
      killed: 'Start it: it catches up with the others from its log.',
      crashed: 'Start it: it catches up with the others from its log.',
      exited: 'Start it again. If it does not stay up, the last lines of its log may say why.',
      paused: 'Resume it: it follows the new leader and catches up.',
    },
  },

  trouble,

  create: {
    title: 'New cluster',
    submit: 'Create',
    cancel: 'Cancel',
    name: 'Name',
    size: 'Nodes',
    other: 'Other',
    otherSize: 'Number of nodes',
    quorum:
      'Quorum {quorum} of {size}. Survives no failure. | Quorum {quorum} of {size}. Survives {n} failure. | Quorum {quorum} of {size}. Survives {n} failures.',
    even: '{size} nodes survive no more failures than {less}: odd numbers are better.',
    etcd: 'etcd',
    source: { settings: 'from Settings', app: 'downloaded', path: 'on PATH' },
    unusable: 'cannot be used',
    advanced: 'Advanced',
    heartbeat: 'Heartbeat',
    election: 'Election timeout',
    electionHint: 'At least five heartbeats: {min} ms',
    electionShort: 'etcd refuses less than five heartbeats: make it {min} ms or more.',
    quota: 'Database quota',
    quotaHint: 'Empty is etcd’s own, 2 GiB',
    quotaUnit: 'Unit of the quota',
    snapshot: 'Snapshot after',
    snapshotUnit: 'entries',
    snapshotHint: 'Empty is the version’s own',
    compaction: 'Auto-compaction',
    compactionMode: { off: 'Off', periodic: 'By time', revision: 'By revisions' },
    compactionKeep: 'Keep',
    compactionHint: { periodic: 'A time such as 1h or 30m', revision: 'A number of revisions such as 1000' },
    flags: 'Extra flags',
    flagsHint: 'One per line, as --name=value',
    firstPort: 'First port',
    firstPortHint: 'Empty finds {n} free ports by itself',
    range: 'A whole number from {min} to {max}.',
    retention: {
      periodic: 'Type a time such as 1h or 30m.',
      revision: 'Type a number of revisions such as 1000.',
    },
    nameEmpty: 'Type a name of 1 to 60 characters.',
    nameSigns: 'A name has no / and no \\.',
  },

  rename: { title: 'Rename {name}', name: 'New name', submit: 'Rename' },

  duplicate: {
    title: 'Duplicate {name}',
    text: 'A new cluster of the same shape, without the data. It starts at once.',
    name: 'Name of the new cluster',
    submit: 'Duplicate',
    suggestion: '{name} copy',
  },

  etcd: {
    title: 'Change the etcd of {name}',
    text: 'Its nodes run with it from their next start on; their data stays. etcd reads data of its own minor version and of older ones.',
    submit: 'Change',
    done: '{name} runs with etcd {version} from its next start on',
  },

  remove: {
    title: 'Delete {name}?',
    text: 'Its nodes are stopped and all of their data is deleted for good: {n} node in this folder. | Its nodes are stopped and all of their data is deleted for good: {n} nodes in this folder.',
    type: 'Type {name} to confirm',
    submit: 'Delete cluster and data',
    done: '{name} was deleted',
  },

  command: {
    start: 'Start cluster',
    stop: 'Stop cluster',
    killLeader: 'Kill the leader',
    startRest: 'Start stopped nodes',
    rename: 'Rename cluster…',
    duplicate: 'Duplicate cluster…',
    etcd: 'Change etcd of cluster…',
    remove: 'Delete cluster…',
  },
};
