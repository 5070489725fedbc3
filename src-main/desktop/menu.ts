import { Menu, type MenuItemConstructorOptions, shell } from 'electron';

export interface MenuActions {
  newWindow(): void;
  openDataFolder(): void;
}

/** The application menu: on macOS at the top of the screen, elsewhere in each window. */
export function setApplicationMenu(actions: MenuActions, mac = process.platform === 'darwin'): void {
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'New Window', accelerator: 'CommandOrControl+Shift+N', click: () => actions.newWindow() },
        { label: 'Open Data Folder', click: () => actions.openDataFolder() },
        separator,
        { role: 'close' },
        ...(mac ? [] : [{ role: 'quit' } as const]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        { role: 'toggleDevTools' },
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { label: 'etcd Documentation', click: () => void shell.openExternal('https://etcd.io/docs/') },
        ...(mac ? [] : [separator, { role: 'about' } as const]),
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
