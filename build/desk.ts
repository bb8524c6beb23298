/** Builds what the desk is made of when its sources are newer: the page (vite) and the Electron bundles. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildElectron } from './electron.ts';
import { SetupFault } from './fault.ts';
import { isStale } from './newer.ts';

export function isDeskStale(root: string): boolean {
  const sources = ['renderer', 'protocol', 'build/desk.config.ts', 'package-lock.json'];
  return isStale(
    join(root, 'out/desk/index.html'),
    sources.map((source) => join(root, source)),
  );
}

export function isShellStale(root: string): boolean {
  const sources = ['electron', 'protocol', 'server/review', 'build/electron.ts', 'package-lock.json'];
  return isStale(
    join(root, 'out/electron/main.cjs'),
    sources.map((source) => join(root, source)),
  );
}

/** The page, into `out/desk`. Vite's words are shown only when it fails. */
export function buildDesk(root: string): void {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const run = spawnSync(process.execPath, [vite, 'build', '--config', 'build/desk.config.ts', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (run.status === 0) return;
  const words = `${run.stdout ?? ''}${run.stderr ?? ''}`.trim().split('\n').slice(-8).join('\n');
  throw new SetupFault(
    'desk-build-failed',
    `the desk could not be built:\n${words}\n`,
    'mend that, or run npm run build for the whole output',
  );
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  buildDesk(root);
  await buildElectron();
}
