/** Packages the application once for all specs and leaves the paths in the environment; says which Electron it is. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export default function setup(): void {
  if (process.env.ROSTRUM_DRIVEN_BINARY !== undefined) return;
  const out = execFileSync(process.execPath, ['build/package.ts', '--driven', 'out/e2e-package'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const made: unknown = JSON.parse(out.trim().split('\n').at(-1) ?? '');
  const { binary, driven, word } = made as { binary: string; driven: string; word: string };
  process.env.ROSTRUM_RELEASE_BINARY = binary;
  process.env.ROSTRUM_DRIVEN_BINARY = driven;
  process.stdout.write(`The desktop specs run on ${word}\n`);
}
