/** Two bidders and a clerk at one house: what one does, the others see; what the house said is there after it was killed. */
import { expect, test } from '@playwright/test';
import { openStage, pressBid, type Stage, sitDown } from './stage.ts';

let stage: Stage;
test.beforeEach(async () => {
  stage = await openStage();
});
test.afterEach(async () => {
  await stage?.close();
});

test('a bid on one desk is painted on the other, and is there after the house was killed', async ({ browser }) => {
  const anna = await sitDown(browser, stage, /Anna/);
  const ben = await sitDown(browser, stage, /Ben/);
  for (const desk of [anna, ben]) await desk.getByText('Evening on the lake').first().click();

  await pressBid(anna, '£380');
  await expect(ben.getByRole('button', { name: /bid £400/i })).toBeVisible();

  await pressBid(ben, '£400');
  await expect(anna.getByRole('button', { name: /bid £420/i })).toBeVisible();

  await stage.killHouse();
  await expect(anna.getByTitle('Connection in detail')).not.toContainText('Live');
  await stage.restart();
  const later = await sitDown(browser, stage, /Anna/);
  await expect(later.getByText(/held/i).first()).toBeVisible();
  await later.getByText('Evening on the lake').first().click();
  await expect(later.getByText('£400').first()).toBeVisible();
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
