/** One Chromium, and what it says about a page: processor time, frames, heap. */
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';

export type Watched = {
  readonly page: Page;
  /** Processor seconds of all renderer processes so far. */
  cpuSeconds(): Promise<number>;
  /** Gaps between frames since the last call, in milliseconds, sorted. */
  frameGaps(): Promise<readonly number[]>;
  /** The page's heap after a collection. */
  heapBytes(): Promise<number>;
};

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.ROSTRUM_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--js-flags=--expose-gc'],
  });
}

/** Tall enough for a hundred rows. */
const VIEWPORT = { width: 1400, height: 8_000 };

export async function watchPage(browser: Browser, url: string): Promise<Watched> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const scope = globalThis as unknown as {
      gaps: number[];
      requestAnimationFrame(run: (now: number) => void): number;
    };
    scope.gaps = [];
    let before = 0;
    const frame = (now: number): void => {
      if (before > 0) scope.gaps.push(now - before);
      before = now;
      scope.requestAnimationFrame(frame);
    };
    scope.requestAnimationFrame(frame);
  });
  await page.goto(url);
  const ofBrowser: CDPSession = await browser.newBrowserCDPSession();
  const ofPage = await context.newCDPSession(page);
  await ofPage.send('Performance.enable');
  return {
    page,
    async cpuSeconds() {
      const { processInfo } = await ofBrowser.send('SystemInfo.getProcessInfo');
      return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    },
    async frameGaps() {
      const gaps = await page.evaluate(() => (globalThis as unknown as { gaps: number[] }).gaps.splice(0));
      return gaps.sort((a, b) => a - b);
    },
    async heapBytes() {
      await ofPage.send('HeapProfiler.collectGarbage');
      const { metrics } = await ofPage.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0;
    },
  };
}
