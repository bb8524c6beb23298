/** Items 2, 3, 4, 6, 8, 9, 10 and 11 of the checklist as text: a change of a preference is a change of this file. */
import { expect, it } from 'vitest';
import { windowOptions } from './window-options.ts';

const place = { x: 1, y: 2, width: 1280, height: 800, isMaximized: false };

it('the window is made of this', () => {
  expect(windowOptions({ place, preload: '/preload.cjs', isDevelopment: false })).toEqual({
    x: 1,
    y: 2,
    width: 1280,
    height: 800,
    minWidth: 390,
    minHeight: 560,
    show: false,
    title: 'Rostrum',
    backgroundColor: '#14161a',
    autoHideMenuBar: false,
    webPreferences: {
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      safeDialogs: true,
      devTools: false,
    },
  });
});

it('only developing opens the developer tools', () => {
  const options = windowOptions({ place, preload: '/p', isDevelopment: true });
  expect(options.webPreferences?.devTools).toBe(true);
});
