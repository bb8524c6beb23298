/** A visit to a page under load: opened, let warm, looked at for a while. Knows neither goal nor row. */
import type { Browser } from '@playwright/test';
import type { Snapshot } from '../../../protocol/wire.ts';
import { snapshotOf } from '../house.ts';
import { PORTS, type Stage } from '../stage.ts';
import { between, spentBy, VIEWPORT, type Watched, watchPage } from './browser.ts';
import { readPrices } from './pages/markup.ts';
import { type Paint, probe, takePaints, takePendingMs, watchPending } from './pages/probe.ts';

export type Login = { readonly user: string; readonly password: string };
export type Look = {
  /** Of the renderer processes, the page's worker among them. */
  readonly cores: number;
  /** Of the process that puts the screen together: without a graphics card it draws every pixel of what changed. */
  readonly screenCores: number;
  readonly changesPerSecond: number;
};

export async function openDesk(browser: Browser, { user, password }: Login): Promise<Watched> {
  const watched = await watchPage(browser, `http://127.0.0.1:${PORTS.http}/`, probe);
  const { page } = watched;
  await page.getByLabel('User').fill(user);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('table', { name: 'Lots', exact: true }).waitFor();
  return watched;
}

export async function openNaive(browser: Browser, url: string): Promise<Watched> {
  const watched = await watchPage(browser, url);
  await watched.page.waitForFunction('document.title === "live"', undefined, { polling: 100 });
  // As on the desk after its sign-in: Chromium asks again what lies under a pointer whenever the page was laid out.
  await watched.page.mouse.move(VIEWPORT.width / 2, VIEWPORT.height / 2);
  return watched;
}

/** After a question to the whole browser. */
const CALM_MS = 250;

/** What the only open page costs, and what it paints meanwhile (none of the naive page, which has no probe). */
export async function lookAt(
  browser: Browser,
  { page }: Watched,
  ms: number,
  changes: () => number | Promise<number>,
): Promise<Look & { readonly paints: readonly Paint[] }> {
  const hasProbe = page.url().includes(`:${PORTS.http}/`);
  const changesBefore = await changes();
  const before = await spentBy(browser);
  const began = performance.now();
  // The question just asked keeps the browser busy for a tenth of a second, which is none of the page's.
  await page.waitForTimeout(CALM_MS);
  if (hasProbe) await page.evaluate(takePaints);
  await page.waitForTimeout(ms);
  const paints = hasProbe ? await page.evaluate(takePaints) : [];
  const after = await spentBy(browser);
  const seconds = (performance.now() - began) / 1000;
  return {
    cores: between(before.renderers, after.renderers) / seconds,
    screenCores: between(before.screen, after.screen) / seconds,
    changesPerSecond: ((await changes()) - changesBefore) / seconds,
    paints,
  };
}

/** A flood is over, and its texts are back. */
const REST_MS = 350;

/** The page's heap after a collection, without what the probe has kept; the lesser of two, since an answer may be under way. */
export async function heapAtRest({ page, heapBytes }: Watched): Promise<number> {
  const sizes: number[] = [];
  for (let turn = 0; turn < 2; turn += 1) {
    await page.waitForTimeout(REST_MS);
    await page.evaluate(takePaints);
    sizes.push(await heapBytes());
  }
  return Math.min(...sizes);
}

/** Accepted bids of all lots: a page that is told of no change has nothing to paint, and costs nothing. */
export async function bidsOf(stage: Stage): Promise<number> {
  return (await snapshotOf(stage)).ticks.reduce((sum, { bids }) => sum + bids, 0);
}

/** Prices of the first lots on the screen that are not the house's last ones. Digits alone are compared: how an amount is written is the page's own affair. */
export async function compare(
  { ticks }: Pick<Snapshot, 'ticks'>,
  { page }: Watched,
  lots: number,
): Promise<{ wrong: number; rows: number }> {
  const shown = (await page.evaluate(readPrices)).slice(0, lots);
  const last = new Map(ticks.map(({ lot, priceMinor }) => [lot, priceMinor === null ? '' : `${priceMinor}`]));
  const isLast = ({ lot, price }: { lot: string; price: string }) => {
    const digits = price.replace(/\D/g, '');
    return digits === last.get(lot) || `${digits}00` === last.get(lot);
  };
  return { wrong: shown.filter((row) => !isLast(row)).length, rows: shown.length };
}

/** Presses the key that bids on the lot in focus; from the key until the pending bid is on the screen, in milliseconds. */
export async function pressAndSee({ page }: Watched, key: string): Promise<number> {
  await page.evaluate(watchPending);
  await page.keyboard.press(key);
  return (await (await page.waitForFunction(takePendingMs)).jsonValue()) ?? Number.NaN;
}
