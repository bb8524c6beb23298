/** What main does for each call of the page. The arguments are checked already; Electron's dialogs, clipboard and shell are used here only. */
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { app, clipboard, dialog, shell } from 'electron';
import type { LogSort, OpenedLog } from '../protocol/bridge.ts';
import type { LoginReply } from '../protocol/wire.ts';
import { plainFileName } from './arguments.ts';
import type { Desk } from './desk.ts';
import type { DeviceKey } from './device-key.ts';
import type { Document } from './document.ts';
import type { Door } from './door.ts';
import { Fault } from './fault.ts';
import type { House } from './house.ts';
import type { Handlers } from './ipc.ts';
import type { Log } from './log.ts';
import { notify } from './notice.ts';
import { safeExternal } from './policy.ts';
import { openProvider } from './provider.ts';
import type { Reviewer } from './reviewer.ts';
import type { Pending, Settings } from './settings.ts';

export type HandlerParts = {
  readonly house: () => House;
  readonly key: DeviceKey;
  readonly door: Door;
  readonly settings: Document<Settings>;
  readonly pending: Document<Pending>;
  readonly reviewer: Reviewer;
  readonly desk: () => Desk;
  readonly diagnose: () => Promise<string>;
  readonly log: Log;
};

export function handlersOf(parts: HandlerParts): Handlers {
  const { key, door, settings, pending, reviewer, log } = parts;
  const provider = openProvider({ door, open: (url) => shell.openExternal(url) });
  const remember = async (reply: Promise<LoginReply>): Promise<LoginReply> => {
    const got = await reply;
    await settings.set({ ...settings.get(), servers: [...got.servers] });
    return got;
  };
  return {
    platform: async () => ({
      kind: 'electron',
      version: app.getVersion(),
      keyIsSealed: key.isSealed,
      house: parts.house().origin,
    }),
    publicKey: async () => key.publicKey,
    sign: async (text) => key.sign(text),
    login: (request) => remember(door.login(request)),
    renew: (jwt) => remember(door.renew(jwt)),
    logout: (jwt) => door.logout(jwt),
    async provider(step) {
      // The page never leaves: it came back from nowhere.
      if (step === 'back') return null;
      const reply = await remember(provider.signIn());
      parts.desk().show();
      return reply;
    },
    setup: (jwt, request) => door.setup(jwt, request),
    async notify(title, body, sale, lot) {
      notify({ title, body }, () => {
        parts.desk().show();
        parts.desk().words.say({ type: 'open-lot', sale, lot });
      });
    },
    save: (name, text) => save(parts.desk(), name, text),
    copy: async (text) => void (await clipboard.writeText(text)),
    openExternal: (url) => openExternal(url, log),
    pending: async () => pending.get(),
    keepPending: (ids) => pending.set(ids),
    diagnose: parts.diagnose,
    openLogFile: (of) => openLogFile(parts.desk(), reviewer, of),
    openDroppedLog: (path) => openLog(reviewer, path),
    reviewFile: (request) => reviewer.ask(request),
  };
}

/** Where the file goes is the user's word in the system's dialog, and nobody else's. */
async function save(desk: Desk, name: string, text: string): Promise<boolean> {
  const defaultPath = join(app.getPath('downloads'), plainFileName(name));
  const { canceled, filePath } = await dialog.showSaveDialog(desk.window, { defaultPath });
  if (canceled || !filePath) return false;
  try {
    await writeFile(filePath, text);
    return true;
  } catch (cause) {
    throw new Fault('save-failed', `${filePath} could not be written (${String(cause)}). Choose another place.`, cause);
  }
}

async function openExternal(url: string, log: Log): Promise<boolean> {
  const safe = safeExternal(url);
  if (safe === null) {
    log.warn(`external address refused: ${url.slice(0, 200)}`);
    return false;
  }
  await shell.openExternal(safe);
  return true;
}

/** A file and a folder are two dialogs: on Windows and Linux one that takes both shows folders only. */
async function openLogFile(desk: Desk, reviewer: Reviewer, of: LogSort): Promise<OpenedLog | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(desk.window, {
    defaultPath: app.getPath('documents'),
    ...(of === 'folder'
      ? { title: 'Open the folder of a log', properties: ['openDirectory'] }
      : {
          title: 'Open an exported log',
          properties: ['openFile'],
          filters: [
            { name: 'Exported logs', extensions: ['jsonl', 'json', 'log'] },
            { name: 'All files', extensions: ['*'] },
          ],
        }),
  });
  const [path] = filePaths;
  return canceled || path === undefined ? null : openLog(reviewer, path);
}

async function openLog(reviewer: Reviewer, path: string): Promise<OpenedLog> {
  await reviewer.open(path);
  return { name: basename(path) };
}
