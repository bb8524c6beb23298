/** Runs between the worlds, sandboxed: gives the page the bridge's functions, each by its own name, and nothing of Electron's. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { DeskBridge, SystemWord } from '../protocol/bridge.ts';
import { type Call, channelOf, LISTEN, SYSTEM_WORD } from './channels.ts';
import type { Crossing } from './fault.ts';

const bridge: DeskBridge = {
  platform: () => call('platform'),
  publicKey: () => call('publicKey'),
  sign: (text) => call('sign', text),
  login: (request) => call('login', request),
  renew: (jwt) => call('renew', jwt),
  logout: (jwt) => call('logout', jwt),
  provider: (step) => call('provider', step),
  setup: (jwt, request) => call('setup', jwt, request),
  notify: (title, body, sale, lot) => call('notify', title, body, sale, lot),
  save: (name, text) => call('save', name, text),
  copy: (text) => call('copy', text),
  openExternal: (url) => call('openExternal', url),
  pending: () => call('pending'),
  keepPending: (ids) => call('keepPending', ids),
  diagnose: () => call('diagnose'),
  openLogFile: (of) => call('openLogFile', of),
  openDroppedLog: (dropped) => call('openDroppedLog', pathOf(dropped)),
  reviewFile: (request) => call('reviewFile', request),
  onSystem(listener) {
    // The event stays here: with it the page would hold an IpcRenderer.
    const hear = (_event: unknown, word: SystemWord) => listener(word);
    ipcRenderer.on(SYSTEM_WORD, hear);
    void ipcRenderer.invoke(LISTEN);
    return () => void ipcRenderer.removeListener(SYSTEM_WORD, hear);
  },
};

contextBridge.exposeInMainWorld('rostrum', bridge);

/** Only a file that the user gave has a path; one that the page made has none, and main refuses the empty text. */
function pathOf(dropped: unknown): string {
  if (!(dropped instanceof File)) return '';
  // Electron before 32 has it on the file itself.
  return 'path' in dropped ? String(dropped.path) : webUtils.getPathForFile(dropped);
}

async function call<K extends Call>(
  name: K,
  ...args: Parameters<DeskBridge[K]>
): Promise<Awaited<ReturnType<DeskBridge[K]>>> {
  const reply: Crossing = await ipcRenderer.invoke(channelOf(name), ...args);
  if (!reply.ok) throw new Error(reply.error);
  return reply.value as Awaited<ReturnType<DeskBridge[K]>>;
}
