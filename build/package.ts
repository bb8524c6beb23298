/** `npm run package`: the desktop application by electron-builder, for the official Electron, or labelled as a test vehicle where that cannot be had. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AfterPackContext, Configuration } from 'electron-builder';
import { buildDesk, isDeskStale } from './desk.ts';
import { drivenCopy } from './driven.ts';
import { appManifest, buildElectron, DESK_OUT, ELECTRON_OUT, REVIEW_OUT } from './electron.ts';
import { type FoundElectron, findElectron } from './electron-find.ts';
import { fuseMismatch, fuseTable, readFuses } from './fuses.ts';
import { writeIcons } from './icon.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const SEVEN_ZIP = '/usr/bin/7za';
const LABEL = 'NOT-FOR-RELEASE.txt';

export type PackageOptions = {
  readonly electron: FoundElectron;
  /** The folder under which `linux-unpacked` and the archives come to stand. */
  readonly out: string;
  readonly deskFolder: string;
  readonly targets: readonly ('dir' | 'tar.gz')[];
};
export type Packaged = { readonly folder: string; readonly binary: string };

/** Where a package for this Electron goes: one that must not be released says so in its path. */
export function releaseFolder(electron: FoundElectron): string {
  return electron.kind === 'official'
    ? join(root, 'release')
    : join(root, 'release', `not-for-release-electron-${electron.version}`);
}

/** Packages what `out/` has, flips the fuses and reads them back. */
export async function packageDesk(options: PackageOptions): Promise<Packaged> {
  if (!existsSync(join(options.deskFolder, 'index.html')))
    throw new Error(`desk-missing: ${options.deskFolder} has no index.html. Run npm run build first.`);
  await buildElectron();
  const icons = join(root, 'out', 'icons');
  writeIcons(icons);
  if (options.targets.includes('tar.gz')) process.env.ELECTRON_BUILDER_7ZIP_PATH ??= SEVEN_ZIP;
  // Required when it is needed: it is large, and the tests of this file's neighbours do without it.
  const builder: typeof import('electron-builder') = createRequire(import.meta.url)('electron-builder');
  await builder.build({
    projectDir: root,
    targets: builder.Platform.current().createTarget([...options.targets]),
    config: builderConfig(options, icons),
    publish: 'never',
  });
  const packaged = packagedIn(options.out);
  await checkFuses(packaged.binary, options.electron.version);
  return packaged;
}

export function packagedIn(out: string): Packaged {
  const folder = join(out, 'linux-unpacked');
  return { folder, binary: join(folder, 'rostrum') };
}

export function builderConfig(options: PackageOptions, icons: string): Configuration {
  const { electron, out, deskFolder } = options;
  const noMaps = '!**/*.map';
  return {
    appId: 'org.rostrum.desk',
    productName: 'Rostrum',
    directories: { app: ELECTRON_OUT, output: out },
    electronVersion: electron.version,
    electronDist: electron.folder,
    electronFuses: fuseTable(electron.version, process.platform),
    asar: true,
    npmRebuild: false,
    electronLanguages: ['en-US', 'en-GB', 'de', 'fr', 'es', 'it'],
    files: [
      '!**/*',
      'main.cjs',
      'preload.cjs',
      'package.json',
      { from: deskFolder, to: 'desk', filter: ['**/*', noMaps] },
      ...(existsSync(REVIEW_OUT) ? [{ from: REVIEW_OUT, to: 'review', filter: ['**/*', noMaps] }] : []),
    ],
    protocols: [{ name: 'Rostrum lot', schemes: ['rostrum'] }],
    // An archive is handed on without its folder: its own name says what it is.
    artifactName: archiveName(electron),
    linux: { executableName: 'rostrum', category: 'Office', icon: icons, target: [...options.targets] },
    afterPack: (context) => finish(context, electron),
  };
}

/** Electron-builder fills in what stands in braces. */
function archiveName({ kind, version }: FoundElectron): string {
  const label = kind === 'official' ? '' : `-not-for-release-electron-${version}`;
  return `rostrum-\${version}-\${arch}${label}.\${ext}`;
}

/** With an unpacked `electronDist` the default application stays behind; it would run any path it is given. */
function finish(context: AfterPackContext, electron: FoundElectron): Promise<void> {
  rmSync(join(context.appOutDir, 'resources', 'default_app.asar'), { force: true });
  if (electron.kind === 'vehicle') writeFileSync(join(context.appOutDir, LABEL), `${electron.word}\n`);
  return Promise.resolve();
}

async function checkFuses(binary: string, version: string): Promise<void> {
  const wrong = fuseMismatch(fuseTable(version, process.platform), await readFuses(binary));
  if (wrong.length > 0) throw new Error(`fuses-wrong: ${wrong.join(', ')} in ${binary}. Do not ship it.`);
}

/** Without an argument: the release. `--driven FOLDER`: into that folder, with the copy that tests drive; the paths as JSON. */
async function main(args: readonly string[]): Promise<void> {
  const electron = await findElectron();
  const folder = args[0] === '--driven' ? args[1] : undefined;
  if (isDeskStale(root)) buildDesk(root);
  if (folder !== undefined) {
    const packaged = await packageDesk({ electron, out: folder, deskFolder: DESK_OUT, targets: ['dir'] });
    const driven = await drivenCopy(packaged, join(folder, 'driven'));
    process.stdout.write(`${JSON.stringify({ binary: packaged.binary, driven, word: electron.word })}\n`);
    return;
  }
  process.stdout.write(`Packaging Rostrum ${appManifest().version} with ${electron.word}\n`);
  const targets = existsSync(SEVEN_ZIP) ? (['dir', 'tar.gz'] as const) : (['dir'] as const);
  const packaged = await packageDesk({ electron, out: releaseFolder(electron), deskFolder: DESK_OUT, targets });
  process.stdout.write(`${packaged.folder}\n`);
}

if (import.meta.main) await main(process.argv.slice(2));
