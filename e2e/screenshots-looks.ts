/** `npm run screenshots`: every desk in every look, large in out/looks, and small on one sheet a desk in docs/screenshots. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { EYES, type Look, SIZES, SYSTEMS, settled, turnToLook } from './looks.ts';
import { openStage, type Stage, sitDown, turnTo } from './stage.ts';

const root = join(import.meta.dirname, '..');
const large = join(root, 'out', 'looks');
const small = join(root, 'docs', 'screenshots');
mkdirSync(large, { recursive: true });

let stage: Stage;
test.beforeAll(async () => {
  stage = await openStage([]);
});
test.afterAll(() => stage.close());

const NARROW: readonly Look[] = [
  { name: '390 dark', width: 390, height: 844 },
  { name: '390 light', width: 390, height: 844, theme: 'light' },
  { name: '390 text 200 %', width: 390, height: 844, textScale: 2 },
];

type Shot = { readonly name: string; readonly file: string };

async function shoot(page: Page, desk: string, looks: readonly Look[]): Promise<readonly Shot[]> {
  const session = await page.context().newCDPSession(page);
  const shots: Shot[] = [];
  for (const look of looks) {
    await turnToLook(page, session, look);
    await settled(page);
    const file = join(large, `${desk} ${look.name.replace(/\W+/g, ' ').trim()}.png`.replaceAll(' ', '-'));
    await page.screenshot({ path: file });
    shots.push({ name: look.name, file });
  }
  return shots;
}

/** A page of small pictures with their names under them, as one picture. */
async function sheet(browser: Browser, name: string, shots: readonly Shot[]): Promise<void> {
  const page = await (await browser.newContext({ viewport: { width: 1640, height: 900 } })).newPage();
  const figures = shots.map(
    (shot) =>
      `<figure><img src="data:image/png;base64,${readFileSync(shot.file).toString('base64')}"><figcaption>${shot.name}</figcaption></figure>`,
  );
  await page.setContent(
    `<style>body{margin:16px;background:#808890;font:13px Inter,system-ui,sans-serif;display:grid;grid-template-columns:repeat(4,1fr);gap:12px;align-items:start;align-content:start}
    figure{margin:0}img{width:100%;max-height:250px;object-fit:contain;object-position:left top;display:block}figcaption{padding:3px 0;color:#000}</style>${figures.join('')}`,
  );
  await settled(page);
  await page.screenshot({ path: join(small, `looks-${name}.jpg`), type: 'jpeg', quality: 78, fullPage: true });
  await page.context().close();
}

test('the bidder', async ({ browser }) => {
  const page = await sitDown(browser, stage, /Anna/);
  await page.setViewportSize({ width: 1600, height: 900 });
  // One lot that is led or lost, and others that others hold: every state has something to show.
  for (const lot of [/Boat beneath a red sun/, /Ida Brandt, Quarters IX/]) {
    await page.getByText(lot).first().click();
    await expect(page.getByRole('heading', { level: 3 })).toContainText(lot);
    const mine = page.getByRole('table', { name: 'Lots that you have bid on' }).getByRole('row', { name: lot });
    // A price that changed a moment ago takes a second press.
    await expect(async () => {
      await page.keyboard.press('b');
      await expect(mine).toBeVisible({ timeout: 2000 });
    }).toPass();
  }
  const shots = await shoot(page, 'bidder', [...SIZES, ...SYSTEMS, ...EYES, ...NARROW]);
  await sheet(browser, 'bidder', shots);
});

test('the clerk', async ({ browser }) => {
  const page = await sitDown(browser, stage, /Clara/);
  await expect(page.getByText('Internet').first()).toBeVisible();
  await sheet(browser, 'clerk', await shoot(page, 'clerk', [...SIZES, ...SYSTEMS, ...EYES]));
});

test('setting a sale up', async ({ browser }) => {
  const page = await sitDown(browser, stage, /Clara/);
  await turnTo(page, 'Set up');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file' }).click();
  const list =
    'lot,title,opening,reserve,low,high\nc1,A carriage clock,"1,200.00",1500,1500,2000\nc2,,800,,900,1200\nc3,A ship’s chronometer,two thousand,2500,3000,4000\n';
  await (await chooser).setFiles({ name: 'Clocks.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
  await expect(page.getByText('3 lots, 2 things wrong')).toBeVisible();
  await sheet(browser, 'setup', await shoot(page, 'setup', [...SIZES, ...SYSTEMS]));
});

test('the reviewer', async ({ browser }) => {
  const page = await sitDown(browser, stage, /review/);
  await expect(page.getByText('Bid online').first()).toBeVisible();
  await sheet(browser, 'review', await shoot(page, 'review', [...SIZES, ...SYSTEMS, ...EYES]));
});

test('login and dialogs', async ({ browser }) => {
  const door = await (await browser.newContext()).newPage();
  await door.goto(stage.address);
  await expect(door.getByRole('region', { name: 'Demonstration' })).toBeVisible();
  const looks = [...SIZES.slice(0, 1), ...SYSTEMS.slice(0, 1)];
  const shots = [...(await shoot(door, 'login', looks))];
  const page = await sitDown(browser, stage, /Ben/);
  for (const [key, title] of [
    ['Shift+?', 'Keys'],
    [',', 'Settings'],
    ['c', 'Connection'],
    ['i', 'Progress of the sale'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog', { name: title })).toBeVisible();
    for (const shot of await shoot(page, title, looks)) shots.push({ ...shot, name: `${title}, ${shot.name}` });
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await sheet(browser, 'dialogs', shots);
});
