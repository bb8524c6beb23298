/**
 * The desk's heap over a long time, under the ticks of row `paint`: `node server/bench/paint/long.ts --minutes 10`. A line every half minute, and
 * at the end whether it grows by less than a MiB in ten minutes. A row of a minute cannot tell: what V8 learns of a young page alone is more.
 */
import { parseArgs } from 'node:util';
import { openUsers } from '../../identity/users.ts';
import { SALE, snapshotOf, startHouse } from '../house.ts';
import { planOf, type Shape } from '../run.ts';
import { openStage, PORTS } from '../stage.ts';
import { openBrowser } from './browser.ts';
import { type Sample, slopeOf } from './heap.ts';
import { sayTicks } from './ticker.ts';
import { heapAtRest, openDesk } from './visit.ts';

const LOTS = 100;
const DESKS = 50;
/** By then the stories are as long as they become, and most of the page's code has run often enough to be compiled. */
const FILL_MS = 60_000;
const SAMPLE_MS = 5_000;
const LINE_EVERY = 6;
const GOAL_MIB = 1;
const LOGIN = { user: `b${DESKS}`, password: 'a bench that paints' };

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, rate: { type: 'string', default: '5000' } },
});
const ticksPerSecond = Number(values.rate);
const untilMs = Number(values.minutes) * 60_000 + FILL_MS;
const shape: Shape = {
  ...{ desks: DESKS, biddersPerDesk: 1, watchers: 0, lots: LOTS, warmSeconds: 0, acceptedShare: 1, maxShare: 0 },
  ...{ load: { kind: 'open', bidsPerSecond: ticksPerSecond }, seconds: 0.4 },
};
const stage = await openStage([`http://127.0.0.1:${PORTS.http}`]);
const browser = await openBrowser();
try {
  const users = await openUsers(stage.dir);
  const { user: id, password } = LOGIN;
  await users.add({ id, password, name: 'Painter', role: 'bidder', paddle: null, sales: [] });
  const credentialsPath = await stage.credentials(shape);
  const house = await startHouse(stage, { sale: { lots: LOTS }, bidders: DESKS + 1, credentialsPath });
  await stage.load(planOf(shape, house, stage.dir, 'first-'));
  let from = (await snapshotOf(stage)).ticks;
  const desk = await openDesk(browser, LOGIN);
  const began = performance.now();
  const samples: Sample[] = [];
  while (performance.now() - began < untilMs) {
    const order = { dir: stage.dir, port: PORTS.nats, sale: SALE, from, ticksPerSecond, ms: SAMPLE_MS };
    from = await sayTicks(order).last;
    const bytes = await heapAtRest(desk);
    samples.push({ atMs: performance.now() - began, bytes });
    if (samples.length % LINE_EVERY === 0) say(samples.at(-1));
  }
  const { mib, errorMib } = slopeOf(samples.filter(({ atMs }) => atMs > FILL_MS));
  const isMet = mib < GOAL_MIB;
  const words = `slope ${mib.toFixed(2)} MiB in 10 min, give or take ${errorMib.toFixed(2)}`;
  process.stdout.write(
    `${isMet ? 'met' : 'NOT MET'}: ${words}, at ${ticksPerSecond} ticks a second (goal ${GOAL_MIB})\n`,
  );
  if (!isMet) process.exitCode = 1;
  await house.end(null, '');
} finally {
  await browser.close();
  await stage.close();
}

function say(sample: Sample | undefined): void {
  if (sample === undefined) return;
  process.stdout.write(`${Math.round(sample.atMs / 1000)} s  ${(sample.bytes / 2 ** 20).toFixed(2)} MiB\n`);
}
