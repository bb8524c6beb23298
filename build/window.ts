/** Opens the desk for `npm start`: Electron where there is a display, else the address for a browser. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Child, startChild } from './children.ts';
import { isShellStale } from './desk.ts';
import { buildElectron, ELECTRON_OUT } from './electron.ts';
import { deskCommand, findElectron } from './electron-find.ts';
import type { DeskRole } from './options.ts';

export type DeskOpening = {
  readonly root: string;
  readonly house: string;
  readonly role: DeskRole;
  readonly folder: string;
};

/** Never the reason that a start fails: without a desk the house runs on, and says how to reach it. */
export async function openDesk(opening: DeskOpening, children: Child[], say: (line: string) => void): Promise<void> {
  if (!hasDisplay()) {
    say(`no display here; open ${opening.house} in a browser`);
    return;
  }
  try {
    const electron = await findElectron();
    if (isShellStale(opening.root)) {
      say('building the desktop shell');
      await buildElectron();
    }
    if (!existsSync(join(ELECTRON_OUT, 'main.cjs'))) throw new Error('its bundle is missing');
    const profile = join(opening.folder, 'desk', opening.role);
    const args = [`--house=${opening.house}`, `--role=${opening.role}`, `--user-data-dir=${profile}`];
    const run = deskCommand(electron, ELECTRON_OUT, args);
    say(`opening the ${opening.role}'s desk (${electron.word})`);
    children.push(startChild({ name: 'desk', command: run.command, args: run.args }, join(opening.folder, 'logs')));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    say(`no desktop window (${why}); open ${opening.house} in a browser`);
  }
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);
}
