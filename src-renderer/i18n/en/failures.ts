/**
 * One entry for each code of the contract: `what` says what happened, `next` what to do about it; where data of the
 * failure changes a sentence, each has a name of its own, and `failure-text.ts` chooses. Data stands in braces.
 */
export default {
  BAD_INPUT: {
    what: 'The value for “{field}” is not valid: {reason}.',
    whole: 'The request is not valid: {reason}.',
    next: 'Correct it and try again.',
  },
  NOT_FOUND: {
    cluster: 'The cluster “{name}” is not there any more.',
    node: 'The node “{name}” is not there any more.',
    etcd: 'The etcd “{name}” is not there any more.',
    list: 'The list “{name}” is not there any more.',
    connection: 'The connection “{name}” is not there any more.',
    terminal: 'The terminal “{name}” is not there any more.',
    watch: 'The watch “{name}” is not there any more.',
    job: 'The job “{name}” is not there any more.',
    next: 'It may have been deleted in another window. What you see is brought up to date by itself.',
  },
  NAME_TAKEN: {
    what: 'The name “{name}” is taken already.',
    next: 'Choose another name.',
  },
  NAME_MISMATCH: {
    what: 'The typed name “{typed}” is not “{expected}”. Nothing was deleted.',
    next: 'Type the name exactly as it is shown.',
  },
  BUSY: {
    what: '“{name}” is busy: {action}.',
    next: 'Wait until that has ended, then try again.',
  },
  NODE_NOT_RUNNING: {
    what: 'Node {node} has no running process.',
    next: 'Start the node first.',
  },
  NODE_NOT_ENDED: {
    what: 'Node {node} did not end: process {pid} is still there, killed though it was.',
    next: 'It may wait for a disk that hangs. Try again when that answers; nothing of its data was touched.',
  },
  NODE_DATA_IN_USE: {
    what: 'The data of node {node} is in use by another program (process {pid}): {path}.',
    next: 'End that process, then start the node again. Two etcd on one data folder would destroy it.',
  },
  UNSUPPORTED_HERE: {
    what: 'This system ({platform}) cannot do this: {action}.',
    nextPause: 'Stop or kill the node instead: for the rest of the cluster it looks much the same.',
    nextDownload: 'Build etcd or get it elsewhere, then set its path under Settings, etcd.',
    nextPackage: 'Download a release under Settings, etcd, or set the path of one that you have.',
    nextFolder: 'Copy the path of the folder instead.',
    nextFile: 'Type the path of the file instead.',
  },
  ELECTION_TIMEOUT_TOO_SHORT: {
    what: 'An election timeout of {electionMs} ms is too short for a heartbeat of {heartbeatMs} ms: etcd wants at least five heartbeats.',
    next: 'Make it {minimumMs} ms or more, or shorten the heartbeat.',
  },
  FLAG_REFUSED: {
    what: 'The flag {flag} is set by Quorate itself.',
    notAFlag: '“{flag}” is not a flag.',
    next: 'Remove it. Flags of your own have the form --name=value.',
  },
  PORT_TAKEN: {
    what: 'Port {port} is in use by another program.',
    byCluster: 'Port {port} belongs to the cluster “{by}”.',
    next: 'Choose other ports, or leave the field empty and free ones are found.',
  },
  NODE_PORT_TAKEN: {
    what: 'Port {port} of node {node} is in use by another program.',
    byProcess: 'Port {port} of node {node} is in use by another program (process {pid}).',
    byCluster: 'Port {port} of node {node} belongs to the cluster “{by}”, too.',
    next: 'End that program, then start the node again.',
    nextCluster: 'Delete one of the two, or duplicate it: a copy has ports of its own, and no data.',
  },
  NO_FREE_PORTS: {
    what: 'There is no run of {count} free ports from {first} on.',
    next: 'Choose another first port, or stop what uses these.',
  },
  ETCD_MISSING: {
    what: 'There is no etcd on this machine yet.',
    versioned: 'etcd {version} is not on this machine.',
    next: 'Download it under Settings, etcd, or set the path of one that you have.',
  },
  ETCD_GONE: {
    what: 'etcd {version} is not at {path} any more.',
    next: 'Put it back there, or choose another etcd in the menu of the cluster: “Change etcd…”.',
  },
  ETCD_DOWNGRADE: {
    what: 'The data of this cluster was written by etcd {written}; etcd {version} cannot read it.',
    next: 'Choose {written}, a later patch of it, or a newer version.',
  },
  CLUSTER_RUNNING: {
    what: 'The cluster “{name}” is running.',
    next: 'Stop all of its nodes first.',
  },
  ETCD_UNUSABLE: {
    what: 'The etcd at {path} cannot be used: {reason}.',
    next: 'Check the file, or choose another etcd: under Settings for new clusters, in its menu for one that is there.',
  },
  ETCD_TOO_OLD: {
    what: 'etcd {version} is too old: Quorate works with {minimum} and later.',
    next: 'Download a newer version under Settings, etcd. A cluster that is there takes it by its menu: “Change etcd…”.',
  },
  ETCD_IN_USE: {
    what: 'etcd {version} is in use by {clusters}.',
    next: 'Change the etcd of these clusters or delete them first, or keep the version.',
  },
  VERSION_INVALID: {
    what: '“{version}” is not a version of etcd.',
    next: 'Type one like 3.6.14.',
  },
  RELEASE_NOT_FOUND: {
    what: 'There is no release {version} for this system ({archive}).',
    next: 'Check the version on the release page of etcd, then try another one.',
  },
  DOWNLOAD_FAILED: {
    what: 'The download from {url} failed: {reason}.',
    next: 'Check the connection and try again. Nothing of the incomplete file was kept.',
  },
  CHECKSUM_MISMATCH: {
    what: 'The file {archive} is not the one that its publisher made: its SHA-256 differs. It was deleted, and nothing of it was run.',
    next: 'Try again. If it happens again, something between you and the publisher alters files.',
  },
  CHECKSUM_UNKNOWN: {
    what: 'The checksum of {archive} could not be had, so the file was not accepted.',
    next: 'Try again later, or choose a version that is published with its checksums.',
  },
  ARCHIVE_UNUSABLE: {
    what: 'The archive {archive} cannot be used: {reason}.',
    next: 'Try again, or choose another version. Nothing of it was kept.',
  },
  WRONG_ARCHITECTURE: {
    what: 'The program at {path} is made for {found}; this machine needs {wanted}.',
    next: 'Download the version for this machine under Settings, etcd. A cluster that is there takes it by its menu: “Change etcd…”.',
  },
  PACKAGE_FAILED: {
    what: 'The package could not be installed: {reason}.',
    next: 'Run this in a terminal to see more: {command}',
  },
  DISK_FULL: {
    what: 'The disk is full: nothing more can be written to {path}.',
    next: 'Free some space, then try again.',
  },
  NOT_PERMITTED: {
    open: 'The system refused to open {path}.',
    read: 'The system refused to read {path}.',
    write: 'The system refused to write {path}.',
    create: 'The system refused to create {path}.',
    delete: 'The system refused to delete {path}.',
    'open-data-folder': 'The system refused to open the data folder: {path}.',
    'write-connections': 'The system refused to write the connections: {path}.',
    'write-settings': 'The system refused to write the settings: {path}.',
    'install-package': 'The system refused to install a package: {path}.',
    next: 'Check who owns the file or folder and its permissions.',
  },
  DATA_FOLDER_LOCKED: {
    what: 'The data folder {path} is in use by another Quorate ({host}, process {pid}).',
    next: 'Use that window, or close it first.',
  },
  DATA_FOLDER_NEWER: {
    what: 'The data folder {path} was written by a newer version of Quorate (format {version}).',
    next: 'Update Quorate, or start it with another data folder.',
  },
  FILE_NEWER: {
    what: '{path} was written by a newer Quorate (format {version}; this one reads up to {known}).',
    next: 'Update Quorate to open it. The file was not changed.',
  },
  ENDPOINT_UNREACHABLE: {
    what: '{endpoint} cannot be reached: {reason}.',
    next: 'Check that the member runs; its log says why if it does not.',
  },
  DEADLINE_EXCEEDED: {
    what: '{endpoint} did not answer within {afterMs} ms.',
    next: 'The member may be paused, overloaded or without a leader. It is asked again by itself.',
  },
  ETCD_ERROR: {
    what: '{endpoint} answered with an error: {message} ({code}).',
    next: 'The log of the member may say more.',
  },
  NO_ENDPOINT: {
    what: 'None of the endpoints can be used: {endpoints}. {because}',
    none: 'There is no endpoint to ask.',
    next: 'Check that the cluster runs and that its addresses are right. It is tried again by itself.',
  },
  OUTCOME_UNKNOWN: {
    what: 'Nobody knows whether this took place ({action}): {endpoint} was asked and did not say. {because}',
    next: 'Look at what is there now before you do it again. It was not repeated by itself.',
  },
  NO_LEADER: {
    what: '{endpoint} knows no leader: the cluster has lost its quorum, or an election is under way.',
    next: 'Wait for the election, or bring members back until more than half of them run.',
  },
  NOT_ETCD: {
    what: 'What answers at {endpoint} is not etcd: {found}.',
    next: 'Check address and port: etcd serves clients on 2379 unless told otherwise, not on its peer port.',
  },
  TOO_OLD_FOR: {
    what: 'The etcd at {endpoint} does not know this call: {action}.',
    next: 'It needs a newer etcd.',
  },
  TLS_MISMATCH: {
    what: '{endpoint} does not speak TLS.',
    speaksTls: '{endpoint} speaks TLS.',
    next: 'Write the address with http:// instead of https://.',
    nextTls: 'Write the address with https:// instead of http://.',
  },
  CERTIFICATE_OTHER_NAME: {
    what: 'The certificate of {endpoint} is not for “{asked}”; it is for {names}.',
    next: 'Connect by a name that it is for, or enter that name as the server name.',
  },
  CERTIFICATE_EXPIRED: {
    what: 'The certificate of {endpoint} has expired.',
    notYet: 'The certificate of {endpoint} is not valid yet.',
    next: 'It has to be renewed at the server. If it is valid, check the clock of this machine.',
  },
  CERTIFICATE_UNTRUSTED: {
    what: 'The certificate of {endpoint} is signed by nobody that this connection trusts: {detail}.',
    next: 'Choose the CA certificate that signed it.',
  },
  CERTIFICATE_UNREADABLE: {
    ca: 'The CA certificate file cannot be used: {path}: {reason}.',
    certificate: 'The client certificate file cannot be used: {path}: {reason}.',
    key: 'The private key file cannot be used: {path}: {reason}.',
    next: 'Choose a PEM file that you may read.',
  },
  CERTIFICATE_KEY_MISMATCH: {
    what: 'The private key {key} does not belong to the certificate {certificate}.',
    next: 'Choose the key that was made together with the certificate.',
  },
  CLIENT_CERTIFICATE_REQUIRED: {
    what: '{endpoint} wants a client certificate.',
    next: 'Choose a client certificate and its key.',
  },
  CLIENT_CERTIFICATE_REFUSED: {
    what: '{endpoint} refused the client certificate: {detail}.',
    next: 'Choose one that the CA of the cluster has signed, for client use, and that is valid now.',
  },
  AUTH_FAILED: {
    what: 'The name or the password of user “{user}” is wrong.',
    next: 'Correct them and try again.',
  },
  PASSWORD_MISSING: {
    what: 'The password of user “{user}” is not there any more.',
    next: 'Enter it again in the settings of the connection.',
  },
  AUTH_REQUIRED: {
    what: '{endpoint} wants a user and a password.',
    next: 'Enter them in the settings of the connection.',
  },
  PERMISSION_DENIED: {
    what: 'User “{user}” may not do this: {action}.',
    nobody: 'The certificate’s user may not do this: {action}.',
    status:
      'It answers, and does not tell this user its status: etcd 3.5.28 and later 3.5 tell it to the role “root” alone.',
    nextStatus: 'Keys, watches and leases are there as far as the user’s roles go.',
    next: 'Ask for a role that covers it, or connect as another user.',
  },
  KEY_EMPTY: {
    what: 'A key has at least one byte.',
    next: 'Type a key.',
  },
  KEY_NOT_FOUND: {
    what: 'There is no key {key}.',
    next: 'It may have been deleted or have expired meanwhile.',
  },
  ESCAPE_INVALID: {
    what: '“{found}” at position {position} stands for no byte.',
    next: 'Write a byte as \\x and two hex digits, and a backslash as two of them.',
  },
  REQUEST_TOO_LARGE: {
    what: 'The request of {bytes} bytes is larger than the server takes.',
    next: 'etcd takes 1.5 MiB unless it was started with --max-request-bytes. Write less at once.',
  },
  TOO_MANY_OPERATIONS: {
    what: 'One transaction of {count} operations is more than the server takes.',
    next: 'etcd takes 128 unless it was started with --max-txn-ops. Split it.',
  },
  LEASE_NOT_FOUND: {
    what: 'There is no lease {lease}: it has expired, was revoked, or never was.',
    next: 'Choose another lease, or grant one.',
  },
  LEASE_EXISTS: {
    what: 'A lease with the ID {lease} exists already.',
    next: 'Choose another ID, or leave it empty and etcd finds one.',
  },
  LEASE_TTL_TOO_LARGE: {
    what: '{seconds} seconds are more than a lease can live.',
    next: 'etcd takes 9,000,000,000 seconds at most.',
  },
  NO_SPACE: {
    what: 'The database has reached its quota (NOSPACE), so etcd refuses to write.',
    next: 'Compact old revisions, defragment each member, then disarm the alarm.',
  },
  REVISION_COMPACTED: {
    what: 'Revision {revision} has been compacted: it is gone for good.',
    upTo: 'Revision {revision} has been compacted: everything before {compacted} is gone for good.',
    next: 'Choose a later revision.',
  },
  REVISION_FUTURE: {
    what: 'Revision {revision} has not been reached yet.',
    next: 'Choose a revision up to the present one.',
  },
  TOO_MANY_WATCHES: {
    what: 'There are {limit} watches already, as many as a connection may have.',
    next: 'Close one that you need no more: each keeps up to 64 MiB of changes.',
  },
  TERMINAL_OFF: {
    what: 'This server offers no terminal.',
    next: 'Start it with --terminal. Whoever has its address then has a shell on its machine.',
  },
  TERMINAL_UNAVAILABLE: {
    what: 'No shell could be started: {reason}.',
    next: 'Look whether the SHELL variable names a shell that runs, then try again.',
  },
  TOO_MANY_TERMINALS: {
    what: 'There are {limit} terminals already, as many as there may be.',
    next: 'Close one that you need no more.',
  },
  READ_ONLY: {
    what: 'This connection is read-only, so it cannot do this: {action}. Nothing was sent.',
    next: 'Use a connection that allows writes.',
  },
  CANCELLED: {
    what: 'Cancelled: {action}.',
    next: 'Nothing more is to be done; start it again when you like.',
  },
  /** How a Quorate runs. */
  hosts: { desktop: 'the desktop app', serve: 'served to a browser' },
  linkLost: {
    what: 'The connection to the engine was lost before it answered.',
    next: 'It is made again by itself. Look whether the action took place before you repeat it.',
  },
  unexpected: {
    what: 'Something unexpected went wrong.',
    next: 'Try again. If it stays, copy the details and report them.',
  },
};
