/**
 * `node server/bench/soak.ts [--minutes 60] [--rate 1000]`: hours of bidding with desks that come and go. Prints a line a minute
 * (memory, handles, latency), ends the house by a kill, and holds its log against everything that was acknowledged.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startScript } from './children.ts';
import { SALE, startHouse } from './house.ts';
import { proveDurable } from './proof.ts';
import { median } from './row.ts';
import { planOf, type Shape } from './run.ts';
import { openStage, PORTS } from './stage.ts';
import { askWitness } from './witness-report.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, rate: { type: 'string', default: '1000' } },
});
const DESKS = 50;
const COMERS = 50;
const COME_EVERY_MS = 100;
/** Prices of each minute start above those of the minute before. */
const MINUTE_MINOR = 1_000_000_000;
const P99_GROWTH_MAX = 1.5;
const HANDLES_GROWTH_MAX = 16;

type Minute = {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rssMiB: number;
  readonly heapMiB: number;
  readonly handles: number;
  readonly bids: number;
  readonly unanswered: number;
  readonly refused: number;
};

process.exitCode = await soak(Number(values.minutes), Number(values.rate));

async function soak(minutes: number, rate: number): Promise<number> {
  const stage = await openStage();
  const told: { acksPath: string; idPrefix: string }[] = [];
  const kept: Minute[] = [];
  try {
    const shape: Shape = {
      desks: DESKS,
      biddersPerDesk: 1,
      watchers: 5,
      lots: 200,
      load: { kind: 'open', bidsPerSecond: rate },
      seconds: 60 * Math.min(1, minutes),
      warmSeconds: 0,
    };
    const credentialsPath = await stage.credentials(shape);
    // Comers are the bidders after those of the load, whose inboxes they must not share.
    const comersPath = await stage.credentials({ desks: DESKS + COMERS, biddersPerDesk: 1, watchers: 0 });
    const house = await startHouse(stage, {
      sale: { lots: shape.lots },
      bidders: DESKS + COMERS,
      credentialsPath,
      witness: { measuresHeap: true },
    });
    const comers = await startScript({
      script: 'load/comers.ts',
      args: [`${PORTS.webSocket}`, comersPath, SALE, `${COME_EVERY_MS}`, 'come-', `${DESKS}`],
    });
    for (let minute = 0; minute < Math.max(1, minutes); minute += 1) {
      const idPrefix = `m${minute}-`;
      const plan = { ...planOf(shape, house, stage.dir, idPrefix), fromMinor: MINUTE_MINOR * (minute + 1) };
      const result = await stage.load(plan);
      if (plan.acksPath !== null) told.push({ acksPath: plan.acksPath, idPrefix });
      const report = await askWitness(house.child, house.reportPath);
      const at: Minute = {
        p50Ms: result.ack.p50Ms,
        p99Ms: result.ack.p99Ms,
        rssMiB: report.rssBytes / 2 ** 20,
        heapMiB: report.heapBytes / 2 ** 20,
        handles: readdirSync(`/proc/${house.child.pid}/fd`).length,
        bids: result.answered,
        unanswered: result.unanswered,
        refused: result.refused,
      };
      kept.push(at);
      process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${JSON.stringify(at, rounded)}\n`);
    }
    await comers.stop();
    await house.child.kill();
    const proof = await proveDurable(join(stage.dir, 'sales', SALE, 'log'), told);
    return judge(kept, proof);
  } finally {
    await stage.close();
  }
}

function judge(kept: readonly Minute[], proof: { lost: number; different: number; acknowledged: number }): number {
  const third = Math.max(1, Math.floor(kept.length / 3));
  const of = (name: keyof Minute, part: readonly Minute[]): number => median(part.map((minute) => minute[name]));
  const early = kept.slice(0, third);
  const late = kept.slice(-third);
  const bidsBetween = kept.slice(third).reduce((sum, minute) => sum + minute.bids, 0);
  const p99Growth = of('p99Ms', late) / of('p99Ms', early);
  const handlesGrowth = of('handles', late) - of('handles', early);
  const heapBytesPerBid = ((of('heapMiB', late) - of('heapMiB', early)) * 2 ** 20) / Math.max(1, bidsBetween);
  const unanswered = kept.reduce((sum, minute) => sum + minute.unanswered + minute.refused, 0);
  process.stdout.write(
    `${JSON.stringify({ p99Growth, handlesGrowth, heapBytesPerBid, unanswered, ...proof }, rounded)}\n` +
      'heapBytesPerBid is what a decided id costs: it is remembered for as long as the sale lives.\n',
  );
  const flat = kept.length < 6 || (p99Growth <= P99_GROWTH_MAX && handlesGrowth <= HANDLES_GROWTH_MAX);
  return flat && unanswered === 0 && proof.lost === 0 && proof.different === 0 ? 0 : 1;
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 100) / 100 : value;
}
