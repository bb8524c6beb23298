/** Two bidders and a clerk at one house: what one does, the others see; what the house said is there after it was killed. */
import { expect, type Page, test } from '@playwright/test';
import { openStage, pressBid, type Stage, sitDown, turnTo } from './stage.ts';

let stage: Stage;
test.beforeEach(async () => {
  stage = await openStage();
});
test.afterEach(async () => {
  await stage?.close();
});

const ownLot = (desk: Page) =>
  desk
    .getByRole('table', { name: 'Lots that you have bid on' })
    .getByRole('row')
    .filter({ hasText: 'Evening on the lake' });

test('a bid on one desk is painted on the other, and is there after the house was killed', async ({ browser }) => {
  const anna = await sitDown(browser, stage, /Anna/);
  const ben = await sitDown(browser, stage, /Ben/);
  for (const desk of [anna, ben]) await desk.getByText('Evening on the lake').first().click();
  await anna.setViewportSize({ width: 1280, height: 800 });
  const hand = () => anna.getByRole('textbox', { name: 'Your maximum' }).boundingBox();
  const before = await hand();

  await pressBid(anna, '£380');
  expect(await hand()).toEqual(before);
  await expect(ben.getByRole('button', { name: /bid £400/i })).toBeVisible();

  await pressBid(ben, '£400');
  await expect(anna.getByRole('button', { name: /bid £420/i })).toBeVisible();
  // Whatever a bid changes above it, the hand of a bidder stays where it is.
  expect(await hand()).toEqual(before);
  // One's own bids stand with their time, whole.
  await turnTo(anna, 'Your bids');
  const time = anna.getByRole('table', { name: 'Your bids' }).getByRole('cell', { name: /^\d\d:\d\d:\d\d$/ });
  await expect(time).toHaveCount(1);
  expect(await time.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);

  // Another desk of hers, which made no bid, knows of it.
  const telephone = await sitDown(browser, stage, /Anna/);
  await expect(ownLot(telephone)).toHaveText(/Outbid/);

  await stage.killHouse();
  await expect(anna.getByTitle('Connection in detail')).not.toContainText('Live');
  await stage.restart();
  const later = await sitDown(browser, stage, /Anna/);
  await expect(later.getByText(/held/i).first()).toBeVisible();
  await later.getByText('Evening on the lake').first().click();
  await expect(later.getByText('£400').first()).toBeVisible();
  await expect(ownLot(later)).toHaveText(/Outbid/);
  // The story of the lot is whole again, from the log.
  for (const told of ['You bid', 'Paddle 102 bid'])
    await expect(later.getByLabel('Ladder of bids').getByText(told)).toBeVisible();
});

test('nats-server stops: the desk says so, nothing can be bid, and it comes back by itself', async ({ browser }) => {
  const anna = await sitDown(browser, stage, /Anna/);
  await anna.getByText('Evening on the lake').first().click();
  const button = anna.getByRole('button', { name: /^Bid £380/ });
  await expect(button).toBeEnabled();

  stage.killNats('SIGSTOP');
  await expect(anna.getByTitle('Connection in detail')).not.toContainText('Live', { timeout: 20_000 });
  await expect(button).toBeDisabled();

  stage.killNats('SIGCONT');
  await expect(anna.getByTitle('Connection in detail')).toContainText('Live', { timeout: 20_000 });
  await expect(button).toBeEnabled();
  await pressBid(anna, '£380');
});

test('the lot in focus stays in sight in the board when the window or the text changes; one that was left behind is not fetched', async ({
  browser,
}) => {
  const desk = await sitDown(browser, stage, /Anna/);
  await desk.setViewportSize({ width: 1440, height: 900 });
  const row = desk.getByRole('table', { name: 'Lots', exact: true }).locator('[aria-current="true"]');
  await desk.getByText('Boat beneath a red sun').first().click();
  await expect(row).toBeInViewport({ ratio: 1 });
  await desk.setViewportSize({ width: 1280, height: 520 });
  await expect(row).toBeInViewport({ ratio: 1 });
  // Larger rows, so that the same place in the list lies further down.
  await desk.setViewportSize({ width: 3840, height: 700 });
  await expect(row).toBeInViewport({ ratio: 1 });

  await desk.setViewportSize({ width: 1280, height: 700 });
  await expect(row).toBeInViewport({ ratio: 1 });
  const board = desk.getByRole('region', { name: 'Lots', exact: true });
  await board.evaluate((box) => box.scrollTo(0, 0));
  await expect(row).not.toBeInViewport();
  await desk.setViewportSize({ width: 1280, height: 600 });
  await expect.poll(() => board.evaluate((box) => box.clientHeight)).toBeLessThan(560);
  expect(await board.evaluate((box) => box.scrollTop)).toBe(0);
});

test('on a telephone the time left of each lot is in sight, and no estimate is cut in two', async ({ browser }) => {
  const desk = await sitDown(browser, stage, /Anna/);
  for (const width of [390, 1280]) {
    await desk.setViewportSize({ width, height: 844 });
    if (width === 390) await turnTo(desk, 'Lots');
    const board = desk.getByRole('region', { name: 'Lots', exact: true });
    await expect(board.getByRole('timer').first()).toBeInViewport({ ratio: 1 });
    expect(await board.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    const halves = await board.getByText(/^£[\d,]+–£[\d,]+$/).evaluateAll(
      (estimates) =>
        estimates.filter((estimate) => {
          const [own, line] = [estimate, estimate.parentElement ?? estimate].map((each) =>
            each.getBoundingClientRect(),
          );
          if (own === undefined || line === undefined) return true;
          const isIn = own.right <= line.right + 1 && own.bottom <= line.bottom + 1;
          return !isIn && own.top < line.bottom;
        }).length,
    );
    expect(halves).toBe(0);
  }
});
