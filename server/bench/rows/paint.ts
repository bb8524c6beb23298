/** Row `paint`: one desk in Chromium, 100 lots in view, 5,000 ticks a second, against a naive store on the same house and the same bids. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openUsers } from '../../identity/users.ts';
import { snapshotOf, startHouse } from '../house.ts';
import type { Credential } from '../load/desk.ts';
import { openBrowser, type Watched, watchPage } from '../paint/browser.ts';
import { servePage } from '../paint/page.ts';
import { exact, median, type Row, type RowOptions, ratioOf, rounds, rowResult, timed } from '../row.ts';
import { planOf, type Shape } from '../run.ts';
import { openStage, PORTS, type Stage } from '../stage.ts';

const GOAL_CPU = 0.55;
const FRAME_MS = 1000 / 60;
const GOAL_FRAMES = 3;
const GOAL_HEAP_MIB = 1;
const HEAP_MINUTES = 10;
const LOTS = 100;
const USER = 'painter';
const PASSWORD = 'a bench that paints';
const SETTLE_MS = 1_500;
/** Both pages keep a bounded story of every lot; the slope of the heap counts from where it is full. */
const FILL_SECONDS = 20;

type Seen = { readonly figures: Record<string, number>; readonly wrong: number; readonly rows: number };

export const paint: Row = {
  about: 'one desk in Chromium, 100 lots in view, 5,000 ticks a second, against a naive store',
  async run(options) {
    buildDesk();
    // One origin a host name: nats-server 2.9 keeps the last one only.
    const stage = await openStage([`http://localhost:${PORTS.page}`, `http://127.0.0.1:${PORTS.http}`]);
    const mine = rounds();
    const naive = rounds();
    let wrong = 0;
    let rows = 0;
    try {
      const users = await openUsers(stage.dir);
      await users.add({ id: USER, name: 'Painter', role: 'bidder', password: PASSWORD, paddle: null, sales: [] });
      for (let round = 0; round < (options.small ? 1 : 2); round += 1)
        for (const kind of ['naive', 'desk'] as const) {
          const seen = await paintOnce(stage, kind, options);
          (kind === 'desk' ? mine : naive).add(seen.figures);
          wrong += seen.wrong;
          rows += seen.rows;
        }
    } finally {
      await stage.close();
    }
    const cpu = ratioOf(mine.of('cores'), naive.of('cores'));
    const frames = (median(mine.of('frameP99Ms')) - median(mine.of('idleFrameP99Ms'))) / FRAME_MS;
    const slope = median(mine.of('heapMibIn10Min'));
    return rowResult({
      row: 'paint',
      figures: mine.figures,
      floor: naive.figures,
      ratio: { cpu },
      goals: [
        exact(
          'changes a second while it was measured, at least half of the bids',
          Math.min(median(mine.of('changesPerSecond')), median(naive.of('changesPerSecond'))),
          [mine, naive].every((run) => median(run.of('changesPerSecond')) >= bidsPerSecondOf(options) / 2),
        ),
        exact('prices on the screen that are not the last ones', wrong, wrong === 0 && rows > 0),
        timed(options, `processor at most ${GOAL_CPU} of the naive store's`, cpu, cpu <= GOAL_CPU),
        timed(options, `frame p99 at most ${GOAL_FRAMES} frames over idle, in frames`, frames, frames <= GOAL_FRAMES),
        timed(
          options,
          `heap grows less than ${GOAL_HEAP_MIB} MiB in ${HEAP_MINUTES} min`,
          slope,
          slope < GOAL_HEAP_MIB,
        ),
      ],
      notes: [
        `${rows} rows held against the house's last prices; the floor is the naive store`,
        'processor: all renderer processes of Chromium, the worker among them; the house, NATS and the load share the two cores',
        'the slope of the heap is that of the page between two collections, after its bounded stories were filled, scaled to ten minutes',
      ],
    });
  },
};

