/** One Chromium, and what it says of the page that is open in it: processor time by process, the heap after a collection. */
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';

export type Watched = {
  readonly page: Page;
  /** The page's heap after a collection. */
  heapBytes(): Promise<number>;
  close(): Promise<void>;
};

/** Processor seconds so far, by process id. Renderers make the page, its worker among them; the screen is put together in another process. */
export type Spent = { readonly renderers: ReadonlyMap<number, number>; readonly screen: ReadonlyMap<number, number> };

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.ROSTRUM_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--js-flags=--expose-gc'],
  });
}

/** Tall enough for a hundred rows, and for the few beside them on which a hand bids. */
export const VIEWPORT = { width: 1400, height: 8_000 };

/** `before` runs in the page before anything of it does. */
export async function watchPage(browser: Browser, url: string, before?: () => void): Promise<Watched> {
  const context: BrowserContext = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  if (before !== undefined) await page.addInitScript(before);
  await page.goto(url);
  const session = await context.newCDPSession(page);
  return {
    page,
    async heapBytes() {
      // What the first one lets go of may hold something that only the second one finds.
      await session.send('HeapProfiler.collectGarbage');
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize;
    },
    close: () => context.close(),
  };
}

export async function spentBy(browser: Browser): Promise<Spent> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const of = (kind: string) =>
    new Map(processInfo.filter(({ type }) => type === kind).map(({ id, cpuTime }) => [id, cpuTime] as const));
  return { renderers: of('renderer'), screen: of('GPU') };
}

/** Seconds that the processes which are there at both moments took between them: one that was closed takes nothing back. */
export function between(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  return [...after].reduce((sum, [id, seconds]) => sum + seconds - (before.get(id) ?? seconds), 0);
}
