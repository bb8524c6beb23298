/** What an accepted bid changes beside the price: the warning, and the count of extensions. */
import { expect, test } from 'vitest';
import { House, said, saleOf } from './given.fixture.ts';

test("the leader's own raise keeps the warning, another's bid takes it back", () => {
  const house = new House(saleOf()).open();
  house.max('b1', 300);
  house.do({ type: 'FairWarning', lot: 'l1' });
  expect(said(house.max('b1', 400))).toBe('BidAccepted');
  expect(house.lot().status).toBe('warned');
  expect(said(house.bid('b2', 109))).toBe('BidRejected:below-ask');
  expect(house.lot().status).toBe('warned');
  house.max('b2', 200);
  expect(house.lot()).toMatchObject({ status: 'open', leader: 'b1', priceMinor: 210 });
});

test('only the lot that was bid on spends an extension, lots that move along are told by number, equal ones as in the catalogue', () => {
  const timed = { format: 'timed', opensAt: 10, closesAt: 100 } as const;
  const extension = { windowMs: 20, base: 'bid', addMs: 30, maxCount: 1, hardEndAt: null, scope: 'sale' } as const;
  const lots = [
    timed,
    { ...timed, number: 9 },
    { ...timed, number: 5 },
    { ...timed, number: 9 },
    { ...timed, number: 0 },
  ];
  const house = new House(saleOf({ extension }, lots));
  const extended = (lot: string, at: number) =>
    house
      .bid('b1', 100, 'bid', { lot, at })
      .filter((event) => event.type === 'LotExtended')
      .map(({ lot: moved, closesAt }) => `${moved} ${closesAt}`);
  expect(extended('l1', 90)).toEqual(['l1 120', 'l5 120', 'l3 120', 'l2 120', 'l4 120']);
  expect(extended('l2', 110)).toEqual(['l2 140', 'l5 140', 'l1 140', 'l3 140', 'l4 140']);
  expect(said(house.bid('b2', 110, 'bid', { at: 139 }))).toBe('BidAccepted PriceChanged');
});

test('under tie room the room does not come before the room', () => {
  const house = new House(saleOf({ tie: 'room' })).open();
  house.max('b1', 500, { channel: 'phone' });
  house.bid('b2', 500, 'bid', { channel: 'floor' });
  expect(house.stands()).toBe('b1 500 510');
});

test('a timed lot at its close: at the reserve it is sold, below it passes', () => {
  const end = (amount: number) => {
    const house = new House(saleOf({}, [{ format: 'timed', opensAt: 10, closesAt: 100, reserveMinor: 500 }]));
    house.bid('b1', amount, 'bid', { at: 10 });
    return house.do({ type: 'Clock', at: 100 });
  };
  expect(end(500)).toMatchObject([{ type: 'LotSold', hammerMinor: 500 }]);
  expect(end(499)).toMatchObject([{ type: 'LotPassed', reason: 'reserve-not-met' }]);
});
