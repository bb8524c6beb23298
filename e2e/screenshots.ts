/** `npm run screenshots`: every desk of the running demonstration, into docs/screenshots. */
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { startShell, stopShell } from './electron-shell.ts';
import { openStage, type Stage, signIn } from './stage.ts';

const folder = join(import.meta.dirname, '..', 'docs', 'screenshots');

let stage: Stage;

test.beforeAll(async () => {
  stage = await openStage([]);
});
test.afterAll(() => stage.close());

type Look = { readonly width: number; readonly height: number; readonly theme?: 'dark' | 'light' };
const LOT = /Ida Brandt, Quarters IX/;

async function sit(browser: Browser, name: RegExp, { width, height, theme = 'dark' }: Look): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height }, colorScheme: theme })).newPage();
  await page.goto(stage.address);
  await page.getByRole('region', { name: 'Demonstration' }).getByRole('button', { name }).click();
  await expect(page.getByTitle('Connection in detail')).toContainText('Live');
  await expect(page.getByText(/£\d/).first()).toBeVisible();
  await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
  return page;
}

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode().catch(() => {}))));
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

test('login', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(stage.address);
  await expect(page.getByRole('region', { name: 'Demonstration' })).toBeVisible();
  await picture(page, 'login');
});

test('bidder', async ({ browser }) => {
  const page = await sit(browser, /Anna/, { width: 1600, height: 900 });
  // Long enough for some bids to come, so that there is something to see.
  await page.getByText(LOT).first().click();
  await page.waitForTimeout(12_000);
  await page.keyboard.press('b');
  await expect(page.getByText(/Leading|Outbid/).first()).toBeVisible();
  await picture(page, 'bidder');
});

test('bidder, light and narrow', async ({ browser }) => {
  await picture(await sit(browser, /Ben/, { width: 1280, height: 800, theme: 'light' }), 'bidder-light');
  await picture(await sit(browser, /Ben/, { width: 390, height: 844 }), 'bidder-narrow');
});

test('review', async ({ browser }) => {
  const page = await sit(browser, /Robin/, { width: 1600, height: 900 });
  await expect(page.getByText('Bid online').first()).toBeVisible();
  await picture(page, 'review');
});

test('clerk', async ({ browser }) => {
  const page = await sit(browser, /Clara/, { width: 1600, height: 900 });
  await expect(page.getByText('Internet').first()).toBeVisible();
  await picture(page, 'clerk');
});

test('the desktop application', async () => {
  const shell = await startShell({ house: stage.address });
  await signIn(shell.page, /Ben/);
  await shell.page.getByText(LOT).first().click();
  await expect(shell.page.getByRole('button', { name: /^(Bid|Changed: bid) £|You lead/ })).toBeVisible();
  await picture(shell.page, 'electron');
  await stopShell(shell);
});
