/** For tests of what nats-server of one kind does in another way than that of another: run with each that is here. */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll } from 'vitest';

/** Debian's own, which may be another than the one that the tests run with. */
const OF_DEBIAN = '/usr/sbin/nats-server';

function versionOf(path: string): string {
  return /\d+\.\d+\.\d+/.exec(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[0] ?? '';
}

/** Version and path of each. */
export function natsServers(): readonly (readonly [version: string, path: string])[] {
  const paths = [process.env.ROSTRUM_NATS_SERVER ?? 'nats-server', OF_DEBIAN];
  const byVersion = new Map(paths.map((path) => [versionOf(path), path]));
  byVersion.delete('');
  return [...byVersion];
}

/** Houses of this block start that one. */
export function useNatsServer(path: string): void {
  const before = process.env.ROSTRUM_NATS_SERVER;
  beforeAll(() => {
    process.env.ROSTRUM_NATS_SERVER = path;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.ROSTRUM_NATS_SERVER;
    else process.env.ROSTRUM_NATS_SERVER = before;
  });
}
