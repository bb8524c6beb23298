/**
 * `node server/bench/soak.ts [--minutes 60] [--rate 1000] [--write]`: hours of bidding with desks that come and go. Prints a line a minute
 * (memory, handles, latency), ends the house by a kill, and holds its log against everything that was acknowledged; `--write` makes
 * `docs/reference/soak.md`.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startScript } from './children.ts';
import { SALE, startHouse } from './house.ts';
import { proveDurable } from './proof.ts';
import { planOf, type Shape } from './run.ts';
import { judge, type Minute, soakMarkdown } from './soak-report.ts';
import { openStage, PORTS } from './stage.ts';
import { number } from './table.ts';
import { askWitness } from './witness-report.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    rate: { type: 'string', default: '1000' },
    write: { type: 'boolean', default: false },
  },
});
const PAGE = new URL('../../docs/reference/soak.md', import.meta.url);
const DESKS = 50;
const COMERS = 50;
const COME_EVERY_MS = 100;
/** Prices of each minute start above those of the minute before. */
const MINUTE_MINOR = 1_000_000_000;

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
    const goals = judge(kept, proof);
    for (const { goal, value, met } of goals)
      process.stdout.write(`${met ? 'met    ' : 'NOT MET'}  ${goal} (${number(value)})\n`);
    if (values.write) writeFileSync(PAGE, soakMarkdown(kept, proof, rate));
    return goals.every(({ met }) => met) ? 0 : 1;
  } finally {
    await stage.close();
  }
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 100) / 100 : value;
}
