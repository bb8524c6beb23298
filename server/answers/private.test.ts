/** What is told to one person only, over the bus: a bidder's own account as his limit counts it, and the people of a sale to its clerk. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { subjects } from '../../protocol/subjects.ts';
import type { AccountReply, RoomReply } from '../../protocol/wire.ts';
import { liveLot, smallSale } from '../stage/sales.ts';
import { type Desk, openStage, type Stage } from '../stage/stage.ts';

let stage: Stage;
beforeAll(async () => {
  const sale = smallSale('s1', [liveLot('l1', 1), liveLot('l2', 2)]);
  stage = await openStage({ port: 4460, sales: [{ ...sale, policies: { ...sale.policies, limit: 'exposure' } }] });
  await stage.house.users.add({ id: 'anna', role: 'bidder', name: 'Anna Lindqvist', password: 'correct horse' });
  await stage.addPerson('ben');
  await stage.addPerson('carl', 'clerk', ['s1']);
  await stage.register('s1', 'anna', 500_000);
  await stage.register('s1', 'ben');
});
afterAll(() => stage?.close());

async function ask<T>(desk: Desk, body: unknown): Promise<T> {
  return JSON.parse((await desk.line.request(subjects.snapshot('s1', desk.id), body)).text) as T;
}

test('a bidder hears what his limit counts now, as he leads and when he no longer does; nobody hears another’s', async () => {
  const [carl, anna, ben] = [await stage.desk('carl'), await stage.desk('anna'), await stage.desk('ben')];
  const own = (desk: Desk) => ask<AccountReply>(desk, { account: true });
  expect(await own(anna)).toMatchObject({ limitMinor: 500_000, wonMinor: 0, usedMinor: 0 });
  await carl.order('s1', { type: 'OpenLot', lot: 'l1' });
  await anna.bid('s1', { id: 'a1', lot: 'l1', kind: 'max', amountMinor: 30_000 });
  expect(await own(anna)).toMatchObject({ usedMinor: 30_000 });
  expect(await ask(ben, { account: true, bidder: 'anna' })).toMatchObject({ limitMinor: null, usedMinor: 0 });
  await ben.bid('s1', { id: 'b1', lot: 'l1', amountMinor: 40_000 });
  expect(await own(anna)).toMatchObject({ usedMinor: 0 });
  await anna.bid('s1', { id: 'a2', lot: 'l1', amountMinor: 50_000 });
  await carl.order('s1', { type: 'Hammer', lot: 'l1' });
  const { wonMinor, usedMinor } = await own(anna);
  expect(wonMinor).toBeGreaterThan(40_000);
  expect(usedMinor).toBe(wonMinor);
  expect(await own(anna)).toEqual(expect.objectContaining(await standing(anna)));
  for (const desk of [carl, anna, ben]) await desk.line.close();
});

/** The same as a snapshot tells it. */
async function standing(desk: Desk) {
  const { limitMinor, wonMinor, usedMinor } = (await desk.snapshot('s1')).standing ?? {};
  return { limitMinor, wonMinor, usedMinor };
}

test('a clerk is told who the bidders are; anybody else gets a snapshot', async () => {
  const [carl, anna] = [await stage.desk('carl'), await stage.desk('anna')];
  await carl.order('s1', { type: 'RegisterBidder', bidder: 'phone-Ito', paddle: 'Phone-Ito', limitMinor: null });
  const { bidders } = await ask<RoomReply>(carl, { room: { lot: null } });
  expect(bidders).toMatchObject([{ bidder: 'anna', name: 'Anna Lindqvist' }, { bidder: 'ben', name: 'ben' }, {}]);
  expect(bidders[2]).not.toHaveProperty('name');
  expect(JSON.stringify(await ask(anna, { room: { lot: null } }))).not.toContain('Anna Lindqvist');
  for (const desk of [carl, anna]) await desk.line.close();
});
