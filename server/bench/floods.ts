/** Floods for the row of that name: who floods, with rights and keys of their own, and the processor time that everybody took meanwhile. */
import { readFileSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { createUser } from 'nkeys.js';
import { inboxPrefix, permissionsOf, subjects } from '../../protocol/subjects.ts';
import { userJwt } from '../nats/claims.ts';
import { startScript } from './children.ts';
import { houseBus } from './floors/house-bus.ts';
import { SALE } from './house.ts';
import type { FloodPlan, FloodResult } from './load/flood.ts';
import { PORTS, type Stage } from './stage.ts';

export type Flood = { end(): Promise<FloodResult & { readonly natsCpuSeconds: number }> };
/** `elsewhere`: at subjects that the house does not serve, answered by another program: what the machine alone makes of it. */
export type FloodAt = 'house' | 'elsewhere';

const JWT_SECONDS = 24 * 3600;
const ELSEWHERE = 'elsewhere';
/** What the generator takes until its desks bid. */
const BEGIN_AFTER_MS = 1_000;
/** A refusal as the house says it, for who answers in its place. */
const REFUSAL = Buffer.from(
  '{"id":"","outcome":"refused","reason":"rate-limited","receivedAt":1764000000000,"decidedAt":1764000000000,"retryMs":1000}',
);

export type Flooder = FloodPlan['flooders'][number] & { readonly elsewhere: string };

/** Bidders `b<first>` and on, each with a key of his own: a cut is by key. */
export async function flooders(stage: Stage, first: number, count: number): Promise<readonly Flooder[]> {
  const made: Flooder[] = [];
  const expiresAt = Math.floor(Date.now() / 1_000) + JWT_SECONDS;
  for (let n = 0; n < count; n += 1) {
    const user = `b${first + n}`;
    const key = createUser();
    const own = permissionsOf(user, 'bidder', []);
    const elsewhere = `${ELSEWHERE}.${user}`;
    const permissions = { ...own, publish: [...own.publish, elsewhere] };
    const jwt = await userJwt(stage.keys, user, key.getPublicKey(), permissions, expiresAt);
    const credential = { jwt, seed: new TextDecoder().decode(key.getSeed()) };
    made.push({ user, credential, subject: subjects.bid(SALE, user), inbox: inboxPrefix(user), elsewhere });
  }
  return made;
}

/** Resolves when all are connected; the flood begins a little later. */
export async function startFlood(
  stage: Stage,
  some: readonly Flooder[],
  perSecond: number,
  at: FloodAt,
  staysMs: number,
): Promise<Flood> {
  const answerer = at === 'elsewhere' ? await houseBus(stage.dir, PORTS.nats) : null;
  answerer?.serve(`${ELSEWHERE}.*`, 'house', (_subject, _bytes, reply) => answerer.publish(reply, REFUSAL));
  await answerer?.flush();
  const planPath = join(stage.dir, 'flood.json');
  const resultPath = join(stage.dir, 'flood-result.json');
  const plan: FloodPlan = {
    ...{ port: PORTS.webSocket, perSecond, lot: 0, resultPath, beginAfterMs: BEGIN_AFTER_MS },
    // The house cuts them off; elsewhere nobody does.
    staysMs: at === 'house' ? null : staysMs,
    flooders: at === 'house' ? some : some.map((one) => ({ ...one, subject: one.elsewhere })),
  };
  writeFileSync(planPath, JSON.stringify(plan), { mode: 0o600 });
  const child = await startScript({ script: 'load/flood.ts', args: [planPath] });
  // A crowd has machines of its own: it sends what it is to send, and takes the house's processors last.
  setPriority(child.pid, constants.priority.PRIORITY_LOW);
  const natsBefore = cpuSecondsOf(stage.natsPid);
  return {
    async end() {
      const natsCpuSeconds = cpuSecondsOf(stage.natsPid) - natsBefore;
      await child.stop();
      await answerer?.close();
      return { ...(JSON.parse(readFileSync(resultPath, 'utf8')) as FloodResult), natsCpuSeconds };
    },
  };
}

const TICKS_A_SECOND = 100;

/** User and system time of a process; 0 where the system has no /proc. */
export function cpuSecondsOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  } catch {
    return 0;
  }
}
