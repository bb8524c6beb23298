/** What stands after a void: the warning, the book, the lowerings that belonged to it. */
import { expect, test } from 'vitest';
import { House, said, saleOf } from './given.fixture.ts';

const book = { channel: 'book' } as const;
const voids = (house: House, bidId: string) => said(house.do({ type: 'VoidBid', bidId, reason: 'because' }));
const lower = (house: House, bidder: string, amountMinor: number) =>
  said(house.do({ type: 'LowerMax', id: `low-${bidder}-${amountMinor}`, lot: 'l1', bidder, amountMinor }));

test.each(['recompute', 'revivesNothing'] as const)('a void under %s takes the warning back', (policy) => {
  const house = new House(saleOf({ void: policy })).open();
  house.max('b1', 300);
  house.max('b2', 200);
  house.do({ type: 'FairWarning', lot: 'l1' });
  expect(house.lot().status).toBe('warned');
  voids(house, 'x2');
  expect(house.lot().status).toBe('open');
  expect(said(house.do({ type: 'FairWarning', lot: 'l1' }))).toBe('FairWarningGiven');
});

test('a void in the book leaves the bids after the opening where they are: an exact bid does not become a maximum', () => {
  const house = new House(saleOf());
  house.max('b1', 300, book);
  house.max('b2', 400, book);
  house.open();
  house.bid('b3', 600);
  expect(voids(house, 'x2')).toBe('BidVoided');
  expect(house.stands()).toBe('b3 600 610');
  expect(voids(house, 'x3')).toBe('BidVoided PriceChanged');
  expect(house.stands()).toBe('b1 100 110');
});

test('a book maximum that was lowered and then voided leaves the smaller one before it as it was', () => {
  const house = new House(saleOf());
  house.max('b1', 200, book);
  house.max('b1', 500, book);
  expect(lower(house, 'b1', 300)).toBe('MaxLowered');
  house.open();
  expect(house.lot().leaderMaxMinor).toBe(300);
  voids(house, 'x2');
  expect(house.lot()).toMatchObject({ leader: 'b1', leaderMaxMinor: 200 });
});

test("a lowering whose bid is void does not touch another leader's maximum", () => {
  const house = new House(saleOf()).open();
  house.max('b1', 500);
  house.max('b2', 200);
  expect(lower(house, 'b1', 300)).toBe('MaxLowered');
  voids(house, 'x1');
  expect(house.lot()).toMatchObject({ leader: 'b2', priceMinor: 100, leaderMaxMinor: 200 });
});

test('under offLadder refuse a book maximum at an odd opening is taken again', () => {
  const house = new House(saleOf({ offLadder: 'refuse' }, [{ openingMinor: 103 }]));
  expect(said(house.max('b1', 105, book))).toBe('BidRejected:off-ladder');
  house.max('b1', 103, book);
  house.open();
  house.max('b2', 300);
  expect(house.stands()).toBe('b2 113 123');
  voids(house, 'x3');
  expect(house.stands()).toBe('b1 103 113');
});

test('under offLadder down a book maximum is recorded taken down, and stays so after a void', () => {
  const house = new House(saleOf({ offLadder: 'down' }));
  expect(house.max('b1', 255, book)).toMatchObject([{ type: 'BidAccepted', amountMinor: 250 }]);
  house.open();
  house.max('b2', 300);
  voids(house, 'x2');
  expect(house.lot()).toMatchObject({ leader: 'b1', priceMinor: 100, leaderMaxMinor: 250 });
});

test('a void of the only bid brings back the opening; of a bid of a closed lot it is refused', () => {
  const house = new House(saleOf()).open();
  house.max('b1', 500);
  expect(voids(house, 'x1')).toBe('BidVoided PriceChanged');
  expect(house.stands()).toBe('null null 100');
  expect(said(house.do({ type: 'Hammer', lot: 'l1' }))).toBe('CommandRefused:no-bid');
  house.max('b1', 500);
  house.do({ type: 'Hammer', lot: 'l1' });
  expect(voids(house, 'x2')).toBe('CommandRefused:wrong-state');
});
