/** Setting a sale up at the clerk's desk: wrong cells are marked where they are, a mended list is published, a bidder gets a limit. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { openStage, type Stage, sitDown, turnTo } from './stage.ts';

const WRONG = `lot,title,opening,reserve,low,high
c1,A carriage clock,"1,200.00",1500,1500,2000
c2,,800,,900,1200
c3,A ship’s chronometer,two thousand,2500,3000,4000
`;
const MENDED = WRONG.replace('c2,,', 'c2,A mantel clock,').replace('two thousand', '2000');

let stage: Stage;
test.beforeAll(async () => {
  stage = await openStage();
});
test.afterAll(async () => {
  await stage?.close();
});

async function openSetup(page: Page): Promise<void> {
  await turnTo(page, 'Set up');
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible();
}

async function choose(page: Page, text: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await (await chooser).setFiles({ name: 'Spring clocks.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
}

/** By how much a table is wider than its place. */
async function sideways(page: Page, name: string): Promise<number> {
  return await page.getByRole('region', { name }).evaluate((box) => box.scrollWidth - box.clientWidth);
}

async function saleIds(): Promise<readonly string[]> {
  const { sales } = (await (await fetch(`${stage.address}/v1/sales`)).json()) as { sales: { id: string }[] };
  return sales.map(({ id }) => id);
}

test('two wrong cells are marked with their reasons; the mended list is published and listed', async ({ browser }) => {
  const desk = await sitDown(browser, stage, /Clara/);
  await openSetup(desk);
  await choose(desk, WRONG);
  const lots = desk.getByRole('table', { name: 'Lots of the file' });
  await expect(desk.getByText('3 lots, 2 things wrong')).toBeVisible();
  await expect(lots.getByText('Wrong', { exact: true })).toHaveCount(2);
  await expect(lots.getByRole('row', { name: /^3 c2/ })).toContainText('Wrong a lot needs a title');
  const amount = lots.getByRole('cell', { name: /two thousand/ });
  await expect(amount).toContainText('Wrong "two thousand" is no amount of GBP');
  const reasons = desk.getByRole('region', { name: 'What is wrong' });
  // All of a row is seen at once, at the smallest size that a desk has.
  await desk.setViewportSize({ width: 1280, height: 800 });
  expect(await sideways(desk, 'Lots of the file')).toBe(0);
  await expect(reasons.getByRole('listitem')).toHaveText([
    'B3 a lot needs a title',
    'C4 "two thousand" is no amount of GBP',
  ]);
  await reasons.getByRole('button', { name: 'C4' }).click();
  await expect(lots.getByRole('row', { name: /two thousand/ })).toHaveAttribute('aria-current', 'true');
  const publish = desk.getByRole('button', { name: 'Publish to the house' });
  await expect(publish).toBeDisabled();

  await choose(desk, MENDED);
  await expect(desk.getByText('3 lots, all right')).toBeVisible();
  await expect(lots.getByText('Wrong', { exact: true })).toHaveCount(0);
  await desk.getByLabel('Id of the sale').fill('clocks 2027');
  await expect(reasons).toContainText('saleId must be 1 to 64 letters, digits, _ or -');
  await expect(publish).toBeDisabled();
  await desk.getByLabel('Id of the sale').fill('clocks-2027');
  await desk.getByLabel('Buyer’s premium').fill('0 26; 800000 20');
  await desk.getByLabel('Equal bids').selectOption({ label: 'The room' });
  await expect(desk.getByText('A floor or telephone bid beats an equal maximum')).toBeVisible();
  expect(await saleIds()).not.toContain('clocks-2027');
  await publish.click();
  await expect(desk.getByText('Published: clocks-2027, 3 lots')).toBeVisible();
  expect(await saleIds()).toContain('clocks-2027');

  // It is a sale: the desk sits in it, and its terms are the chosen ones.
  await desk.getByRole('button', { name: 'Sit in this sale' }).click();
  await turnTo(desk, 'Rostrum');
  await expect(desk.getByText('A mantel clock').first()).toBeVisible();

  // The same id again is refused by the house, in its own words.
  await openSetup(desk);
  await choose(desk, MENDED);
  // The file gives its own id when it has been read; what is typed before that is typed over.
  await expect(desk.getByLabel('Id of the sale')).toHaveValue('spring-clocks');
  await desk.getByLabel('Id of the sale').fill('clocks-2027');
  await publish.click();
  await expect(desk.getByRole('alert').filter({ hasText: 'There is a sale clocks-2027 already' })).toBeVisible();
});

