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
    cluster: 'The cluster “{name}” no longer exists.',
    node: 'The node “{name}” no longer exists.',
    etcd: 'The etcd “{name}” no longer exists.',
    list: 'The list “{name}” no longer exists.',
    connection: 'The connection “{name}” no longer exists.',
    terminal: 'The terminal “{name}” no longer exists.',
    watch: 'The watch “{name}” no longer exists.',
    job: 'The job “{name}” no longer exists.',
    next: 'It may have been deleted in another window. This view updates automatically.',
  },
  NAME_TAKEN: {
    what: 'The name “{name}” is already taken.',
    next: 'Choose another name.',
  },
  NAME_MISMATCH: {
    what: 'The typed name “{typed}” is not “{expected}”. Nothing was deleted.',
    next: 'Type the name exactly as it is shown.',
  },
  BUSY: {
    what: '“{name}” is busy: {action}.',
    next: 'Wait until that is done, then try again.',
  },
  NODE_NOT_RUNNING: {
    what: 'Node {node} has no running process.',
    next: 'Start the node first.',
  },
  NODE_NOT_ENDED: {
    what: 'Node {node} did not exit: process {pid} is still there, although it was killed.',
    next: 'It may be waiting for a disk that hangs. Try again when the disk responds; its data was not touched.',
  },
  NODE_DATA_IN_USE: {
    what: 'The data of node {node} is in use by another program (process {pid}): {path}.',
    next: 'End that process, then start the node again. Two etcd processes on one data folder would destroy it.',
  },
  UNSUPPORTED_HERE: {
    what: 'This system ({platform}) cannot {action}.',
    nextPause: 'Stop or kill the node instead: to the rest of the cluster it looks much the same.',
    nextDownload: 'Build etcd or get it elsewhere, then set its path under Settings > etcd.',
    nextPackage: 'Download a release under Settings > etcd, or set the path of one you have.',
    nextFolder: 'Copy the path of the folder instead.',
    nextFile: 'Type the path of the file instead.',
  },
  ELECTION_TIMEOUT_TOO_SHORT: {
    what: 'An election timeout of {electionMs} ms is too short for a heartbeat of {heartbeatMs} ms: etcd requires at least five heartbeats.',
    next: 'Make it {minimumMs} ms or more, or shorten the heartbeat.',
  },
  FLAG_REFUSED: {
    what: 'The flag {flag} is set by Quorate itself.',
    notAFlag: '“{flag}” is not a flag.',
    next: 'Remove it. Your own flags have the form --name=value.',
  },
  PORT_TAKEN: {
    what: 'Port {port} is in use by another program.',
    byCluster: 'Port {port} belongs to the cluster “{by}”.',
    next: 'Choose other ports, or leave the field empty to pick free ones.',
  },
  NODE_PORT_TAKEN: {
    what: 'Port {port} of node {node} is in use by another program.',
    byProcess: 'Port {port} of node {node} is in use by another program (process {pid}).',
    byCluster: 'Port {port} of node {node} also belongs to the cluster “{by}”.',
    next: 'End that program, then start the node again.',
    nextCluster: 'Delete one of the two clusters, or duplicate it: a copy gets its own ports, and no data.',
  },
  NO_FREE_PORTS: {
    what: 'There are no {count} free ports in a row from {first} on.',
    next: 'Choose another first port, or stop the programs that use these.',
  },
  ETCD_MISSING: {
    what: 'There is no etcd on this machine yet.',
    versioned: 'etcd {version} is not on this machine.',
    next: 'Download it under Settings > etcd, or set the path of one you have.',
  },
  ETCD_GONE: {
    what: 'etcd {version} is no longer at {path}.',
    next: 'Put it back, or choose another etcd in the cluster’s menu: “Change etcd…”.',
  },
  ETCD_DOWNGRADE: {
    what: 'The data of this cluster was written by etcd {written}; etcd {version} cannot read it.',
    next: 'Choose {written}, a later patch of it, or a newer version.',
    nextDown:
      'Choose {written} or a later patch of it. To step back for good, start the cluster with that, run “etcdctl downgrade enable {version}” in its terminal, wait until the members’ storage version has changed, then stop it and change its etcd again.',
  },
  ETCD_STEPWISE: {
    what: 'The data of this cluster was written by etcd {written}; etcd {version} cannot take it over in one step.',
    next: 'etcd updates one minor version at a time. Change to {first} first (each can also be a later patch), start the cluster each time and wait until all nodes are up; then change to {version}.',
  },
  CLUSTER_RUNNING: {
    what: 'The cluster “{name}” is running.',
    next: 'Stop all of its nodes first.',
  },
  ETCD_UNUSABLE: {
    what: 'The etcd at {path} cannot be used: {reason}.',
    next: 'Check the file, or choose another etcd: in Settings for new clusters, in the cluster’s menu for an existing one.',
  },
  ETCD_TOO_OLD: {
    what: 'etcd {version} is too old: Quorate works with {minimum} and later.',
    next: 'Download a newer version under Settings > etcd. For an existing cluster, choose it in the cluster’s menu: “Change etcd…”.',
  },
  ETCD_IN_USE: {
    what: 'etcd {version} is in use by {clusters}.',
    next: 'Change the etcd of these clusters or delete them first.',
  },
  VERSION_INVALID: {
    what: '“{version}” is not an etcd version.',
    next: 'Type one like 3.6.14.',
  },
  RELEASE_NOT_FOUND: {
    what: 'There is no release {version} for this system ({archive}).',
    next: 'Check the version on etcd’s release page, then try another one.',
  },
  DOWNLOAD_FAILED: {
    what: 'The download from {url} failed: {reason}.',
    next: 'Check the network and try again. The incomplete file was not kept.',
  },
  CHECKSUM_MISMATCH: {
    what: 'The file {archive} is not the one that its publisher made: its SHA-256 differs. It was deleted, and none of it was run.',
    next: 'Try again. If it happens again, something between you and the publisher is altering files.',
  },
  CHECKSUM_UNKNOWN: {
    what: 'The checksum of {archive} could not be fetched, so the file was rejected.',
    next: 'Try again later, or choose a version with published checksums.',
  },
  ARCHIVE_UNUSABLE: {
    what: 'The archive {archive} cannot be used: {reason}.',
    next: 'Try again, or choose another version. None of it was kept.',
  },
  WRONG_ARCHITECTURE: {
    what: 'The program at {path} is made for {found}; this machine needs {wanted}.',
    next: 'Download the version for this machine under Settings > etcd. For an existing cluster, choose it in the cluster’s menu: “Change etcd…”.',
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
  PATH_TAKEN: {
    what: 'Something else is at {path}: a folder, pipe or device where a file must be, or a file where a folder must be.',
    next: 'Move it away, then try again.',
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
  FILE_SET_ASIDE: {
    what: '{path} is damaged ({detail}). It was kept as {aside}.',
    next: 'To get its content back, repair that file and rename it to its old name while Quorate is closed.',
  },
  ENDPOINT_UNREACHABLE: {
    what: '{endpoint} cannot be reached: {reason}.',
    notRunning: '{endpoint} is not running.',
    next: 'Is the member running? If not, check its log.',
    nextNotFound: 'Check the spelling of the host name, and this machine’s DNS.',
    nextNotRunning: 'Start the node to see its status.',
  },
  DEADLINE_EXCEEDED: {
    what: '{endpoint} did not answer within {afterMs} ms.',
    next: 'The member may be paused, overloaded or without a leader. Quorate retries automatically.',
  },
  ETCD_ERROR: {
    what: '{endpoint} answered with an error: {message} ({code}).',
    next: 'The member’s log may say more.',
  },
  NO_ENDPOINT: {
    what: 'None of the endpoints can be used: {endpoints}. {because}',
    none: 'There is no endpoint to ask.',
    next: 'Check that the cluster is running and that its addresses are right. Quorate retries automatically.',
  },
  OUTCOME_UNKNOWN: {
    what: 'It is not known whether this took effect ({action}): {endpoint} was asked and did not say. {because}',
    next: 'Check what is there now before you do it again. Quorate did not repeat it.',
  },
  NO_LEADER: {
    what: '{endpoint} knows of no leader: the cluster has lost quorum, or an election is in progress.',
    next: 'Wait for the election, or start or resume members until more than half of them are up.',
  },
  LEARNER: {
    what: '{endpoint} is a learner: it receives the log, but answers hardly any calls until it is promoted.',
    next: 'Add an endpoint of a voting member to the connection, or promote the learner.',
  },
  DIFFERENT_CLUSTERS: {
    what: 'The endpoints of this connection lead to different clusters: {clusters}.',
    next: 'Choose one of them. Until then, Quorate neither reads nor writes.',
  },
  NOT_ETCD: {
    what: '{endpoint} is not etcd: {found}.',
    next: 'Check the address and port: etcd serves clients on 2379 by default, not on its peer port.',
  },
  TOO_OLD_FOR: {
    what: 'The etcd at {endpoint} does not know this call: {action}.',
    next: 'It needs a newer etcd.',
  },
  ANSWER_UNREADABLE: {
    what: '{endpoint} sent an answer that cannot be read ({action}): {reason}.',
    next: 'Is it etcd? A proxy in between may damage answers, too.',
  },
  ANSWER_TOO_LARGE: {
    what: '{endpoint} sent an answer of more than {limitMib} MiB ({action}). It was dropped.',
    next: 'Ask for less at once, such as a narrower prefix.',
  },
  TLS_MISMATCH: {
    what: '{endpoint} does not speak TLS.',
    speaksTls: '{endpoint} speaks TLS.',
    next: 'Write the address with http:// instead of https://.',
    nextTls: 'Write the address with https:// instead of http://.',
  },
  CERTIFICATE_OTHER_NAME: {
    what: 'The certificate of {endpoint} is not for “{asked}”; it is for {names}.',
    next: 'Connect by a name it is for, or enter that name as the server name.',
  },
  CERTIFICATE_EXPIRED: {
    what: 'The certificate of {endpoint} has expired.',
    notYet: 'The certificate of {endpoint} is not valid yet.',
    next: 'Renew it on the server. If it is valid, check this machine’s clock.',
  },
  CERTIFICATE_UNTRUSTED: {
    what: 'The certificate of {endpoint} is not signed by a CA that this connection trusts: {detail}.',
    next: 'Choose the CA certificate that signed it.',
  },
  CERTIFICATE_UNREADABLE: {
    ca: 'The CA certificate file cannot be used: {path}: {reason}.',
    certificate: 'The client certificate file cannot be used: {path}: {reason}.',
    key: 'The private key file cannot be used: {path}: {reason}.',
    next: 'Choose a PEM file that you can read.',
  },
  CERTIFICATE_KEY_MISMATCH: {
    what: 'The private key {key} does not belong to the certificate {certificate}.',
    next: 'Choose the key that was made with the certificate.',
  },
  CLIENT_CERTIFICATE_REQUIRED: {
    what: '{endpoint} requires a client certificate.',
    next: 'Choose a client certificate and its key.',
  },
  CLIENT_CERTIFICATE_REFUSED: {
    what: '{endpoint} refused the client certificate: {detail}.',
    next: 'Choose one that the cluster’s CA signed for client use and that is valid now.',
  },
  AUTH_FAILED: {
    what: 'The name or the password of user “{user}” is wrong.',
    next: 'Correct them and try again.',
  },
  PASSWORD_MISSING: {
    what: 'The password of user “{user}” is no longer available.',
    next: 'Enter it again in the connection’s settings.',
  },
  AUTH_REQUIRED: {
    what: '{endpoint} requires a user and a password.',
    next: 'Enter them in the connection’s settings.',
  },
  CERTIFICATE_USER_UNKNOWN: {
    what: '{endpoint}: the certificate signs you in as “{user}”, who is no user here.',
    next: 'Enter a user and a password in the connection’s settings, choose another certificate, or ask for a user “{user}”.',
  },
  PERMISSION_DENIED: {
    what: 'User “{user}” is not allowed to {action}.',
    nobody: 'The certificate’s user is not allowed to {action}.',
    status:
      'It answers but does not show this user its status: from 3.5.28 on, etcd 3.5 shows it only to the role “root”.',
    nextStatus: 'Keys, watches and leases work as far as the user’s roles allow.',
    next: 'Ask for a role that allows it, or connect as another user.',
    nextNone:
      'The user’s roles grant nothing on it. Ask for a role that allows it, or connect as another user.',
    nextParts:
      'Of this, the user’s roles grant only {permitted}. Ask for a role that allows the rest, or connect as another user.',
  },
  KEY_EMPTY: {
    what: 'A key needs at least one byte.',
    next: 'Type a key.',
  },
  KEY_NOT_FOUND: {
    what: 'There is no key {key}.',
    next: 'It may have been deleted, or may have expired.',
  },
  ESCAPE_INVALID: {
    what: '“{found}” at position {position} is not a valid byte escape.',
    next: 'Write a byte as \\xNN and a backslash as \\\\.',
  },
  REQUEST_TOO_LARGE: {
    what: 'The request of {bytes} bytes is larger than the server accepts.',
    next: 'etcd’s limit is 1.5 MiB unless it was started with --max-request-bytes. Write less at once.',
  },
  TOO_MANY_OPERATIONS: {
    what: 'A transaction of {count} operations is larger than the server accepts.',
    next: 'etcd’s limit is 128 unless it was started with --max-txn-ops. Split it.',
  },
  LEASE_NOT_FOUND: {
    what: 'There is no lease {lease}: it expired, was revoked, or never existed.',
    next: 'Choose another lease, or grant one.',
  },
  LEASE_EXISTS: {
    what: 'A lease with the ID {lease} already exists.',
    next: 'Choose another ID, or leave it empty to let etcd choose.',
  },
  LEASE_TTL_TOO_LARGE: {
    what: 'A lease cannot live for {seconds} seconds.',
    next: 'etcd’s limit is 9,000,000,000 seconds.',
  },
  NO_SPACE: {
    what: 'The database has reached its quota (NOSPACE), so etcd refuses writes.',
    next: 'Compact old revisions, defragment each member, then disarm the alarm.',
  },
  REVISION_COMPACTED: {
    what: 'Revision {revision} has been compacted: it is gone for good.',
    upTo: 'Revision {revision} has been compacted: everything before {compacted} is gone for good.',
    next: 'Choose a later revision.',
    nextFrom: 'Read or watch from {compacted} on.',
  },
  REVISION_FUTURE: {
    what: 'Revision {revision} has not been reached yet.',
    next: 'Choose a revision up to the current one.',
  },
  TOO_MANY_WATCHES: {
    what: 'There are already {limit} watches, the most that a connection can have.',
    next: 'Close one that you no longer need: each keeps up to 64 MiB of changes.',
  },
  TOO_MANY_GRANTS: {
    roles: 'User “{user}” cannot read all keys, and has {count} roles: Quorate looks into {limit} at most.',
    ranges:
      'User “{user}” cannot read all keys, only {count} separate ranges of them: Quorate lists {limit} at most.',
    next: 'Connect as a user with fewer roles, or with broader ones.',
  },
  TOO_MANY_STREAMS: {
    what: 'This window follows {limit} things at once, the most that it can.',
    next: 'Close what you no longer need, or reload the window.',
  },
  TERMINAL_OFF: {
    what: 'The terminal is off.',
    next: 'Start Quorate with --terminal. Anyone with its address then has a shell on its machine.',
  },
  TERMINAL_UNAVAILABLE: {
    what: 'No shell could be started: {reason}.',
    next: 'Check that the SHELL variable names a working shell, then try again.',
  },
  TOO_MANY_TERMINALS: {
    what: 'There are already {limit} terminals, the most there can be.',
    next: 'Close one that you no longer need.',
  },
  READ_ONLY: {
    what: 'This connection is read-only, so it cannot {action}. Nothing was sent.',
    next: 'Use a connection that allows writes.',
  },
  NOT_SENT: {
    what: 'Cancelled: {action}. Nothing was sent.',
    next: 'You can start it again at any time.',
  },
  CANCELLED: {
    what: 'Cancelled: {action}.',
    next: 'You can start it again at any time.',
  },
  /** How a Quorate runs. */
  hosts: { desktop: 'the desktop app', serve: 'served to a browser' },
  linkLost: {
    what: 'The connection to Quorate was lost before it answered.',
    next: 'Check whether the action took effect before you repeat it.',
  },
  unexpected: {
    what: 'Something unexpected went wrong.',
    next: 'Try again. If it happens again, copy the details and report them.',
  },
};
