/** The terminal panel in the dock. */
export default {
  tabs: 'Terminals',
  tab: '{n}: {name}',
  tabEnded: '{label} (ended)',
  gone: 'deleted connection',
  input: 'Terminal {n}. Every key goes to the shell; F6 leaves the terminal.',
  inputFor: 'Terminal {n}, {member}. Every key goes to the shell; F6 leaves the terminal.',
  leaves: 'leaves the terminal',
  missed: '… {n} bytes of older output are not kept any more',
  new: {
    label: 'New terminal',
    all: 'For all endpoints',
    member: 'For {member} alone',
  },
  note: {
    label: 'About this terminal’s etcdctl',
    missing:
      'There is no etcdctl for etcd {cluster} here, so your PATH decides. The settings can install one.',
    missingUnknown: 'There is no etcdctl here, so your PATH decides. The settings can install one.',
    otherMinor:
      'etcdctl {etcdctl} asks a cluster of etcd {cluster}: some commands differ. The settings can install the version.',
    serverName:
      'etcdctl cannot be told this connection’s server name, “{name}”, so it may refuse the certificate.',
  },
  readable: 'Screen reader mode',
  readableHint: 'Reads out what programs write; F6 leaves the terminal',
  close: 'Close',
  closeThis: 'Close terminal {n}',
  closing: {
    title: 'Close terminal {n}?',
    text: 'Its shell runs: it is ended, with all that was started in it.',
    submit: 'Close it',
  },
  copyAll: 'Copy all that the terminal wrote',
  copied: 'Terminal copied: one line | Terminal copied: {n} lines',
  restart: 'Restart the shell',
  ended: {
    well: 'The shell has ended.',
    code: 'The shell ended with code {code}.',
    signal: 'The shell was ended by {signal}.',
  },
  search: {
    label: 'Search the terminal',
    none: 'Not found',
    found: '{at} of {n} | {at} of {n}',
    previous: 'Previous hit (Enter)',
    next: 'Next hit (Shift+Enter)',
    close: 'Close the search',
  },
  empty: {
    title: 'No terminal is open',
    noConnection: 'Nothing to connect a terminal to',
    text: 'A terminal is a shell in which etcdctl is there in the cluster’s version, set up to ask this cluster.',
  },
  off: {
    title: 'This server offers no terminal',
    text: 'Whoever has its address would have a shell on its machine, so it must be asked for. Start it with:',
    command: 'npm start -- --serve --terminal',
  },
};