test('a file that is dropped on the desk is read as one that is chosen', async ({ browser }) => {
  const desk = await sitDown(browser, stage, /Clara/);
  await openSetup(desk);
  const dropped = await desk.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'dropped.csv', { type: 'text/csv' }));
    return transfer;
  }, MENDED);
  await desk.getByText('The lots of a file stand here').dispatchEvent('drop', { dataTransfer: dropped });
  await expect(desk.getByText('3 lots, all right')).toBeVisible();
  await expect(desk.getByLabel('Id of the sale')).toHaveValue('dropped');
});

/** As the system drops files, folders too: a page cannot make such a drop by itself. */
async function dropFromDisk(page: Page, paths: readonly string[], at: Locator): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const box = await at.boundingBox();
  if (box === null) throw new Error('Nothing is there to drop on.');
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...place, data });
  await session.detach();
}

const SALE = {
  saleId: 'dropped-clocks',
  title: 'Clocks of June',
  currency: 'EUR',
  increments: { kind: 'ladder258' },
  policies: {
    tie: 'room',
    offLadder: 'down',
    leaderRaise: 'hold',
    reserve: 'jump',
    extension: null,
    limit: 'exposure',
    void: 'recompute',
  },
  premium: [[0, 2500]],
  lots: [
    { lotId: 'c1', number: 1, title: 'Pendule dorée', format: 'live', openingMinor: 120_000 },
    { lotId: 'c2', number: 2, title: 'A mantel clock', format: 'live', openingMinor: 80_000 },
  ],
};

test('a JSON sale is dropped: right, broken, wrong, in another encoding, too large, a folder, two at once', async ({
  browser,
}) => {
  const desk = await sitDown(browser, stage, /Clara/);
  await desk.setViewportSize({ width: 1280, height: 800 });
  await openSetup(desk);
  const folder = mkdtempSync(join(tmpdir(), 'rostrum-drop-'));
  const put = (name: string, text: string | Buffer) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const drop = (...paths: string[]) => dropFromDisk(desk, paths, desk.getByRole('heading', { name: 'Lots' }));
  const reasons = desk.getByRole('region', { name: 'What is wrong' }).getByRole('listitem');
  const refused = desk.getByRole('alert').filter({ hasText: 'What stands here is still right.json.' });
  const text = JSON.stringify(SALE, null, 2);

  await drop(put('broken.json', text.replace('"c2"', '"c2')));
  await expect(reasons).toHaveText([/^the file is not JSON \(.*line \d+ column \d+\)/]);
  await expect(desk.getByText('No lot can be read from this file.')).toBeVisible();
  await drop(put('list.json', JSON.stringify(SALE.lots)));
  await expect(reasons).toHaveText(['the sale is a list; a sale is one object, with its lots as the list lots']);

  const { policies: _, ...rest } = SALE;
  const lots = [SALE.lots[0], { ...SALE.lots[1], lotId: 'c 2', openingMinor: '1,200' }];
  await drop(put('wrong.json', JSON.stringify({ ...rest, lots })));
  await expect(reasons).toHaveText([
    'policies is missing',
    'lots[1].lotId must be 1 to 64 letters, digits, _ or -',
    'lots[1].openingMinor must be a whole number of minor units, 0 to 2^53 - 1',
  ]);
  // What the file says of itself is seen though its lots are wrong.
  await expect(desk.getByLabel('Id of the sale')).toHaveValue('dropped-clocks');
  await expect(desk.getByRole('button', { name: 'Publish to the house' })).toBeDisabled();

  await drop(put('latin.json', Buffer.from(text, 'latin1')));
  await expect(reasons).toHaveText(['lots[0].title has letters that cannot be read; save the file as UTF-8']);
  await expect(desk.getByRole('cell', { name: /Pendule/ })).toContainText('Wrong');

  await drop(put('right.json', text));
  await expect(desk.getByText('2 lots, all right')).toBeVisible();
  await expect(reasons).toHaveCount(0);
  expect(await sideways(desk, 'Lots of the file')).toBe(0);

  mkdirSync(join(folder, 'spring.json'));
  await drop(join(folder, 'spring.json'));
  await expect(refused).toContainText('spring.json is a folder: drop the list and the pictures that are in it.');
  await drop(put('large.json', Buffer.alloc(16 * 2 ** 20 + 1, ' ')));
  await expect(refused).toContainText('large.json is too large: 16.1 MiB, and a desk takes 16.');
  await drop(put('one.json', text), put('two.json', text));
  await expect(refused).toContainText('One list at a time');
  // Beside its place a file is not opened instead of the desk, which is what a browser does of itself.
  const isHeld = await desk.getByRole('heading', { name: /demonstration/ }).evaluate((name) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['{}'], 'right.json'));
    return ['dragover', 'drop'].map(
      (type) => !name.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer })),
    );
  });
  expect(isHeld).toEqual([true, true]);
  await expect(desk.getByText('2 lots, all right')).toBeVisible();

  await expect(desk.getByLabel('Title')).toHaveValue('Clocks of June');
  await desk.getByRole('button', { name: 'Publish to the house' }).click();
  await expect(desk.getByText('Published: dropped-clocks, 2 lots')).toBeVisible();
  expect(await saleIds()).toContain('dropped-clocks');
  rmSync(folder, { recursive: true });
});

