/**
 * All texts that a host shows outside of a window's page, where vue-i18n is not available: native menus and
 * dialogs, pages shown in place of the window, why the app could not start. English only for now.
 */
export const texts = {
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
      `Your clusters run on and nothing of them is lost. (${reason}, code ${code})`,
    reload: 'Reload',
    close: 'Close Window',
  },
  hangs: {
    message: 'This window does not respond.',
    detail: 'Your clusters run on.',
    reload: 'Reload',
    wait: 'Wait',
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
    locked: (host: string, pid: number, path: string) =>
      `Quorate already runs ${host === 'serve' ? 'as a server for a browser' : 'in a window'} (process ${pid}) with the ` +
      `data folder ${path}. Use that one, or end it first; QUORATE_DATA names another folder.`,
    newer: (path: string) =>
      `The data folder ${path} was written by a newer version of Quorate. Start that version; QUORATE_DATA names ` +
      'another folder.',
    notPermitted: (action: string, path: string) =>
      `Quorate may not ${action} ${path}. Check who owns it and its permissions.`,
    diskFull: (path: string) => `There is no space left for ${path}. Free some, then start Quorate again.`,
    portTaken: (port: number) => `Port ${port} is in use. Choose another with --port.`,
    addressElsewhere: (address: string) =>
      `${address} is not an address of this machine. Choose one that is with --host, or leave it out.`,
  },
} as const;
