/** The application's menu: standard roles, the diagnosis and the log. */
import { Menu, type MenuItemConstructorOptions } from 'electron';

export type MenuActions = { diagnose(): void; showLogs(): void };

export function setMenu(actions: MenuActions, isDevelopment: boolean): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate([...menuTemplate(actions, isDevelopment, process.platform)]));
}

export function menuTemplate(
  actions: MenuActions,
  isDevelopment: boolean,
  platform: NodeJS.Platform,
): readonly MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: '&File', submenu: [{ role: isMac ? 'close' : 'quit' }] },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        { type: 'separator' },
        { role: 'reload' },
        ...(isDevelopment ? [{ role: 'toggleDevTools' } as const] : []),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { label: '&Diagnose the connection…', click: actions.diagnose },
        { label: 'Show the &log files', click: actions.showLogs },
        ...(isMac ? [] : [{ type: 'separator' } as const, { role: 'about' } as const]),
      ],
    },
  ];
}
