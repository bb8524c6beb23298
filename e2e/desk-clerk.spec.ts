/** A sale of a hundred lots run from the clerk's console by keyboard alone: floor, telephone, book and internet, and what goes wrong on a day. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { newPage, openStage, type Stage } from './stage.ts';

const LOTS = 100;
const PASSWORD = 'a-long-word-for-this-test-only';
/** The pace of a quick hand: the desk takes a press sooner after a change of the ask for a slip, and asks for it again. */
const HAND_MS = 260;

const sale = {
  saleId: 'hundred',
  title: 'A hundred lots',
  currency: 'GBP',
  increments: { kind: 'ladder258' },
  policies: {
    tie: 'earliest',
    offLadder: 'down',
    leaderRaise: 'hold',
    reserve: 'jump',
    extension: null,
    limit: 'exposure',
    void: 'recompute',
  },
  premium: [],
  lots: Array.from({ length: LOTS }, (_, index) => ({
    lotId: `l${index + 1}`,
    number: index + 1,
    title: `Clock ${index + 1}`,
    format: 'live',
    openingMinor: 10_000,
  })),
};

let stage: Stage;
const folder = mkdtempSync(join(tmpdir(), 'rostrum-hundred-'));
test.beforeAll(async () => {
  const file = join(folder, 'sale.json');
  writeFileSync(file, JSON.stringify(sale));
  stage = await openStage(['--sale', file]);
  addUser('clara', '--role', 'clerk', '--name', 'Clara Moss', '--sales', '*');
  addUser('anna', '--role', 'bidder', '--name', 'Anna', '--paddle', '101');
});
test.afterAll(async () => {
  await stage?.close();
  rmSync(folder, { recursive: true, force: true });
});

function addUser(id: string, ...words: readonly string[]): void {
  const args = ['server/cli/rostrum.ts', 'users', 'add', id, ...words, '--data', stage.folder];
  const added = spawnSync(process.execPath, args, { input: `${PASSWORD}\n`, encoding: 'utf8' });
  expect(added.status, added.stderr).toBe(0);
}

async function signIn(browser: Browser, user: string): Promise<Page> {
  const page = await newPage(browser, stage, { viewport: { width: 1280, height: 800 } });
  await page.goto(stage.address);
  await page.getByLabel('User').fill(user);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByLabel('Password').press('Enter');
  await expect(page.getByTitle('Connection in detail')).toContainText('Live');
  return page;
}

/** A console under a hand that has no mouse, and counts its keys. */
function handOf(page: Page) {
  let keys = 0;
  /** Looks at every frame, as a person would. */
  const sees = (region: string, words: RegExp) =>
    page.waitForFunction(
      ([label = '', source = '']) =>
        new RegExp(source).test(document.querySelector(`section[aria-label="${label}"]`)?.textContent ?? ''),
      [region, words.source],
      { polling: 'raf', timeout: 10_000 },
    );
  const press = async (...all: readonly string[]) => {
    for (const key of all) {
      keys += 1;
      await page.keyboard.press(key);
    }
  };
  return {
    press,
    keys: () => keys,
    block: (words: RegExp) => sees('On the block', words),
    progress: (words: RegExp) => sees('Progress of the sale', words),
    /** A question, its fields, Enter. */
    async answers(key: string, ...fields: readonly string[]) {
      await press(key);
      await expect(page.getByRole('dialog')).toBeVisible();
      for (const [index, text] of fields.entries()) {
        if (index > 0) await press('Tab');
        await page.keyboard.type(text);
        keys += text.length;
      }
      await press('Enter');
      await expect(page.getByRole('dialog')).toBeHidden();
    },
    /** A bid at the ask, by one key, once the ask has stood for as long as a hand takes. */
    async bids(key: string, after: RegExp) {
      await page.waitForTimeout(HAND_MS);
      const before = keys;
      await press(key);
      await sees('On the block', after);
      return keys - before;
    },
  };
}

/** True when nothing of these words lies outside of the box that shows them. */
function isWhole(box: Element, words: string): boolean {
  const frame = box.getBoundingClientRect();
  const text = box.textContent ?? '';
  const range = document.createRange();
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  let from = text.indexOf(words);
  let length = words.length;
  for (let node = walker.nextNode(); node !== null && length > 0; node = walker.nextNode()) {
    const size = node.textContent?.length ?? 0;
    if (from < size) {
      const end = Math.min(size, from + length);
      range.setStart(node, from);
      range.setEnd(node, end);
      for (const { right, bottom } of range.getClientRects())
        if (right > frame.right + 1 || bottom > frame.bottom + 1) return false;
      length -= end - from;
    }
    from = Math.max(0, from - size);
  }
  return length === 0;
}

