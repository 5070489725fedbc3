/** The terminal panel in the dock. */
export default {
  tabs: 'Terminals',
  tab: '{n}: {name}',
  tabEnded: '{label} (ended)',
  hint: 'etcdctl asks all endpoints of {name}',
  hintMember: 'etcdctl asks {member} of {name}',
  gone: 'deleted connection',
  input: 'Terminal {n}. All keys go to the shell; F6 leaves the terminal.',
  inputFor: 'Terminal {n}, {member}. All keys go to the shell; F6 leaves the terminal.',
  leaves: 'leaves the terminal',
  missed: '… {n} bytes of older output dropped',
  new: {
    label: 'New terminal',
    all: 'For all endpoints',
    member: 'For {member} only',
  },
  note: {
    label: 'About this terminal’s etcdctl',
    missing:
      'No etcdctl for etcd {cluster} is installed, so the terminal uses whatever is on your PATH. You can install one in Settings.',
    missingUnknown:
      'No etcdctl is installed, so the terminal uses whatever is on your PATH. You can install one in Settings.',
    otherMinor:
      'This is etcdctl {etcdctl}, and the cluster runs etcd {cluster}: some commands differ. You can install the matching version in Settings.',
    serverName:
      'etcdctl has no option for this connection’s server name, “{name}”, so it may reject the certificate.',
    portTaken:
      'Another program has a port of {nodes}, so etcdctl does not ask there. Open a new terminal once it runs.',
  },
  readable: 'Screen reader mode',
  readableHint: 'Reads out what programs write; F6 leaves the terminal',
  close: 'Close',
  closeThis: 'Close terminal {n}',
  closing: {
    title: 'Close terminal {n}?',
    text: 'Its shell is running. Closing it ends the shell and everything started in it.',
    submit: 'Close terminal',
  },
  follow: {
    title: 'Open this link?',
    text: 'A program in the terminal wrote it. It leads to:',
    submit: 'Open link',
  },
  copyAll: 'Copy all output',
  copied: 'Output copied: one line | Output copied: {n} lines',
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
    previous: 'Previous match (Enter)',
    next: 'Next match (Shift+Enter)',
    close: 'Close search',
  },
  empty: {
    title: 'No terminal is open',
    noConnection: 'Nothing to connect a terminal to',
    text: 'A terminal is a shell with the cluster’s version of etcdctl, already set up for this cluster.',
  },
  off: {
    title: 'The terminal is off',
    text: 'Anyone with the address would have a shell on this machine, so it has to be turned on. Start Quorate with:',
    command: 'npm start -- --serve --terminal',
  },
};
