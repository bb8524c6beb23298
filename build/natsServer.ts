/**
 * Where nats-server comes from: the PATH, else Debian's package, else the official release with a pinned checksum, else one
 * sentence. It starts none. Debian's 2.9.10 serves loopback only (docs/reference/dependencies.md says why).
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, chmodSync, constants, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptInstall, canApt } from './debian.ts';
import { SetupFault } from './fault.ts';

/** The official release that is downloaded when nothing else is there. */
export const NATS_SERVER_VERSION = '2.14.5';

/** SHA-256 of the official `.tar.gz`, as the NATS project's own image definitions (nats-io/nats-docker, aa0caa5) pin them. */
export const NATS_SERVER_SHA256: Readonly<Record<string, string>> = {
  'linux-amd64': '5e3b603d47c447bda1f77f9ac16dbf91c90aac4ff3681f8fbbc7201e4ed99355',
  'linux-arm64': '673a98d3faa79dde3f9ebf16d6dfac36a5f694e7ad2015e4954dd7939c85cd4c',
  'linux-arm7': 'c8796b63a8603fdebabd63146ac3d3997c29a2829fdd2af6db320f4a287f2e71',
};

const DOWNLOAD_MS_MAX = 120_000;

export type Found = { readonly path: string; readonly version: string };

export type NatsSources = {
  /** The one that was asked for (ROSTRUM_NATS_SERVER): it or none. */
  readonly given: string | null;
  readonly path: string;
  /** Where a downloaded server is kept. */
  readonly toolsFolder: string;
  readonly canApt: boolean;
  readonly download: ((url: string) => Promise<Uint8Array>) | null;
  readonly say: (line: string) => void;
};

export function natsSources(root: string, say: (line: string) => void): NatsSources {
  return {
    given: process.env.ROSTRUM_NATS_SERVER ?? null,
    // Debian keeps it in /usr/sbin, which is not on every user's PATH.
    path: [process.env.PATH ?? '', '/usr/sbin', '/usr/local/bin'].join(delimiter),
    toolsFolder: join(root, 'out', 'tools'),
    canApt: canApt(),
    download: fetchBytes,
    say,
  };
}

/** Finds nats-server or brings it. Throws `nats-server-missing`, or `checksum-mismatch` for a download that is not the pinned one. */
export async function bringNatsServer(sources: NatsSources): Promise<Found> {
  if (sources.given !== null) return versionOf(sources.given) ?? refuse(sources.given);
  const kept = join(sources.toolsFolder, `nats-server-v${NATS_SERVER_VERSION}`);
  const found = findOnPath(sources.path) ?? versionOf(kept);
  if (found !== null) return found;
  if (sources.canApt) {
    sources.say('installing nats-server (apt-get)');
    aptInstall(['nats-server']);
    const installed = findOnPath(sources.path);
    if (installed !== null) return installed;
  }
  return download(sources, kept);
}

function findOnPath(path: string): Found | null {
  for (const folder of path.split(delimiter).filter((part) => part !== '')) {
    const found = versionOf(join(folder, process.platform === 'win32' ? 'nats-server.exe' : 'nats-server'));
    if (found !== null) return found;
  }
  return null;
}

async function download(sources: NatsSources, kept: string): Promise<Found> {
  const platform = platformName();
  const expected = platform === null ? undefined : NATS_SERVER_SHA256[platform];
  if (platform === null || expected === undefined || sources.download === null) throw missing();
  const name = `nats-server-v${NATS_SERVER_VERSION}-${platform}`;
  const url = `https://github.com/nats-io/nats-server/releases/download/v${NATS_SERVER_VERSION}/${name}.tar.gz`;
  sources.say(`downloading ${name} (${url})`);
  let bytes: Uint8Array;
  try {
    bytes = await sources.download(url);
  } catch (cause) {
    throw missing(cause);
  }
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== expected)
    throw new SetupFault(
      'checksum-mismatch',
      `${url} has the SHA-256 ${actual} where ${expected} is pinned, so it is not used`,
      'install nats-server 2.14 or later yourself and put it on the PATH',
    );
  unpack(sources.toolsFolder, name, bytes, kept);
  const found = versionOf(kept);
  if (found === null) throw missing();
  return found;
}

function unpack(folder: string, name: string, bytes: Uint8Array, kept: string): void {
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, `${name}.tar.gz`);
  writeFileSync(archive, bytes);
  spawnSync('tar', ['-xzf', archive, '-C', folder, `${name}/nats-server`]);
  rmSync(archive, { force: true });
  const binary = join(folder, name, 'nats-server');
  if (!existsSync(binary)) throw missing();
  chmodSync(binary, 0o755);
  renameSync(binary, kept);
  rmSync(join(folder, name), { recursive: true, force: true });
}

function versionOf(file: string): Found | null {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    return null;
  }
  const said = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 5000 });
  const version = /v?(\d+\.\d+\.\d+)/.exec(said.stdout ?? '')?.[1];
  return version === undefined ? null : { path: file, version };
}

function platformName(): string | null {
  const machine = { x64: 'amd64', arm64: 'arm64', arm: 'arm7' }[process.arch as string];
  return process.platform === 'linux' && machine !== undefined ? `linux-${machine}` : null;
}

async function fetchBytes(url: string): Promise<Uint8Array> {
  const reply = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_MS_MAX) });
  if (!reply.ok) throw new Error(`${reply.status} ${reply.statusText}`);
  return new Uint8Array(await reply.arrayBuffer());
}

function refuse(given: string): never {
  throw new SetupFault(
    'nats-server-missing',
    `ROSTRUM_NATS_SERVER is ${given}, which is no nats-server that can be run`,
    'set it to one, or unset it and npm start finds or brings its own',
  );
}

function missing(cause?: unknown): SetupFault {
  const how =
    process.platform === 'darwin' ? 'brew install nats-server' : 'https://github.com/nats-io/nats-server/releases';
  const why = cause instanceof Error ? ` and could not be downloaded (${cause.message})` : '';
  return new SetupFault(
    'nats-server-missing',
    `nats-server is not on the PATH${why}`,
    `install version 2.14 or later (${how}) and run npm start again`,
    cause === undefined ? undefined : { cause },
  );
}
