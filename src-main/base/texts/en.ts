import type { FileAction } from '@shared/contract/reasons';

/** What the system may refuse, as it stands after "may not". */
const actions: Readonly<Record<FileAction, string>> = {
  open: 'open',
  read: 'read',
  write: 'write',
  create: 'create',
  delete: 'delete',
  'open-data-folder': 'open the data folder',
  'write-connections': 'write the connections in',
  'write-settings': 'write the settings in',
  'install-package': 'install a package by',
};

interface Locked {
  readonly host: string;
  readonly pid: number;
  readonly path: string;
  readonly address: string | null;
}

/** Clusters by their names, as the subject of a sentence. */
const clusters = (names: readonly string[]) =>
  `${names.length === 1 ? 'the cluster' : 'the clusters'} ${new Intl.ListFormat('en-GB').format(names)}`;

interface Running {
  readonly ending: readonly string[];
  readonly staying: readonly string[];
}

/** The hosts' texts in English: each other language has the same names (`HostTexts`). */
export const en = {
  menu: {
    file: '&File',
    newWindow: 'New Window',
    openDataFolder: 'Open Data Folder',
    view: '&View',
    documentation: 'etcd Documentation',
  },

  crashed: {
    message: 'This window has crashed.',
    detail: (reason: string, code: number) =>
      `Your clusters keep running and nothing is lost. (${reason}, code ${code})`,
    reload: 'Reload',
    close: 'Close Window',
  },
  hangs: {
    message: 'This window is not responding.',
    detail: 'Your clusters keep running.',
    reload: 'Reload',
    wait: 'Wait',
  },

  unsaved: {
    message: 'This window has unsaved edits.',
    detail: 'If you leave, you lose them.',
    leave: 'Leave',
    stay: 'Stay',
  },

  /** These texts are HTML. */
  notLoaded: {
    title: 'The window could not be loaded',
    text: (reasonHtml: string) =>
      `<code>${reasonHtml}</code></p><p><a href="/">Try again</a>. If that does not help, install Quorate again: its ` +
      'files seem to be incomplete. Your clusters are not affected.',
  },
  needsAddress: {
    title: 'This page needs its full address',
    text:
      'Quorate was started again, or this address lacks its token. Open the address that Quorate printed when it ' +
      'started: it ends in <code>/?token=...</code>. If you no longer see it, start Quorate again.',
  },
  opening: { title: 'Opening Quorate', text: 'One moment.' },

  /** Why the app could not start, and what to do. */
  start: {
    failed: (reason: string) => `Quorate could not start: ${reason}`,
    locked: ({ host, pid, path, address }: Locked) =>
      `Quorate is already ${host === 'serve' ? 'being served to a browser' : 'open in a window'} (process ${pid}) with the ` +
      `data folder ${path}. ` +
      (address === null ? 'Use that one, or close it first' : `Open it at ${address}, or close it first`) +
      '; to use another folder, set QUORATE_DATA.',
    newer: (path: string) =>
      `The data folder ${path} was written by a newer version of Quorate. Start that version; to use another folder, ` +
      'set QUORATE_DATA.',
    notPermitted: (action: FileAction, path: string) =>
      `Quorate may not ${actions[action]} ${path}. Check who owns it and its permissions.`,
    diskFull: (path: string) => `There is no space left for ${path}. Free some, then start Quorate again.`,
    otherKind: (path: string) =>
      `${path} is a file where Quorate needs a folder, or a folder, pipe or device where it needs a file. Move it away, then start Quorate again; ` +
      'to use another data folder, set QUORATE_DATA.',
    leadsNowhere: (path: string) =>
      `${path} cannot be made or found: a link in it leads nowhere, or its folder was removed. Repair that, then start ` +
      'Quorate again; to use another data folder, set QUORATE_DATA.',
    systemSays: (path: string, detail: string) =>
      `Quorate cannot use ${path}: the system says “${detail}”. Repair that, then start Quorate again; to use another ` +
      'data folder, set QUORATE_DATA.',
    portTaken: (port: number) => `Port ${port} is in use. Choose another with --port.`,
    addressElsewhere: (address: string) =>
      `${address} is not an address of this machine. Choose one that is with --host, or leave it out.`,
    noPage: (folder: string) => `The window’s page is not in ${folder}. Install Quorate again.`,
  },

  /** The command line of the headless host. */
  commandLine: {
    usage: `Usage: serve [--port N] [--host ADDRESS] [--terminal] [--json]

  --port N         listen on this port; any free one unless told
  --host ADDRESS   listen on this IP address; 127.0.0.1 unless told. Traffic is not encrypted:
                   on any address but 127.0.0.1, others in the network can read it
  --terminal       offer the terminal: the printed address has a secret key in it, and whoever has
                   that address has a shell
  --json           also print the address as a line of JSON
  -h, --help       print this and end

The printed address is good for as long as the server runs, in any browser. A browser that opened it keeps it in its
profile, as any address; it is worth nothing once the server ends.

QUORATE_DATA sets the folder where data lives. Unless told: ~/.local/share/quorate (or $XDG_DATA_HOME/quorate) on
Linux, ~/Library/Application Support/Quorate on macOS, %APPDATA%\\Quorate on Windows.`,
    notAPort: (port: string) => `--port ${port} is not a port`,
    notAnAddress: (host: string) => `--host ${host} is not an IP address`,
    at: (url: string) => `Quorate is at ${url}`,
    stopping: ({ ending, staying }: Running) =>
      (ending.length === 0 ? 'Stopping Quorate…' : `Stopping Quorate and ${clusters(ending)}…`) +
      (staying.length === 0 ? '' : ` Left running: ${clusters(staying)}.`),
  },

  /** What the headless host answers to a request that gets no page. */
  answers: {
    fileNotRead: 'The file could not be read.',
    otherName: 'This server does not go by that name.',
    onlyGet: 'Only GET is allowed.',
    webSocket: 'Only a WebSocket is served here.',
    nothing: 'Not found.',
  },
};
