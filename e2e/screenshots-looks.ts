/** `npm run screenshots`: every desk in every look, large in out/looks, and small on one sheet a desk in docs/screenshots. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { HOUR_OFF_IN_WORKERS } from './hour-off.ts';
import { EYES, type Look, SIZES, SYSTEMS, settled, turnToLook } from './looks.ts';
import { openStage, pressBid, type Stage, signIn, sitDown, socketPort, turnTo } from './stage.ts';
import { openWire } from './wire.ts';

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
  const page = await (await browser.newContext({ viewport: { width: 1640, height: 200 } })).newPage();
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

test('under trouble', async ({ browser }) => {
  // A room without others: what is seen is the trouble.
  let quiet: Stage | null = null;
  const wire = await openWire(() => (quiet === null ? 0 : socketPort(quiet)));
  quiet = await openStage(undefined, { ROSTRUM_PUBLIC_WS: `ws://127.0.0.1:${wire.port}` });
  try {
    const [anna, ben] = await Promise.all([sitDown(browser, quiet, /Anna/), sitDown(browser, quiet, /Ben/)]);
    for (const desk of [anna, ben]) {
      await desk.setViewportSize({ width: 1280, height: 800 });
      await desk.getByText('Evening on the lake').first().click();
    }
    const shots: Shot[] = [];
    const snap = async (page: Page, name: string) => {
      await settled(page);
      const file = join(large, `trouble-${name.replace(/\W+/g, '-')}.png`);
      await page.screenshot({ path: file });
      shots.push({ name, file });
    };
    await pressBid(anna, '£380');
    // The answers are lost too, so that it is not mended before the picture is taken.
    wire.lose('anna', (subject) => subject.includes('.tick.') || subject.startsWith('_INBOX_anna'));
    await pressBid(ben, '£400');
    await expect(anna.getByText('old', { exact: true }).first()).toBeVisible();
    await snap(anna, 'a tick lost at the tail');
    wire.heal();
    await expect(anna.getByRole('button', { name: /Bid £420/ })).toBeEnabled();
    wire.swallow('anna', 'new ones too');
    await expect(anna.getByText('The house is silent.').first()).toBeVisible();
    await snap(anna, 'half open: the house is silent');
    await expect(anna.getByText('The connection is lost.').first()).toBeVisible();
    await snap(anna, 'given up, and opened anew');
    wire.heal();
    await expect(anna.getByTitle('Connection in detail')).toContainText('Live');
    const off = await (await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 800 } })).newPage();
    await off.addInitScript(HOUR_OFF_IN_WORKERS);
    await off.goto(quiet.address);
    await signIn(off, /Ben/);
    await off.getByText('Evening on the lake').first().click();
    await off.keyboard.press('c');
    await expect(off.getByRole('dialog', { name: 'Connection' })).toContainText('+60.0 min');
    await snap(off, 'the clock of this machine an hour off');
    await off.context().close();
    await quiet.killHouse();
    await quiet.restart();
    await expect(anna.getByText('Sale held: The house started again.').first()).toBeVisible();
    await snap(anna, 'the house started again');
    await sheet(browser, 'trouble', shots);
  } finally {
    await wire.close();
    await quiet.close();
  }
});
