/**
 * Where nats-server comes from: the PATH when it is a sound one, else a later Debian's package, else the official release with a pinned
 * checksum, else the PATH's all the same or this Debian's package, else one sentence. It starts none. What a version may do is said in
 * `server/nats/version.ts`: one that a frame kills serves this machine only.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { hasFrameFlaw } from '../server/nats/version.ts';
import { aptInstall, canApt, unpackFrom } from './debian.ts';
import { SetupFault } from './fault.ts';

/** The official release that is downloaded when nothing else is there. */
export const NATS_SERVER_VERSION = '2.14.5';

/** SHA-256 of the official `.tar.gz`, as the NATS project's own image definitions (nats-io/nats-docker, aa0caa5) pin them. */
export const NATS_SERVER_SHA256: Readonly<Record<string, string>> = {
  'linux-amd64': '5e3b603d47c447bda1f77f9ac16dbf91c90aac4ff3681f8fbbc7201e4ed99355',
  'linux-arm64': '673a98d3faa79dde3f9ebf16d6dfac36a5f694e7ad2015e4954dd7939c85cd4c',
  'linux-arm7': 'c8796b63a8603fdebabd63146ac3d3997c29a2829fdd2af6db320f4a287f2e71',
};

/** The release of Debian whose nats-server is sound (2.15.1 in November 2026) and runs on the libc of Debian 12 and later. */
const DEBIAN_SUITE = 'forky';
const DOWNLOAD_MS_MAX = 120_000;
/** Where none was to be had, nobody waits for it at the next start. */
const ASK_AGAIN_MS = 24 * 3_600_000;

export type Found = { readonly path: string; readonly version: string };

export type NatsSources = {
  /** The one that was asked for (ROSTRUM_NATS_SERVER): it or none. */
  readonly given: string | null;
  readonly path: string;
  /** Where one that was brought is kept, as `nats-server`. */
  readonly toolsFolder: string;
  /** Unpacks a later Debian's package into a folder; false where that cannot be had. */
  readonly unpack: (into: string) => boolean;
  readonly download: ((url: string) => Promise<Uint8Array>) | null;
  /** Installs this Debian's package; null for whoever may not. */
  readonly install: (() => void) | null;
  readonly say: (line: string) => void;
};

export function natsSources(root: string, say: (line: string) => void): NatsSources {
  return {
    given: process.env.ROSTRUM_NATS_SERVER ?? null,
    // Debian keeps it in /usr/sbin, which is not on every user's PATH.
    path: [process.env.PATH ?? '', '/usr/sbin', '/usr/local/bin'].join(delimiter),
    toolsFolder: join(root, 'out', 'tools'),
    unpack: (into) => unpackFrom(DEBIAN_SUITE, 'nats-server', into),
    download: fetchBytes,
    install: canApt() ? () => aptInstall(['nats-server']) : null,
    say,
  };
}

/** Finds nats-server or brings it. Throws `nats-server-missing`, or `checksum-mismatch` for a download that is not the pinned one. */
export async function bringNatsServer(sources: NatsSources): Promise<Found> {
  const { given, toolsFolder, say } = sources;
  if (given !== null) return versionOf(given) ?? refuse(given);
  const onPath = findOnPath(sources.path);
  if (onPath !== null && !hasFrameFlaw(onPath.version)) return onPath;
  const kept = join(toolsFolder, 'nats-server');
  const sound = versionOf(kept);
  if (sound !== null) return sound;
  const asked = join(toolsFolder, 'nats-server.asked');
  if (onPath !== null && wasAskedToday(asked)) return onPath;
  mkdirSync(toolsFolder, { recursive: true });
  say(
    `bringing a nats-server${onPath === null ? '' : `: ${onPath.version}, which is here, can be killed by one WebSocket frame`}`,
  );
  const fromDebian = unpacked(sources, kept);
  if (fromDebian !== null) return fromDebian;
  try {
    return await download(sources, kept);
  } catch (cause) {
    if (onPath === null) {
      sources.install?.();
      const installed = findOnPath(sources.path);
      if (installed !== null) return installed;
      throw cause;
    }
    writeFileSync(asked, '');
    say(`none was to be had, so ${onPath.version} serves this machine only`);
    return onPath;
  }
}

function wasAskedToday(path: string): boolean {
  return existsSync(path) && Date.now() - statSync(path).mtimeMs < ASK_AGAIN_MS;
}

function unpacked({ unpack, toolsFolder }: NatsSources, kept: string): Found | null {
  const folder = mkdtempSync(join(toolsFolder, 'debian-'));
  try {
    if (!unpack(folder)) return null;
    const binary = ['usr/sbin', 'usr/bin']
      .map((bin) => join(folder, bin, 'nats-server'))
      .find((path) => existsSync(path));
    const found = binary === undefined ? null : versionOf(binary);
    // It may want a libc that is not here, and then it says no version.
    if (binary === undefined || found === null || hasFrameFlaw(found.version)) return null;
    renameSync(binary, kept);
    return versionOf(kept);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
