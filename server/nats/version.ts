/** Finds nats-server and says what its version may do. Runs `nats-server --version` and nothing else. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export type NatsBinary = { readonly path: string; readonly version: string };

export class NatsMissing extends Error {
  readonly code = 'nats-server-missing';
}

/** Asks `path` (or ROSTRUM_NATS_SERVER, or the one on the PATH) for its version. */
export async function findNats(path = process.env.ROSTRUM_NATS_SERVER ?? 'nats-server'): Promise<NatsBinary> {
  try {
    const { stdout, stderr } = await promisify(execFile)(path, ['--version'], { timeout: 5_000 });
    const version = /v?(\d+\.\d+\.\d+)/.exec(`${stdout}${stderr}`)?.[1];
    if (version === undefined) throw new Error(`it answered ${JSON.stringify(stdout.slice(0, 80))}`);
    return { path, version };
  } catch (cause) {
    throw new NatsMissing(
      `nats-server was not found as ${path}; install it (Debian: apt-get install nats-server) or set ROSTRUM_NATS_SERVER.`,
      { cause },
    );
  }
}

/** True where one unauthenticated WebSocket frame kills the server (CVE-2026-27889: fixed in 2.11.14, 2.12.5 and 2.14). */
export function hasFrameFlaw(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major !== 2) return major < 2;
  if (minor === 11) return patch < 14;
  if (minor === 12) return patch < 5;
  return minor < 14;
}

/** True from the version on that drops one connection when it is told to (`$SYS.REQ.SERVER.*.KICK`); before it a revocation has to be pushed, for which it looks at all of them. */
export function canDrop(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 10);
}

/** True from the version on that can be told never to slow a producer for a slow consumer's sake. */
export function canRefuseStall(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 11);
}
