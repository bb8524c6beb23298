/** Finds the Electron to run: the official one, else the test vehicle. Never imports the npm package `electron`, which would download on import. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { linkFolder } from './driven.ts';
import { cacheFolder, prepareVehicle, VEHICLE } from './vehicle.ts';

export type FoundElectron = {
  readonly kind: 'official' | 'vehicle';
  /** The folder of the unpacked distribution, as electron-builder's `electronDist` wants it. */
  readonly folder: string;
  readonly binary: string;
  readonly version: string;
  /** What to tell the user, one line. */
  readonly word: string;
};

/** How long GitHub may take to answer before the vehicle is taken. */
const PROBE_TIMEOUT_MS = 4_000;
const INSTALL_TIMEOUT_MS = 300_000;

/** The official binary if it is installed or can be downloaded, else the test vehicle. */
export async function findElectron(): Promise<FoundElectron> {
  return officialElectron() ?? (await installOfficial()) ?? vehicleElectron();
}

/** The official binary if `npx install-electron` has brought it already. */
export function officialElectron(): FoundElectron | null {
  const home = electronPackage();
  const pathFile = join(home, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const binary = join(home, 'dist', readFileSync(pathFile, 'utf8'));
  const versionFile = join(home, 'dist', 'version');
  if (!existsSync(binary) || !existsSync(versionFile)) return null;
  const version = readFileSync(versionFile, 'utf8').trim().replace(/^v/, '');
  return { kind: 'official', folder: join(home, 'dist'), binary, version, word: `Electron ${version}` };
}

export function vehicleElectron(): FoundElectron {
  const folder = prepareVehicle();
  return { kind: 'vehicle', folder, binary: join(folder, 'electron'), version: VEHICLE.version, word: VEHICLE.word };
}

export type DeskCommand = { readonly command: string; readonly args: readonly string[] };

/** How to run an unpacked application (`out/electron`) with what was found. */
export function deskCommand(found: FoundElectron, appFolder: string, args: readonly string[] = []): DeskCommand {
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  if (found.kind === 'official') return { command: found.binary, args: [...sandbox, appFolder, ...args] };
  return { command: stageVehicle(found, appFolder), args: [...sandbox, ...args] };
}

/** The vehicle has no default app and takes no path: a folder of hard links to it gets the application as `resources/app`. */
function stageVehicle(found: FoundElectron, appFolder: string): string {
  const name = createHash('sha256').update(appFolder).digest('hex').slice(0, 12);
  const stage = join(cacheFolder(), `electron-stage-${found.version}-${name}`);
  const app = join(stage, 'resources', 'app');
  linkFolder(found.folder, stage);
  rmSync(app, { force: true });
  symlinkSync(appFolder, app);
  return join(stage, basename(found.binary));
}

async function installOfficial(): Promise<FoundElectron | null> {
  if (!(await isReachable(process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases'))) return null;
  spawnSync(process.execPath, [join(electronPackage(), 'install.js')], {
    stdio: 'ignore',
    timeout: INSTALL_TIMEOUT_MS,
  });
  return officialElectron();
}

async function isReachable(address: string): Promise<boolean> {
  try {
    await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    return true;
  } catch {
    return false;
  }
}

function electronPackage(): string {
  return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
}
