/** A flood of ticks: the board draws its amounts, and nobody sees a difference. */
import { chromium, expect, type Page, test } from '@playwright/test';
import type { Tick } from '../protocol/wire.ts';
import { newPage, openStage, type Stage, signIn } from './stage.ts';

let stage: Stage;
test.beforeAll(async () => {
  stage = await openStage();
});
test.afterAll(async () => {
  await stage?.close();
});

type LotWord = { readonly tick: Tick };
type Scope = { worker: Worker; words: Map<string, LotWord>; pouring: ReturnType<typeof setInterval> };

/** In the page, before it starts: hears what its worker says of lots, so that more of it can be said in its name. */
function overhear(): void {
  const scope = globalThis as unknown as Scope;
  scope.words = new Map();
  const Plain = Worker;
  globalThis.Worker = class extends Plain {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      scope.worker = this;
      this.addEventListener('message', ({ data }: MessageEvent<{ type: string; lots: readonly LotWord[] }>) => {
        if (data.type === 'lots') for (const word of data.lots) scope.words.set(word.tick.lot, word);
      });
    }
  };
}

/** In the page: says the last tick of every lot again, twenty times a second, a revision later, which is what no desk could read. */
function pour(): void {
  const scope = globalThis as unknown as Scope;
  scope.pouring = setInterval(() => {
    const lots = [...scope.words.values()].map((word) => ({ ...word, tick: { ...word.tick, rev: word.tick.rev + 1 } }));
    const data = { type: 'lots', lots, arrivedAtMs: performance.timeOrigin + performance.now() };
    scope.worker.dispatchEvent(new MessageEvent('message', { data }));
  }, 50);
}

/** In the page: this is what the house says of the lot from now on. */
function say([lot, part]: readonly [string, Partial<Tick>]): void {
  const { words } = globalThis as unknown as Scope;
  const word = words.get(lot);
  if (word !== undefined) words.set(lot, { ...word, tick: { ...word.tick, ...part } });
}

/** In the page: from now on every price is another one at each time. */
function rise(): void {
  const { words } = globalThis as unknown as Scope;
  setInterval(() => {
    for (const [lot, word] of words)
      words.set(lot, { ...word, tick: { ...word.tick, priceMinor: (word.tick.priceMinor ?? 100_000) + 100 } });
  }, 50);
}

const dry = (): void => clearInterval((globalThis as unknown as Scope).pouring);

/** On a screen of so many dots a pixel, of the system and not of the browser's developer: the latter lays out otherwise. */
async function sitDown(dots: number, high = 2_400): Promise<Page> {
  const { executablePath, args = [] } = test.info().project.use.launchOptions ?? {};
  const screen = [`--force-device-scale-factor=${dots}`, `--window-size=1280,${high}`];
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...args, ...screen],
  });
  const page = await newPage(browser, stage, { viewport: null });
  await page.addInitScript(overhear);
  await page.goto(stage.address);
  await signIn(page, /Anna/);
  return page;
}

const board = (page: Page) => page.getByRole('table', { name: 'Lots', exact: true });
const drawn = (page: Page) => board(page).locator('[data-drawn]');
/** In the board's so manieth row, whose first is its head. */
const amount = (page: Page, row: number) => board(page).getByRole('row').nth(row).getByRole('cell').nth(1);
async function lotIn(page: Page, row: number): Promise<string> {
  const index = Number(await board(page).getByRole('row').nth(row).getAttribute('aria-rowindex')) - 2;
  return await page.evaluate((at) => [...(globalThis as unknown as Scope).words.keys()][at] ?? '', index);
}

/** Prices and asks, without the titles before them and the clocks after. */
async function picture(page: Page): Promise<Buffer> {
  await expect(page.locator('[data-flash]')).toHaveCount(0);
  const [from, to] = [
    await board(page).getByRole('columnheader', { name: 'Price' }).boundingBox(),
    await board(page).getByRole('columnheader', { name: 'Ask' }).boundingBox(),
  ];
  if (from === null || to === null) throw new Error('the board has no amounts');
  const height = await page.evaluate('innerHeight');
  const clip = { x: from.x, y: from.y, width: to.x + to.width - from.x, height: Number(height) - from.y };
  return await page.screenshot({ clip });
}

