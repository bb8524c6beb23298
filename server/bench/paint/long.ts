/**
 * The desk's heap over a long time: `node server/bench/paint/long.ts --minutes 10 --rate 2000`. A line every half minute, and at the end
 * the slope, from where the desk's bounded stories are full. Row `paint` does the same for ten seconds.
 */
import { parseArgs } from 'node:util';
import { openUsers } from '../../identity/users.ts';
import { startHouse } from '../house.ts';
import { planOf, type Shape } from '../run.ts';
import { openStage, PORTS } from '../stage.ts';
import { openBrowser } from './browser.ts';
import { type Sample, slopeOf } from './heap.ts';
import { openDesk } from './visit.ts';

const LOTS = 100;
const FILL_MS = 60_000;
const SAMPLE_MS = 5_000;
const LINE_EVERY = 6;
const LOGIN = { user: 'painter', password: 'a bench that paints' };

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, rate: { type: 'string', default: '2000' } },
});
const seconds = Number(values.minutes) * 60 + FILL_MS / 1000;
const shape: Shape = {
  ...{ desks: 50, biddersPerDesk: 1, watchers: 0, lots: LOTS, warmSeconds: 0, acceptedShare: 1, maxShare: 0 },
  ...{ load: { kind: 'open', bidsPerSecond: Number(values.rate) }, seconds },
};
const stage = await openStage([`http://127.0.0.1:${PORTS.http}`]);
const browser = await openBrowser();
try {
  const users = await openUsers(stage.dir);
  const { user: id, password } = LOGIN;
  await users.add({ id, password, name: 'Painter', role: 'bidder', paddle: null, sales: [] });
  const credentialsPath = await stage.credentials(shape);
  const house = await startHouse(stage, { sale: { lots: LOTS }, bidders: shape.desks, credentialsPath });
  const desk = await openDesk(browser, LOGIN);
  const loading = stage.load(planOf(shape, house, stage.dir, 'long-'));
  const began = performance.now();
  const samples: Sample[] = [];
  while (performance.now() - began < seconds * 1000 - SAMPLE_MS) {
    await desk.page.waitForTimeout(SAMPLE_MS);
    const sample = { atMs: performance.now() - began, bytes: await desk.heapBytes() };
    samples.push(sample);
    if (samples.length % LINE_EVERY === 0) say(sample);
  }
  const { mib, errorMib } = slopeOf(samples.filter(({ atMs }) => atMs > FILL_MS));
  process.stdout.write(`slope ${mib.toFixed(2)} MiB in 10 min, give or take ${errorMib.toFixed(2)}\n`);
  await loading;
  await house.end(null, '');
} finally {
  await browser.close();
  await stage.close();
}

function say({ atMs, bytes }: Sample): void {
  process.stdout.write(`${Math.round(atMs / 1000)} s  ${(bytes / 2 ** 20).toFixed(2)} MiB\n`);
}