test('a hundred lots by keyboard alone', async ({ browser }) => {
  // About half a minute at rest; a machine that does much else is slower.
  test.setTimeout(240_000);
  const page = await signIn(browser, 'clara');
  const hand = handOf(page);
  const { press, block, progress, answers, bids } = hand;
  await block(/Next: lot 1,/);

  await answers('r', 'anna', '101');
  await answers('r', 'smith', '102', '5k');
  await answers('p', 'Mr Ito');
  await expect(page.getByRole('button', { name: 'Mr Ito' })).toBeVisible();
  const longName = 'Baroness Wilhelmina von Hohenstein';
  await answers('p', longName);
  const anna = await signIn(browser, 'anna');

  // Lot 1: a book bid from before, the floor, a jump, the telephone, the internet.
  await answers('b', '102', '300');
  await press('Enter');
  await block(/Ask£110then£120£130£140£150.*Last bidBookLeaderPaddle 102/);
  await bids('Space', /Ask£130then£140.*Price£120.*LeaderPaddle 102/);
  await expect(page.getByRole('table', { name: 'Steps of the lot' })).toContainText('Room bid £110 — 102 leads');
  // A long name is cut short, and not who leads behind it.
  await bids('2', /Ask£150.*Price£140.*LeaderPaddle 102/);
  const told = page.getByTitle(`Telephone ${longName} bid £130 — 102 leads`);
  for (const words of ['bid £130', '102 leads'])
    expect(await told.evaluate(isWhole, words, { timeout: 10_000 }), words).toBe(true);
  const done = page.getByRole('status').filter({ hasText: 'telephone bid, £130' });
  expect(await done.evaluate(isWhole, 'Paddle 102 leads', { timeout: 10_000 })).toBe(true);
  await answers('a', '400');
  await block(/Ask£400/);
  await bids('1', /Price£400.*LeaderTelephone Mr Ito/);
  await anna.getByText('Clock 1', { exact: true }).first().click();
  // She came late, and sees how the lot came here.
  for (const words of ['Opened by the book — 102 leads', 'The room bid £110 — 102 leads', 'Ask set to £400'])
    await expect(anna.getByLabel('Ladder of bids')).toContainText(words);
  await expect(async () => {
    await anna.getByRole('button', { name: /bid £420/i }).click({ timeout: 1000 });
    await expect(anna.getByRole('button', { name: /You lead/ })).toBeVisible({ timeout: 1000 });
  }).toPass();
  await block(/Price£420.*InternetLeaderPaddle 101/);
  await press('w');
  await block(/Fair warning/i);
  // A bid that came from the internet is read before the hammer falls.
  await page.waitForTimeout(HAND_MS);
  await press('h');
  await progress(/Sold1Passed0/);
  const annasRow = page.getByRole('region', { name: 'In the sale' }).getByRole('row', { name: /Anna/ });
  await expect(annasRow).toContainText('here');
  await expect(anna.getByText('Won').first()).toBeVisible();
  // Her page is closed, and the rostrum sees it.
  await anna.close();
  await expect(annasRow).toContainText(/gone \d\d:\d\d/);
  await expect(page.getByText('0 of 1 here')).toBeVisible();

  // Lot 2: a bid that was no bid, then nobody.
  await press('Enter');
  await block(/Lot 2.*Ask£100/);
  await bids('Space', /Price£100.*LeaderRoom/);
  await press('v');
  await expect(
    page.getByRole('dialog', { name: 'Void which bid?' }).getByRole('button', { name: /£100/ }),
  ).toBeVisible();
  await press('1');
  await expect(page.getByRole('dialog', { name: /why/ })).toBeVisible();
  await press('1');
  await block(/PriceNo bid/);
  await press('x', '3');
  await progress(/Sold1Passed1/);

  // Lot 3 never comes; lot 4 falls too early.
  await press('d', '2');
  await progress(/Withdrawn1/);
  await press('Enter');
  await block(/Lot 4.*Ask£100/);
  await bids('Space', /Price£100.*LeaderRoom/);
  await press('h');
  await progress(/Sold2/);
  await press('o', '1');
  await progress(/Sold1/);
  await block(/Lot 4.*Ask£110/);
  await bids('1', /Price£110.*LeaderTelephone/);
  await press('h');
  await progress(/Sold2/);

  // Lot 5: the sale is held in the middle of it.
  await press('Enter');
  await block(/Lot 5.*Ask£100/);
  await bids('Space', /Price£100.*LeaderRoom/);
  await press('l', '1');
  await block(/The sale is held/);
  await page.waitForTimeout(HAND_MS);
  await press('Space');
  await expect(page.getByText('The sale is held. Resume it first.').first()).toBeVisible();
  await press('l', '1');
  await expect(page.getByText('The sale is held.', { exact: true })).toBeHidden();
  await bids('Space', /Price£110.*LeaderRoom, second place/);
  await press('h');
  await progress(/Sold3/);

  // The common lot: open, bid, hammer.
  const before = hand.keys();
  const first = 6;
  let most = 0;
  for (let lot = first; lot <= LOTS; lot += 1) {
    await press('Enter');
    await block(new RegExp(`Lot ${lot}[^0-9].*Ask£100`));
    most = Math.max(most, await bids('Space', /Price£100.*LeaderRoom/));
    await press('h');
    await block(/Sold for£100/);
  }
  expect(most).toBeLessThanOrEqual(2);
  expect(hand.keys() - before).toBe((LOTS - first + 1) * 3);

  const figures = page.getByRole('region', { name: 'Progress of the sale' });
  await expect(figures).toContainText(/Lots done100 of 100Sold98Passed1Withdrawn1Hammer total£10,140/);
  await expect(page.getByText('No lot is left to open.')).toBeVisible();
});