/** The smallest PNG: one dot. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('a list with a picture is rehearsed to its end on a copy, then published with what the list names', async ({
  browser,
}) => {
  const desk = await sitDown(browser, stage, /Clara/);
  await openSetup(desk);
  const chooser = desk.waitForEvent('filechooser');
  await desk.getByRole('button', { name: 'Choose a file' }).click();
  const text = 'lot,title,opening,image\np1,A bracket clock,100,clock.png\np2,A table clock,100,missing.png\n';
  await (await chooser).setFiles([
    { name: 'other.png', mimeType: 'image/png', buffer: PNG },
    { name: 'pictured.csv', mimeType: 'text/csv', buffer: Buffer.from(text) },
    { name: 'clock.png', mimeType: 'image/png', buffer: PNG },
  ]);
  const pictures = desk.getByRole('status', { name: 'Pictures' });
  await expect(pictures).toContainText('1 of 2 pictures');
  await expect(pictures).toContainText('Not here: missing.png');
  await expect(pictures).toContainText('One picture is named by no lot');

  await turnTo(desk, 'Rehearsal');
  const before = await saleIds();
  await desk.getByLabel('What is played').selectOption({ label: 'The file: pictured' });
  await desk.getByRole('radio', { name: '50×' }).click({ force: true });
  await desk.getByRole('button', { name: 'Rehearse' }).click();
  const report = desk.getByRole('region', { name: 'How the rehearsal went' });
  await expect(report.getByText('Played to the end')).toBeVisible({ timeout: 30_000 });
  await expect(report).toContainText('2 of 2 lots');
  await expect(report.getByRole('table', { name: 'How the lots ended' }).getByRole('row')).toHaveCount(3);
  expect(await saleIds()).toEqual(before);

  await turnTo(desk, 'Terms');
  await desk.getByRole('button', { name: 'Publish to the house' }).click();
  await expect(desk.getByText('Published: pictured, 2 lots, 1 picture')).toBeVisible();
  await desk.getByRole('button', { name: 'Sit in this sale' }).click();
  await turnTo(desk, 'Rostrum');
  await expect(desk.getByText('A bracket clock').first()).toBeVisible();
  const shown = desk.locator('img[src$="/pictured/images/clock.png"]');
  await expect.poll(() => shown.first().evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
});

test('a bidder is approved with a limit, and another declined', async ({ browser }) => {
  const desk = await sitDown(browser, stage, /Clara/);
  await openSetup(desk);
  await turnTo(desk, 'Bidders');
  const form = desk.getByRole('form', { name: 'Decide on a bidder' });
  const list = desk.getByRole('table', { name: 'Registrations' });
  await form.getByLabel('Bidder').fill('nobody');
  await form.getByRole('button', { name: 'Decline' }).click();
  await expect(desk.getByRole('alert').filter({ hasText: 'There is no such bidder' })).toBeVisible();
  await form.getByLabel('Bidder').fill('ben');
  await form.getByLabel('Limit in GBP').fill('much');
  await expect(form.getByText('Not an amount of GBP')).toBeVisible();
  await form.getByLabel('Limit in GBP').fill('1,234');
  await form.getByRole('button', { name: 'Approve to £1,234' }).click();
  await expect(list.getByRole('row', { name: /Ben/ })).toContainText('Approved to a limit');
  await expect(list.getByRole('row', { name: /Ben/ })).toContainText('£1,234');
  await form.getByLabel('Bidder').fill('anna');
  await form.getByRole('button', { name: 'Decline' }).click();
  await expect(list.getByRole('row', { name: /Anna/ })).toContainText('Declined');

  const ben = await sitDown(browser, stage, /Ben/);
  await expect(ben.getByText(/£1,234/).first()).toBeVisible();
});