for (const dots of [1, 1.25, 2])
  test(`amounts that are drawn lie on those that are laid out, to the dot, on a screen of ${dots} a pixel`, async () => {
    const page = await sitDown(dots);
    const laidOut = await picture(page);
    await page.evaluate(pour);
    await expect(drawn(page).first()).toBeAttached();
    expect((await picture(page)).equals(laidOut)).toBe(true);

    await page.evaluate(say, [await lotIn(page, 3), { priceMinor: 123_400 }] as const);
    await page.evaluate(say, [await lotIn(page, 4), { priceMinor: 98_765_400 }] as const);
    await expect(amount(page, 3)).toHaveText('£1,234');
    await expect(drawn(page).first()).toBeAttached();
    const changed = await picture(page);
    expect(changed.equals(laidOut)).toBe(false);
    await page.evaluate(dry);
    await expect(drawn(page)).toHaveCount(0);
    expect((await picture(page)).equals(changed)).toBe(true);
    await page.context().browser()?.close();
  });

test('what is drawn goes with its row and its look', async () => {
  const page = await sitDown(1, 700);
  const rows = board(page).getByRole('row');
  /** What is drawn now, beside the texts in its place. */
  const same = async () => {
    await expect(drawn(page).first()).toBeAttached();
    const seen = await picture(page);
    await page.evaluate(dry);
    await expect(drawn(page)).toHaveCount(0);
    expect((await picture(page)).equals(seen)).toBe(true);
    await page.evaluate(pour);
    await expect(drawn(page).first()).toBeAttached();
  };
  await page.evaluate(pour);
  await rows.nth(3).hover();
  await page.mouse.wheel(0, 700);
  await expect(rows.nth(1)).not.toHaveAttribute('aria-rowindex', '2');
  await same();
  await page.evaluate(say, [await lotIn(page, 12), { askMinor: null }] as const);
  await same();
  await page.getByText('Open', { exact: true }).first().click();
  await same();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Light' }).click({ force: true });
  await page.keyboard.press('Escape');
  await same();
  await page.context().browser()?.close();
});

test('the text of what is drawn follows; what does not fit, or may not be drawn, is a text at once', async () => {
  const page = await sitDown(1);
  const [lot, first] = [await lotIn(page, 1), amount(page, 1)];
  await page.evaluate(say, [lot, { priceMinor: 100_000 }] as const);
  await page.evaluate(pour);
  await expect(first.locator('[data-drawn]')).toHaveText('£1,000');
  await page.evaluate(say, [lot, { priceMinor: 200_000 }] as const);
  await expect(first.locator('[data-drawn]')).toHaveText('£2,000');
  await page.evaluate(say, [lot, { priceMinor: 123_456_789_012 }] as const);
  await expect(first).toHaveText('£1,234,567,890.12');
  await expect(first.locator('[data-drawn]')).toHaveCount(0, { timeout: 1_500 });
  await expect(drawn(page).first()).toBeAttached();
  await page.evaluate(say, [lot, { priceMinor: 300_000 }] as const);
  await expect(first.locator('[data-drawn]')).toHaveText('£3,000');
  // The last word of a flood is what stands when it is over.
  await page.evaluate(say, [lot, { priceMinor: 400_000 }] as const);
  await page.waitForTimeout(100);
  await page.evaluate(dry);
  await expect(drawn(page)).toHaveCount(0);
  await expect(first).toHaveText('£4,000');
  await page.evaluate(pour);
  await expect(drawn(page).first()).toBeAttached();
  // Also of one that never rests.
  await page.evaluate(rise);
  for (let turn = 0; turn < 2; turn += 1) {
    const seen = await first.locator('[data-drawn]').textContent();
    await expect(first.locator('[data-drawn]')).not.toHaveText(seen ?? '', { timeout: 3_000 });
  }
  await page.emulateMedia({ forcedColors: 'active' });
  await expect(drawn(page)).toHaveCount(0);
  await page.context().browser()?.close();
});
