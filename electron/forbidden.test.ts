/** Items 10, 11 and 18, and the range of Electrons: names that may not stand in this folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = new URL('.', import.meta.url);
const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));

/** Gone or new somewhere between Electron 25 and 45, or never wanted. */
const FORBIDDEN: ReadonlyArray<readonly [name: string, pattern: RegExp]> = [
  ['enableBlinkFeatures', /enableBlinkFeatures/],
  ['a webview', /<webview|webviewTag: true/],
  ['file: pages', /loadFile\(|file:\/\//],
  ['the remote module', /@electron\/remote|enableRemoteModule/],
  ['old protocol calls', /protocol\.(un)?(register|intercept)(?!SchemesAsPrivileged)/],
  ['BrowserView and its heirs', /\b(BrowserView|WebContentsView|BaseWindow)\b/],
  ['removed crash events', /'(crashed|renderer-process-crashed|gpu-process-crashed)'/],
  ['raw IPC to the page', /exposeInMainWorld\([^)]*ipcRenderer|ipcRenderer\.(sendTo|sendSync|sendToHost)/],
  ['history on webContents', /webContents\.(canGoBack|goBack|goForward)/],
  ['File.path', /\bfile\.path\b/],
  ['preload scripts by session', /setPreloads|registerPreloadScript/],
  ['empty URL filters', /urls: \[\]/],
  ['own flags by Chromium’s command line', /app\.commandLine/],
  ['window state by Electron', /windowStatePersistence/],
  ['badges and progress', /setBadgeCount|setProgressBar/],
  ['code from text', /\beval\(|new Function\(|executeJavaScript/],
  [
    'Node 20 and later',
    /\.toSorted\(|\.toReversed\(|\.toSpliced\(|Promise\.withResolvers|Object\.groupBy|URL\.canParse|AbortSignal\.any|import\.meta/,
  ],
];

describe('electron/ does not use', () => {
  it.each(FORBIDDEN)('%s', (_name, pattern) => {
    expect(sources.length).toBeGreaterThan(20);
    const guilty = sources.filter((name) => pattern.test(readFileSync(new URL(name, folder), 'utf8')));
    expect(guilty).toEqual([]);
  });

  it('ipcMain but in ipc.ts, and shell.openExternal but in handlers.ts', () => {
    const users = (pattern: RegExp) =>
      sources.filter((name) => pattern.test(readFileSync(new URL(name, folder), 'utf8')));
    expect(users(/ipcMain/)).toEqual(['ipc.ts']);
    expect(users(/shell\.openExternal/)).toEqual(['handlers.ts']);
    expect(users(/from 'nkeys\.js'/)).toEqual(['device-key.ts']);
    expect(users(/from 'electron-log/)).toEqual(['log.ts']);
  });

  it('an await on anything of the clipboard is not forgotten', () => {
    for (const name of sources)
      for (const line of readFileSync(new URL(name, folder), 'utf8').split('\n'))
        if (/clipboard\.\w+\(/.test(line)) expect(`${name}: ${line}`).toMatch(/await clipboard\.writeText/);
  });
});
