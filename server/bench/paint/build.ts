/** The desk's page for the rows that paint it: what ships, built once a run. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

let built: string | null = null;

/** Builds the desk as it ships; gives back where it lies. */
export function buildDesk(): string {
  if (built !== null) return built;
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  execFileSync(process.execPath, [vite, 'build', '--config', 'build/desk.config.ts', '--logLevel', 'error'], {
    cwd: root,
  });
  built = join(root, 'out/desk');
  return built;
}
