/** What is told to one person only, over the bus: a bidder's own account as his limit counts it, and the people of a sale to its clerk. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Lot } from '../../protocol/sale.ts';
import { subjects } from '../../protocol/subjects.ts';
import type { AccountReply, RoomReply } from '../../protocol/wire.ts';
import { liveLot, smallSale } from '../stage/sales.ts';
import { type Desk, openStage, type Stage } from '../stage/stage.ts';

const sealedLot: Lot = {
  ...{ lotId: 'l3', number: 3, title: 'A sealed lot', format: 'sealed', pricing: 'first', openingMinor: 1_000 },
  ...{ opensAt: Date.now() - 60_000, closesAt: Date.now() + 3_600_000 },
};
let stage: Stage;
beforeAll(async () => {
  const sale = smallSale('s1', [liveLot('l1', 1), liveLot('l2', 2), sealedLot]);
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

test('who was outbid is told on which lots he has bid and how much, at whichever desk he asks; nobody hears another’s', async () => {
  const [carl, anna, ben] = [await stage.desk('carl'), await stage.desk('anna'), await stage.desk('ben')];
  const own = async (desk: Desk) => {
    const { maxima, bids } = (await desk.snapshot('s1')).standing ?? {};
    return { maxima, bids };
  };
  const bids = async (desk: Desk) => (await own(desk)).bids;
  // Of l1, which she won, `won` tells.
  expect(await bids(anna)).toEqual({});
  expect(await bids(ben)).toEqual({ l1: 40_000 });
  await carl.order('s1', { type: 'OpenLot', lot: 'l2' });
  await anna.bid('s1', { id: 'a3', lot: 'l2', amountMinor: 60_000 });
  const telephone = await stage.desk('anna');
  expect(await own(telephone)).toEqual({ maxima: { l2: 60_000 }, bids: {} });
  await ben.bid('s1', { id: 'b2', lot: 'l2', amountMinor: 80_000 });
  expect(await own(telephone)).toEqual({ maxima: {}, bids: { l2: 60_000 } });
  await carl.order('s1', { type: 'VoidBid', bidId: 'a3', reason: 'because' });
  expect(await bids(telephone)).toEqual({});
  for (const desk of [carl, anna, ben, telephone]) await desk.line.close();
});

test('an own sealed bid is told in one place, before the end and after it', async () => {
  const [carl, anna, ben] = [await stage.desk('carl'), await stage.desk('anna'), await stage.desk('ben')];
  const own = async (desk: Desk) => {
    const { maxima = {}, bids = {} } = (await desk.snapshot('s1')).standing ?? {};
    return [maxima.l3, bids.l3];
  };
  await anna.bid('s1', { id: 'a4', lot: 'l3', amountMinor: 70_000 });
  await anna.bid('s1', { id: 'a5', lot: 'l3', amountMinor: 90_000 });
  expect([await own(anna), await own(ben)]).toEqual([
    [90_000, undefined],
    [undefined, undefined],
  ]);
  // With the newer one the house takes the older one too.
  await carl.order('s1', { type: 'VoidBid', bidId: 'a5', reason: 'because' });
  expect(await own(anna)).toEqual([undefined, undefined]);
  await anna.bid('s1', { id: 'a6', lot: 'l3', amountMinor: 80_000 });
  await carl.order('s1', { type: 'Withdraw', lot: 'l3', reason: 'because' });
  expect([await own(anna), await own(ben)]).toEqual([
    [undefined, 80_000],
    [undefined, undefined],
  ]);
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
