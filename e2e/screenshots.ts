/** `npm run screenshots`: every desk of the running demonstration, into docs/screenshots. */
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { startShell, stopShell } from './electron-shell.ts';
import { settled } from './looks.ts';
import { openStage, type Stage, signIn, turnTo } from './stage.ts';

const folder = join(import.meta.dirname, '..', 'docs', 'screenshots');

let stage: Stage;

test.beforeAll(async () => {
  stage = await openStage([]);
});
test.afterAll(() => stage.close());

type Look = { readonly width: number; readonly height: number; readonly theme?: 'dark' | 'light' };
const LOT = /Ida Brandt, Quarters IX/;
const CLOCKS = `lot,title,opening,reserve,low,high
c1,A carriage clock in a gilt case,"1,200.00",1500,1500,2000
c2,,800,,900,1200
c3,A ship’s chronometer,two thousand,2500,3000,4000
c4,"A longcase clock, eight-day",900,1000,1200,1800
c5,A bracket clock with a verge escapement,3000,3500,4000,6000
c6,"A regulator, mahogany",2200,,2500,3500
`;

async function sit(browser: Browser, name: RegExp, { width, height, theme = 'dark' }: Look): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height }, colorScheme: theme })).newPage();
  await page.goto(stage.address);
  await page.getByRole('region', { name: 'Demonstration' }).getByRole('button', { name }).click();
  await expect(page.getByTitle('Connection in detail')).toContainText('Live');
  await expect(page.getByText(/£\d/).first()).toBeVisible();
  await expect(page.getByTitle('Connection in detail')).not.toContainText('checking');
  await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
  return page;
}

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  await settled(page);
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

test('set up', async ({ browser }) => {
  const page = await sit(browser, /Clara/, { width: 1600, height: 900 });
  await turnTo(page, 'Set up');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await (await chooser).setFiles({ name: 'Spring clocks.csv', mimeType: 'text/csv', buffer: Buffer.from(CLOCKS) });
  await expect(page.getByText('6 lots, 2 things wrong')).toBeVisible();
  await picture(page, 'setup');
});

test('the desktop application', async () => {
  const shell = await startShell({ house: stage.address });
  await signIn(shell.page, /Ben/);
  await shell.page.getByText(LOT).first().click();
  await expect(shell.page.getByRole('button', { name: /^(Bid|Changed: bid) £|You lead/ })).toBeVisible();
  await expect(shell.page.getByTitle('Connection in detail')).not.toContainText('unknown');
  await picture(shell.page, 'electron');
  await stopShell(shell);
});
