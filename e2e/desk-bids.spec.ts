/** Two bidders and a clerk at one house: what one does, the others see; what the house said is there after it was killed. */
import { expect, type Page, test } from '@playwright/test';
import { openStage, type Stage, sitDown } from './stage.ts';

let stage: Stage;
test.beforeAll(async () => {
  stage = await openStage();
});
test.afterAll(async () => {
  await stage?.close();
});

/** A price that changed a moment ago takes a second press, by design: press until the desk no longer asks for it. */
async function bid(desk: Page, price: string): Promise<void> {
  const button = desk.getByRole('button', { name: new RegExp(`(Bid|Changed: bid) ${price}`) });
  await expect(async () => {
    await button.click({ timeout: 1000 });
    await expect(desk.getByRole('button', { name: /You lead/ })).toBeVisible({ timeout: 1000 });
  }).toPass();
}

test('a bid on one desk is painted on the other, and is there after the house was killed', async ({ browser }) => {
  const anna = await sitDown(browser, stage, /Anna/);
  const ben = await sitDown(browser, stage, /Ben/);
  for (const desk of [anna, ben]) await desk.getByText('Evening on the lake').first().click();

  await bid(anna, '£380');
  await expect(ben.getByRole('button', { name: /bid £400/i })).toBeVisible();

  await bid(ben, '£400');
  await expect(anna.getByRole('button', { name: /bid £420/i })).toBeVisible();

  await stage.killHouse();
  await expect(anna.getByTitle('Connection in detail')).not.toContainText('Live');
  await stage.restart();
  const later = await sitDown(browser, stage, /Anna/);
  await expect(later.getByText(/held/i).first()).toBeVisible();
  await later.getByText('Evening on the lake').first().click();
  await expect(later.getByText('£400').first()).toBeVisible();
});

test('nats-server stops: the desk says so, nothing can be bid, and it comes back by itself', async ({ browser }) => {
  const anna = await sitDown(browser, stage, /Anna/);
  stage.killNats('SIGSTOP');
  await expect(anna.getByTitle('Connection in detail')).not.toContainText('Live', { timeout: 20_000 });
  stage.killNats('SIGCONT');
  await expect(anna.getByTitle('Connection in detail')).toContainText('Live', { timeout: 20_000 });
});