async function paintOnce(stage: Stage, kind: 'naive' | 'desk', options: RowOptions): Promise<Seen> {
  const shape: Shape = {
    desks: 50,
    biddersPerDesk: 1,
    watchers: 1,
    lots: LOTS,
    load: { kind: 'open', bidsPerSecond: bidsPerSecondOf(options) },
    seconds: options.small ? 1.5 : 8,
    warmSeconds: 1,
    acceptedShare: 1,
    maxShare: 0,
  };
  const credentialsPath = await stage.credentials(shape);
  const house = await startHouse(stage, { sale: { lots: LOTS }, bidders: shape.desks, credentialsPath });
  const browser = await openBrowser();
  const watcher = (JSON.parse(readFileSync(credentialsPath, 'utf8')) as Record<string, Credential>).w0;
  if (watcher === undefined) throw new Error('no credential for the naive page');
  const served = kind === 'naive' ? await servePage(watcher, LOTS) : null;
  try {
    const watched = await watchPage(browser, served?.url ?? `http://127.0.0.1:${PORTS.http}/`);
    await signIn(watched, kind);
    await watched.page.waitForTimeout(SETTLE_MS);
    await watched.page.waitForTimeout(SETTLE_MS);
    await watched.frameGaps();
    await watched.page.waitForTimeout(SETTLE_MS);
    const idle = await watched.frameGaps();
    const fillSeconds = options.small ? 0 : FILL_SECONDS;
    const loading = stage.load(
      planOf({ ...shape, seconds: shape.seconds + fillSeconds }, house, stage.dir, `${kind}-`),
    );
    await watched.page.waitForTimeout(fillSeconds * 1000);
    const bidsBefore = await bidsOf(stage);
    const heapBefore = await watched.heapBytes();
    await watched.frameGaps();
    const cpuBefore = await watched.cpuSeconds();
    const began = performance.now();
    await loading;
    const seconds = (performance.now() - began) / 1000;
    const cores = ((await watched.cpuSeconds()) - cpuBefore) / seconds;
    const gaps = await watched.frameGaps();
    const changesPerSecond = ((await bidsOf(stage)) - bidsBefore) / seconds;
    await watched.page.waitForTimeout(SETTLE_MS);
    const heapMib = ((await watched.heapBytes()) - heapBefore) / 2 ** 20;
    const { wrong, rows } = await compare(stage, watched, kind);
    return {
      wrong,
      rows,
      figures: {
        cores,
        changesPerSecond,
        idleFrameP99Ms: quantile(idle, 0.99),
        frameP50Ms: quantile(gaps, 0.5),
        frameP99Ms: quantile(gaps, 0.99),
        heapMibIn10Min: (heapMib / seconds) * 60 * HEAP_MINUTES,
      },
    };
  } finally {
    await browser.close();
    await served?.close();
    await house.end(null, '');
  }
}

async function signIn({ page }: Watched, kind: 'naive' | 'desk'): Promise<void> {
  if (kind === 'naive') {
    await page.waitForFunction('document.title === "live"');
    return;
  }
  await page.getByLabel('User').fill(USER);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('table', { name: 'Lots', exact: true }).waitFor();
}

function bidsPerSecondOf({ small }: RowOptions): number {
  return small ? 200 : 5_000;
}

/** Accepted bids of all lots: a page that is told of no change has nothing to paint, and costs nothing. */
async function bidsOf(stage: Stage): Promise<number> {
  return (await snapshotOf(stage)).ticks.reduce((sum, { bids }) => sum + bids, 0);
}

/** Digits alone are compared: how an amount is written is the desk's own affair. */
async function compare(
  stage: Stage,
  { page }: Watched,
  kind: 'naive' | 'desk',
): Promise<{ wrong: number; rows: number }> {
  const { ticks } = await snapshotOf(stage);
  const rows =
    kind === 'naive' ? page.locator('tr') : page.getByRole('table', { name: 'Lots', exact: true }).getByRole('row');
  const cells = kind === 'naive' ? 'td' : '[role=cell]';
  const texts: string[][] = [];
  for (const row of await rows.all()) {
    const found = await row.locator(cells).allInnerTexts();
    if (found.length > 1) texts.push(found);
  }
  let wrong = 0;
  for (const [name = '', price = ''] of texts) {
    const number = Number(/\d+/.exec(name)?.[0]);
    const tick = ticks.find(({ lot }) => lot === `l${number - 1}`);
    const digits = price.replace(/\D/g, '');
    if (tick === undefined || (digits !== `${tick.priceMinor}` && `${digits}00` !== `${tick.priceMinor}`)) wrong += 1;
  }
  return { wrong, rows: texts.length };
}

function quantile(sorted: readonly number[], at: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? 0;
}

function buildDesk(): void {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const vite = `${root}/node_modules/vite/bin/vite.js`;
  execFileSync(process.execPath, [vite, 'build', '--config', 'build/desk.config.ts', '--logLevel', 'error'], {
    cwd: root,
  });
}
