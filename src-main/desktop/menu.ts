import { Menu, type MenuItemConstructorOptions } from 'electron';
import { texts } from '../base/texts';

export interface MenuActions {
  newWindow(): void;
  openDataFolder(): void;
  openDocumentation(): void;
}

/**
 * Sets the menu for what a window's own commands do not cover: windows, the clipboard, zoom. It is at the top of
 * the screen on macOS, in each window elsewhere.
 */
export function setApplicationMenu(actions: MenuActions, mac = process.platform === 'darwin'): void {
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: texts.menu.file,
      submenu: [
        {
          label: texts.menu.newWindow,
          accelerator: 'CommandOrControl+Shift+N',
          click: () => actions.newWindow(),
        },
        { label: texts.menu.openDataFolder, click: () => actions.openDataFolder() },
        separator,
        { role: 'close' },
        ...(mac ? [] : [{ role: 'quit' } as const]),
      ],
    },
    { role: 'editMenu' },
    {
      label: texts.menu.view,
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
        { label: texts.menu.documentation, click: () => actions.openDocumentation() },
        ...(mac ? [] : [separator, { role: 'about' } as const]),
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
