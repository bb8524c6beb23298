/** Starts the peer: Redis from the system's packages with an append-only file synced always, and its house over it. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Child, startChild, startScript } from '../children.ts';
import { readAcks } from '../load/acks.ts';
import { PORTS } from '../stage.ts';

export type Peer = {
  /** Kills both, starts Redis again and counts acknowledged bids that its append-only file does not hold. */
  killAndCountLost(acksPath: string, idPrefix: string): Promise<number>;
  close(): Promise<void>;
};

export async function startPeer(dir: string, lots: number, bidders: number): Promise<Peer> {
  const redisDir = join(dir, `redis-${process.hrtime.bigint()}`);
  await mkdir(redisDir);
  const socketPath = join(redisDir, 'redis.sock');
  let redis = await startRedis(redisDir, socketPath);
  const house = await startScript({
    script: 'peer/house.ts',
    args: [`${PORTS.peer}`, socketPath, `${lots}`, `${bidders}`],
    env: { NODE_ENV: 'production' },
  });
  return {
    async killAndCountLost(acksPath, idPrefix) {
      await Promise.all([house.kill(), redis.kill()]);
      redis = await startRedis(redisDir, socketPath);
      // Only now: once it is loaded the engine runs whatever else this process measures a quarter slower.
      const { Redis } = await import('ioredis');
      const client = new Redis({ path: socketPath });
      const kept = new Set(await client.hkeys('ids'));
      client.disconnect();
      let lost = 0;
      readAcks(acksPath, (bid) => {
        if (!kept.has(`${idPrefix}${bid}`)) lost += 1;
      });
      return lost;
    },
    async close() {
      await house.kill();
      await redis.kill();
    },
  };
}

function startRedis(dir: string, socketPath: string): Promise<Child> {
  const options = {
    port: '0',
    unixsocket: socketPath,
    dir,
    save: '',
    appendonly: 'yes',
    appendfsync: 'always',
    'auto-aof-rewrite-percentage': '0',
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  return startChild('redis-server', args, 'eady to accept connections');
}
