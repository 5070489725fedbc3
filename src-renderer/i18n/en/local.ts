import trouble from './node-troubles';

/** The clusters of this machine. Plural forms stand side by side with a bar between: one, then many. */
export default {
  empty: {
    title: 'A real etcd cluster, on this machine, in one click',
    connect: 'Connect to a cluster elsewhere…',
    text: 'Three etcd processes with their own data elect a leader while you watch. Kill one and see the others carry on.',
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
    runs: 'Still running: {nodes}. It ends when Quorate closes. | Still running: {nodes}. They end when Quorate closes.',
    node: '{name} (process {pid})',
    stop: 'Stop',
  },

  openToPages: {
    title: 'Any web page you open can read and write {name}',
    text: 'An earlier Quorate started its nodes with etcd’s defaults, which let every page of a browser on this machine use etcd’s HTTP gateway. A restart closes it; data, etcdctl and other clients stay as they are.',
    restart: 'Restart {n} node | Restart {n} nodes, one by one',
  },

  header: {
    menu: 'Cluster {name}: more actions',
    version: 'etcd {version}',
    versionHint: 'Runs with {path}',
    start: 'Start',
    stop: 'Stop',
    startRest: 'Start stopped nodes',
    killLeader: 'Kill leader',
    killLeaderHint: 'Crashes {node} with SIGKILL. The others elect a new leader',
    noLeader: 'There is no leader to kill',
    notRunning: 'No node is running',
    keeping: 'Saving…',
    stopping: 'Stopping…',
    deleting: 'Deleting…',
    kept: 'Stays running',
    keptHint: 'Its nodes keep running when Quorate closes',
    new: 'New cluster…',
    etcd: 'Change etcd…',
    etcdRunning: 'Stop the cluster first',
    rename: 'Rename…',
    duplicate: 'Duplicate…',
    openFolder: 'Open folder',
    keepRunning: 'Keep running when Quorate closes',
    delete: 'Delete…',
  },

  story: {
    lost: {
      killed: '{node} was killed at {at}',
      stopped: '{node} was stopped at {at}',
      paused: '{node} was paused at {at}',
      crashed: '{node} crashed at {at}',
      unknown: '{node} stopped leading',
    },
    elected: '{leader} has led since {at} (term {term})',
    electedAgain: '{leader} has led again since {at} (term {term})',
    electedAfter: '{leader} took over at {at} (term {term}), {duration} later',
    electedAgainAfter: '{leader} took over again at {at} (term {term}), {duration} later',
    /** Two main clauses, one of `lost` and one of those above. */
    both: '{lost}; {elected}',
    electing: {
      killed: '{node} was killed at {at}; the others are electing a new leader…',
      stopped: '{node} was stopped at {at}; the others are electing a new leader…',
      paused: '{node} was paused at {at}; the others are electing a new leader…',
      crashed: '{node} crashed at {at}; the others are electing a new leader…',
      unknown: '{node} stopped leading at {at}; the others are electing a new leader…',
    },
    noLeader: 'No leader: writes are refused',
    leads: '{leader} leads (term {term})',
    waiting: 'Waiting for an election…',
    fallen: 'No node is running. Select one to see why.',
    asleep: 'All nodes are stopped. Their data is kept.',
  },

  quorum: {
    held: '{up} of {voters} up; survives {spare} more failure | {up} of {voters} up; survives {spare} more failures',
    edge: '{up} of {voters} up; one more failure loses quorum',
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

  /** The title of a failure. */
  failed: {
    create: 'The cluster could not be created',
    start: 'The cluster could not be started',
    stop: 'The cluster could not be stopped',
    startRest: 'Not all nodes could be started',
  },
  failedOn: {
    start: '{node} could not be started',
    stop: '{node} could not be stopped',
    kill: '{node} could not be killed',
    pause: '{node} could not be paused',
    resume: '{node} could not be resumed',
    restart: '{node} could not be restarted',
  },

  actionHint: {
    start: 'Starts the process on its existing data',
    stop: 'SIGTERM: a clean shutdown',
    kill: 'SIGKILL: a crash',
    pause: 'SIGSTOP: a hung machine',
    resume: 'SIGCONT: it carries on as if nothing had happened',
    restart: 'SIGTERM, then a new start',
  },

  detail: {
    lastLines: 'Last lines of its log',
    what: {
      stopped: 'The node is stopped, and its data is kept.',
      starting: 'The process started at {at} and is not serving yet.',
      up: 'Up since {at}.',
      unhealthy: 'The process is running, but the member is not serving as it should.',
      paused: 'Paused since {at}. It won’t answer or vote until resumed.',
      stopping: 'It is shutting down. If it still runs after 4 s, it is killed.',
      exited: {
        itself: 'It exited on its own at {at} with code {code}.',
        unseen: 'It exited at {at}. Its exit code is not known: an earlier run of Quorate started it.',
        missed: 'It exited while Quorate was not running.',
        'given-up': 'Quorate stopped it at {at}: it would have waited forever.',
      },
      killed: 'You killed it at {at} (SIGKILL). Its data is just as the crash left it.',
      crashed: 'Something outside Quorate ended it at {at} with {signal}.',
      failed: 'It could not be started at {at}.',
    },
    next: {
      stopped: 'Start it to bring it back.',
      killed: 'Start it: it replays its log and catches up with the others.',
      crashed: 'Start it: it replays its log and catches up with the others.',
      exited: 'Start it again. If it does not stay up, check the last lines of its log.',
      paused: 'Resume it: it follows the leader and catches up.',
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
    even: '{size} nodes survive no more failures than {less}: prefer odd numbers.',
    etcd: 'etcd',
    source: { settings: 'from Settings', app: 'downloaded', path: 'on PATH' },
    unusable: 'cannot be used',
    advanced: 'Advanced',
    heartbeat: 'Heartbeat',
    election: 'Election timeout',
    electionHint: 'At least five heartbeats: {min} ms',
    electionShort: 'etcd requires at least five heartbeats: make it {min} ms or more.',
    quota: 'Database quota',
    quotaHint: 'Leave empty for etcd’s default, 2 GiB',
    quotaUnit: 'Unit of the quota',
    snapshot: 'Snapshot after',
    snapshotUnit: 'entries',
    snapshotHint: 'Leave empty for the version’s default',
    compaction: 'Auto-compaction',
    compactionMode: { off: 'Off', periodic: 'By time', revision: 'By revisions' },
    compactionKeep: 'Keep',
    compactionHint: { periodic: 'A time such as 1h or 30m', revision: 'A number of revisions such as 1000' },
    flags: 'Extra flags',
    flagsHint:
      'One per line, as --name=value. etcd’s HTTP gateway is off, because every web page could write through it; --enable-grpc-gateway=true turns it on.',
    firstPort: 'First port',
    firstPortHint: 'Leave empty to pick {n} free ports',
    range: 'Type a whole number from {min} to {max}.',
    retention: {
      periodic: 'Type a time such as 1h or 30m.',
      revision: 'Type a number of revisions such as 1000.',
    },
    nameEmpty: 'Type a name of 1 to 60 characters.',
    nameSigns: 'A name cannot contain / or \\.',
  },

  rename: { title: 'Rename {name}', name: 'New name', submit: 'Rename' },

  duplicate: {
    title: 'Duplicate {name}',
    text: 'Creates a cluster with the same settings and no data, and starts it.',
    name: 'Name of the new cluster',
    submit: 'Duplicate',
    suggestion: '{name} copy',
  },

  etcd: {
    title: 'Change the etcd of {name}',
    text: 'Its nodes use it from their next start; their data is kept. You can go back until they have run with it.',
    submit: 'Change',
    done: '{name} uses etcd {version} from its next start',
    advised: 'First to {first} or a later patch, if you can',
    advisedWhy:
      'The data was written by etcd {written}. etcd advises this step before {version}: without it, members that were removed long ago can come back.',
    flags: 'etcd {version} no longer knows some of the extra flags',
    flagTo: '{from} becomes {to}',
    flagGone: '{from} is removed: nothing replaces it',
    notYet: '{name} has not run with etcd {version} yet',
    failed: '{name} does not run with etcd {version}',
    backText: 'It last ran well with etcd {before}, which can still read its data.',
    back: 'Back to etcd {before}',
    backDone: '{name} uses etcd {before} again. You can start it now.',
  },

  remove: {
    title: 'Delete {name}?',
    text: 'This stops its nodes and permanently deletes all of their data: {n} node in this folder. | This stops its nodes and permanently deletes all of their data: {n} nodes in this folder.',
    type: 'Type {name} to confirm',
    submit: 'Delete cluster and data',
    done: '{name} was deleted',
  },

  /** Where another area needs the cluster. */
  stopped: {
    title: '{name} is stopped',
    text: 'Its data is kept. Start it to read and change what it holds.',
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
