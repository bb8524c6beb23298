/** Bundles main and preload as CommonJS for the oldest and newest Electron alike, into `out/electron`. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

export const ELECTRON_OUT = `${root}out/electron`;
export const DESK_OUT = `${root}out/desk`;
export const REVIEW_OUT = `${root}out/review`;
/** Electron 25: Node 18 and Chrome 114. Newer ones run it too. */
export const TARGETS = { main: 'node18', preload: 'chrome114' } as const;

/** Builds `out/electron` (main, preload, package.json) and, if the source is there, `out/review/serve.cjs`. */
export async function buildElectron(): Promise<void> {
  mkdirSync(ELECTRON_OUT, { recursive: true });
  await Promise.all([
    bundle('electron/main.ts', `${ELECTRON_OUT}/main.cjs`, TARGETS.main),
    bundle('electron/preload.ts', `${ELECTRON_OUT}/preload.cjs`, TARGETS.preload),
    ...(hasReview()
      ? [bundle('server/review/serve.ts', `${REVIEW_OUT}/serve.cjs`, TARGETS.main, ['electron/old-zlib.ts'])]
      : []),
  ]);
  writeFileSync(`${ELECTRON_OUT}/package.json`, `${JSON.stringify(appManifest(), null, 2)}\n`);
}

/** The manifest inside the packaged application: no scripts, no dependencies, everything is bundled. */
export function appManifest(): Record<string, string> {
  const own: unknown = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const { version, description } = own as { version: string; description: string };
  return { name: 'rostrum', productName: 'Rostrum', version, description, author: 'Rostrum', main: 'main.cjs' };
}

function hasReview(): boolean {
  return existsSync(`${root}server/review/serve.ts`);
}

async function bundle(source: string, outfile: string, target: string, before: readonly string[] = []): Promise<void> {
  await build({
    entryPoints: [`${root}${source}`],
    outfile,
    target,
    inject: before.map((name) => `${root}${name}`),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['electron'],
    legalComments: 'none',
    sourcemap: 'linked',
    logLevel: 'warning',
    absWorkingDir: root,
  });
}

if (import.meta.main) await buildElectron();
