/**
 * One entry for each code of the contract: `what` says what happened, `next` what to do about it. Data of the
 * failure stands in braces; words that depend on it are made in `failure-text.ts`.
 */
export default {
  BAD_INPUT: {
    what: 'The value for “{field}” is not valid: {reason}.',
    whole: 'The request is not valid: {reason}.',
    next: 'Correct it and try again.',
  },
  NOT_FOUND: {
    what: 'The {what} “{name}” is not there any more.',
    next: 'It may have been deleted in another window. What you see is brought up to date by itself.',
  },
  NAME_TAKEN: {
    what: 'A cluster named “{name}” already exists.',
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
  NODE_DATA_IN_USE: {
    what: 'The data of node {node} is in use by another program (process {pid}): {path}.',
    next: 'End that process, then start the node again. Two etcd on one data folder would destroy it.',
  },
  UNSUPPORTED_HERE: {
    what: 'This system ({platform}) cannot do this: {action}.',
    next: 'Stop or kill the node instead: for the rest of the cluster it looks much the same.',
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
  NO_FREE_PORTS: {
    what: 'There is no run of {count} free ports from {first} on.',
    next: 'Choose another first port, or stop what uses these.',
  },
  ETCD_MISSING: {
    what: 'There is no etcd on this machine yet.',
    versioned: 'etcd {version} is not on this machine.',
    next: 'Download it under Settings, etcd, or set the path of one that you have.',
  },
  ETCD_UNUSABLE: {
    what: 'The etcd at {path} cannot be used: {reason}.',
    next: 'Check the file, or choose another etcd under Settings.',
  },
  ETCD_TOO_OLD: {
    what: 'etcd {version} is too old: Quorate works with {minimum} and later.',
    next: 'Download a newer version under Settings, etcd.',
  },
  ETCD_IN_USE: {
    what: 'etcd {version} is in use by {clusters}.',
    next: 'Delete these clusters first, or keep the version.',
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
    next: 'Download the version for this machine under Settings, etcd.',
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
    what: 'The system refused to {action}: {path}.',
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
  CANCELLED: {
    what: 'Cancelled: {action}.',
    next: 'Nothing more is to be done; start it again when you like.',
  },
  linkLost: {
    what: 'The connection to the engine was lost before it answered.',
    next: 'It is made again by itself. Look whether the action took place before you repeat it.',
  },
  unexpected: {
    what: 'Something unexpected went wrong.',
    next: 'Try again. If it stays, copy the details and report them.',
  },
};
