/** Starts the real house on a sale of the bench, with a witness in its process; ends it by a kill and proves what it kept. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LogRecord } from '../../protocol/event.ts';
import { subjects } from '../../protocol/subjects.ts';
import type { ClerkReply, ClerkRequest, Snapshot } from '../../protocol/wire.ts';
import { codeCacheEnv } from '../codecache.ts';
import type { Limits } from '../door/limits.ts';
import { HOUSE_FLAGS } from '../flags.ts';
import { openJournal } from '../journal/file.ts';
import { type Child, pathOf, startScript } from './children.ts';
import { houseBus } from './floors/house-bus.ts';
import { proveDurable } from './proof.ts';
import { type BenchSale, benchSale, setUpRecords } from './records.ts';
import { CLERK, PORTS, type Stage } from './stage.ts';
import type { Running, Subject } from './subject.ts';
import { askWitness, type WitnessOptions } from './witness-report.ts';

export const SALE = 'bench';
/** Fair shares are not what is measured: one process bids for all, so its bidders may go faster than a hand. */
const LIMITS = {
  bidder: { perSecond: 1_000_000, burst: 1_000_000 },
  bidderLot: { perSecond: 1_000_000, burst: 1_000_000 },
};
const APPEND_BATCH = 1_000;
const ANSWER_MS_MAX = 10_000;

export type HouseOptions = {
  readonly sale: Omit<BenchSale, 'saleId'>;
  readonly bidders: number;
  readonly credentialsPath: string;
  readonly witness?: Partial<Omit<WitnessOptions, 'reportPath'>>;
  readonly nodeArgs?: readonly string[];
  readonly limits?: Partial<Limits>;
};

export type RunningHouse = Running & { readonly child: Child; readonly logDir: string; readonly reportPath: string };

export function house(stage: Stage, options: HouseOptions): Subject & { start(): Promise<RunningHouse> } {
  return { name: 'house', start: () => startHouse(stage, options) };
}

export async function startHouse(stage: Stage, options: HouseOptions): Promise<RunningHouse> {
  const logDir = await setUp(stage, options);
  const reportPath = join(stage.dir, 'witness.json');
  const witness: WitnessOptions = { ...QUIET_WITNESS, ...options.witness, reportPath };
  const child = await bootHouse(stage, witness, options.nodeArgs ?? [], options.limits);
  try {
    await resume(stage);
  } catch (cause) {
    await child.kill();
    throw cause;
  }
  return {
    child,
    logDir,
    reportPath,
    target: { kind: 'nats', port: PORTS.webSocket, credentialsPath: options.credentialsPath },
    async end(acksPath, idPrefix) {
      const report = await askWitness(child, reportPath);
      await child.kill();
      const ended = { lost: 0, acknowledged: 0, syncs: report.syncCount, witness: report };
      if (acksPath === null || !witness.journal) return ended;
      const proof = await proveDurable(logDir, [{ acksPath, idPrefix }]);
      if (proof.different > 0)
        throw new Error(`${proof.different} records of the log are decided otherwise by the rules`);
      return { ...ended, lost: proof.lost, acknowledged: proof.acknowledged };
    },
  };
}

export const QUIET_WITNESS = { busPort: null, syncDelayMs: 0, journal: true, measuresHeap: false } as const;

export function bootHouse(
  stage: Stage,
  witness: WitnessOptions,
  nodeArgs: readonly string[],
  limits: Partial<Limits> = LIMITS,
): Promise<Child> {
  return startScript(
    {
      script: '../main.ts',
      nodeArgs: [...HOUSE_FLAGS, '--expose-gc', `--import=${pathToFileURL(pathOf('witness.ts')).href}`, ...nodeArgs],
      args: [
        ...['--data', stage.dir, '--nats', `nats://127.0.0.1:${PORTS.nats}`],
        ...['--ws-port', `${PORTS.webSocket}`, '--port', `${PORTS.http}`],
        ...['--limits', JSON.stringify(limits), '--log', 'info'],
      ],
      deadlineMs: READY_MS_MAX,
      env: {
        ROSTRUM_BENCH_WITNESS: JSON.stringify(witness),
        NODE_ENV: 'production',
        ...codeCacheEnv(stage.dir),
      },
    },
    READY_WORD,
  );
}

const READY_WORD = 'ready';
/** Ten million records take half a minute to be read. */
const READY_MS_MAX = 180_000;

/** Makes the log of a sale whose lots are open and whose bidders are registered, as if they had come by the house's own doors. */
export async function setUp(stage: Stage, options: Pick<HouseOptions, 'sale' | 'bidders'>): Promise<string> {
  const saleDir = join(stage.dir, 'sales', SALE);
  await rm(saleDir, { recursive: true, force: true });
  const logDir = join(saleDir, 'log');
  await mkdir(logDir, { recursive: true });
  const journal = await openJournal({ dir: logDir });
  let batch: LogRecord[] = [];
  for (const record of setUpRecords(benchSale({ ...options.sale, saleId: SALE }), options.bidders, Date.now())) {
    batch.push(record);
    // The catalogue may be as long as all else, so it goes alone.
    if (batch.length < APPEND_BATCH && record.seq > 1) continue;
    await journal.append(batch);
    batch = [];
  }
  await journal.append(batch);
  await journal.close();
  return logDir;
}

/** A sale that a house finds open in its log comes back held (it may have crashed); the clerk of the bench resumes it. */
async function resume(stage: Stage): Promise<void> {
  const order: ClerkRequest = { type: 'ResumeSale', graceMs: 0 };
  const reply = (await ask(stage, subjects.clerk(SALE, CLERK), order)) as ClerkReply;
  // `wrong-state`: it was not held.
  if (reply.outcome !== 'accepted' && reply.reason !== 'wrong-state')
    throw new Error(`the sale could not be resumed: ${JSON.stringify(reply)}`);
}

/** When the first lot closes by the house's own word: a restart has moved it. */
export async function closesAtOf(stage: Stage): Promise<number> {
  const closesAt = (await snapshotOf(stage)).ticks[0]?.closesAt;
  if (typeof closesAt !== 'number') throw new Error('the house says no close of its first lot');
  return closesAt;
}

export async function snapshotOf(stage: Stage): Promise<Snapshot> {
  return (await ask(stage, subjects.snapshot(SALE, CLERK), {})) as Snapshot;
}

async function ask(stage: Stage, subject: string, body: object): Promise<unknown> {
  const bus = await houseBus(stage.dir, PORTS.nats);
  try {
    const bytes = await bus.request(subject, Buffer.from(JSON.stringify(body)), ANSWER_MS_MAX);
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } finally {
    await bus.close();
  }
}
