/** The review desk on a sale that is live: rows, filter, steps, comparison, what a paddle was told, receipt, export, proof. */
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { openStage, pressBid, type Stage, sitDown, turnTo } from './stage.ts';

let stage: Stage;
test.beforeAll(async () => {
  stage = await openStage();
});
test.afterAll(async () => {
  await stage?.close();
});

async function bid(desk: Page, price: string): Promise<void> {
  await desk.getByText('Evening on the lake').first().click();
  await pressBid(desk, price);
}

test('a reviewer sees, filters, steps through, compares, asks and proves the log of the live sale', async ({
  browser,
}) => {
  const anna = await sitDown(browser, stage, /Anna/);
  const ben = await sitDown(browser, stage, /Ben/);
  const desk = await sitDown(browser, stage, /review/);
  await desk.setViewportSize({ width: 1920, height: 1080 });
  const log = desk.getByRole('table', { name: 'Records of the log' });
  const lots = desk.getByRole('table', { name: 'Lots at this moment' });
  const lake = lots.getByRole('row', { name: /Evening on the lake/ });
  await expect(log.getByRole('row', { name: /Sale set up/ })).toBeVisible();

  await bid(anna, '£380');
  await expect(lake).toContainText('£380');
  await bid(ben, '£400');
  await expect(lake).toContainText('£400');

  await desk.getByLabel('Paddle', { exact: true }).fill('101');
  await desk.getByLabel('Paddle', { exact: true }).press('Enter');
  await expect(log.getByRole('row', { name: /Bid online/ })).toHaveCount(1);
  await log
    .getByRole('row', { name: /Bid online/ })
    .getByText('Bid')
    .click();
  await expect(lake).toContainText('£380');
  await desk.getByRole('button', { name: 'Show all' }).click();

  await desk.getByRole('button', { name: 'Compare from here' }).click();
  await desk.getByLabel('Record number').blur();
  await desk.keyboard.press('End');
  await expect(lake).toContainText('was £380');
  await expect(lake).toContainText('▲ Price up');
  await desk.keyboard.press('ArrowLeft');
  await expect(lake).toContainText('= Same');
  await desk.keyboard.press('ArrowRight');
  await expect(lake).toContainText('▲ Price up');

  await turnTo(desk, 'Told');
  await desk.getByLabel('Paddle or bidder to look at').fill('101');
  await expect(desk.getByRole('table', { name: 'What the paddle had been told' }).getByRole('row')).toHaveCount(2);
  await expect(desk.getByRole('table', { name: 'What the paddle had been told' })).toContainText('Outbid');

  await log
    .getByRole('button', { name: /^Receipt/ })
    .last()
    .click();
  await expect(desk.getByRole('dialog')).toContainText('In the log, with its proof');
  await desk.keyboard.press('Escape');

  const saving = desk.waitForEvent('download');
  await desk.getByRole('button', { name: 'CSV' }).click();
  const lines = readFileSync(await (await saving).path(), 'utf8').split('\r\n');
  expect(lines[0]).toMatch(/^seq,at,type/);
  expect(lines.filter((line) => line.includes(',PlaceBid,')).length).toBe(2);

  await desk
    .getByRole('button', { name: /^Verify/ })
    .first()
    .click();
  await expect(desk.getByText(/^Right: \d+ records, chain and rules/)).toBeVisible();
});

test('the record that the arrows come to is whole in sight, going down and up', async ({ browser }) => {
  const desk = await sitDown(browser, stage, /review/);
  // Low enough that the log is longer than its table.
  await desk.setViewportSize({ width: 1280, height: 440 });
  await expect(desk.getByRole('row', { name: /Sale set up/ })).toBeVisible();
  await desk.keyboard.press('Home');
  const record = desk.getByLabel('Record number');
  await expect(record).toHaveValue('1');
  await record.blur();
  const [, count = ''] = /([\d,]+) records/.exec((await desk.getByText(/^[\d,]+ records$/).textContent()) ?? '') ?? [];
  for (const [key, last] of [
    ['ArrowDown', count],
    ['ArrowUp', '1'],
  ] as const)
    for (let at = Number(await record.inputValue()); String(at) !== last; ) {
      at += key === 'ArrowDown' ? 1 : -1;
      await desk.keyboard.press(key);
      await expect(record).toHaveValue(String(at));
      await expect.poll(() => desk.evaluate(hiddenPx), { message: `record ${at}` }).toBe(0);
    }
});

/** How much of the chosen row lies under the head, or below the lower edge. */
function hiddenPx(): number {
  const row = document.querySelector('[aria-label="Records of the log"] [aria-current="true"]');
  const box = row?.closest('[role="region"]')?.getBoundingClientRect();
  const head = row?.closest('[role="table"]')?.firstElementChild?.getBoundingClientRect();
  const own = row?.getBoundingClientRect();
  if (own === undefined || box === undefined || head === undefined) return Number.NaN;
  return Math.round(Math.max(0, head.bottom - own.top) + Math.max(0, own.bottom - box.bottom));
}
