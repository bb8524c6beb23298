/** What the desk's window is made of. Pure: a snapshot test keeps every line of it. */
import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';
import { type Place, SIZE_MIN } from './place.ts';

export type WindowInput = { readonly place: Place; readonly preload: string; readonly isDevelopment: boolean };

export function windowOptions({ place, preload, isDevelopment }: WindowInput): BrowserWindowConstructorOptions {
  return {
    x: place.x,
    y: place.y,
    width: place.width,
    height: place.height,
    minWidth: SIZE_MIN.width,
    minHeight: SIZE_MIN.height,
    show: false,
    title: 'Rostrum',
    backgroundColor: '#14161a',
    autoHideMenuBar: false,
    webPreferences: webPreferences(preload, isDevelopment),
  };
}

/** Defaults are spelled out, so that a change of Electron's defaults changes nothing here. */
function webPreferences(preload: string, isDevelopment: boolean): WebPreferences {
  return {
    preload,
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
    devTools: isDevelopment,
  };
}
