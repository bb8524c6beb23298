/** Sets up one run: a data folder, a real nats-server with the house's keys and permissions, credentials for the desks; and takes it down. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUser } from 'nkeys.js';
import { type Permissions, permissionsOf, subjects } from '../../protocol/subjects.ts';
import { openUsers } from '../identity/users.ts';
import { userJwt } from '../nats/claims.ts';
import { type HouseKeys, openKeys } from '../nats/keys.ts';
import { startNats } from '../nats/start.ts';
import { adopted, type Child, runScript, startScript } from './children.ts';
import type { Credential } from './load/desk.ts';
import type { LoadResult, Plan } from './load/plan.ts';

/** Every row stays within so many ports of the first. */
const PORTS_TAKEN = 20;
const BASE_PORT = Number(
  process.env.ROSTRUM_BENCH_PORT ?? (await freeBase(20_000 + (process.pid % 600) * PORTS_TAKEN)),
);
export const PORTS = {
  nats: BASE_PORT,
  webSocket: BASE_PORT + 1,
  http: BASE_PORT + 2,
  peer: BASE_PORT + 3,
  page: BASE_PORT + 4,
  /** And the two after it. */
  start: BASE_PORT + 10,
} as const;
const CREDENTIAL_SECONDS = 24 * 3600;

export type Stage = {
  readonly dir: string;
  readonly keys: HouseKeys;
  readonly natsPid: number;
  readonly natsVersion: string;
  /** Runs the generator as a process of its own. */
  load(plan: Plan): Promise<LoadResult>;
  /** Writes what the desks of a plan sign in with; the path goes into the plan. */
  credentials(desks: DeskPlan): Promise<string>;
  echo(sale: string, ticks: boolean): Promise<Child>;
  close(): Promise<void>;
};
export type DeskPlan = Pick<Plan, 'desks' | 'biddersPerDesk' | 'watchers'>;

/** Two copies of the bench may run on one machine: each looks from a place of its own, below the ports that the kernel lends. */
async function freeBase(from: number): Promise<number> {
  for (let base = from; ; base += PORTS_TAKEN) {
    const isFree = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(base, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (isFree) return base;
  }
}

/** The clerk of the bench. */
export const CLERK = 'bench';

/** `origins`: of pages that may open a WebSocket. */
export async function openStage(origins: readonly string[] = []): Promise<Stage> {
  const dir = await mkdtemp(join(tmpdir(), 'rostrum-bench-'));
  const nats = await startNats({ dir, ports: { tcp: PORTS.nats, webSocket: PORTS.webSocket }, origins });
  adopted.add(nats.pid);
  const keys = await openKeys(dir);
  // Who orders in the sales of the bench; a house takes no order of somebody it does not know.
  await (await openUsers(dir)).add({ id: CLERK, role: 'clerk', password: null, sales: ['*'] });
  let plans = 0;
  return {
    dir,
    keys,
    natsPid: nats.pid,
    natsVersion: nats.version,
    async load(plan) {
      plans += 1;
      const path = join(dir, `plan-${plans}.json`);
      await writeFile(path, JSON.stringify(plan));
      return JSON.parse(await runScript({ script: 'load/generator.ts', args: [path] })) as LoadResult;
    },
    async credentials(desks) {
      const path = join(dir, `credentials-${desks.desks}-${desks.biddersPerDesk}-${desks.watchers}.json`);
      await writeFile(path, JSON.stringify(await credentialsOf(keys, desks)), { mode: 0o600 });
      return path;
    },
    echo: (sale, ticks) =>
      startScript({ script: 'floors/echo.ts', args: [dir, `${PORTS.nats}`, sale, ticks ? 'ticks' : 'replies'] }),
    async close() {
      await nats.stop();
      adopted.delete(nats.pid);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/**
 * One key for all desks of the load, and a JWT each. A desk of one bidder gets what the house would write for him; a desk of
 * many may bid for each of them and for nobody else, which keeps its JWT within one control line.
 */
async function credentialsOf(keys: HouseKeys, desks: DeskPlan): Promise<Record<string, Credential>> {
  const key = createUser();
  const seed = new TextDecoder().decode(key.getSeed());
  const expiresAt = Math.floor(Date.now() / 1000) + CREDENTIAL_SECONDS;
  const credentials: Record<string, Credential> = {};
  const add = async (user: string, permissions: Permissions): Promise<void> => {
    credentials[user] = { jwt: await userJwt(keys, user, key.getPublicKey(), permissions, expiresAt), seed };
  };
  for (let desk = 0; desk < desks.desks; desk += 1) {
    if (desks.biddersPerDesk === 1) await add(`b${desk}`, permissionsOf(`b${desk}`, 'bidder', []));
    else {
      const first = desk * desks.biddersPerDesk;
      const publish = Array.from({ length: desks.biddersPerDesk }, (_, i) => subjects.bid('*', `b${first + i}`));
      await add(`d${desk}`, { publish, subscribe: [`*.d${desk}.>`] });
    }
  }
  for (let watcher = 0; watcher < desks.watchers; watcher += 1)
    await add(`w${watcher}`, permissionsOf(`w${watcher}`, 'bidder', []));
  return credentials;
}
