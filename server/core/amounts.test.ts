/** Maxima left and lowered: their order, and whose id decides. */
import { expect, test } from 'vitest';
import { House, said, saleOf } from './given.fixture.ts';
import { wonMinor } from './sale.ts';

const book = { channel: 'book' } as const;

test('a raised book maximum takes its place at the end: an equal one that was there before it leads', () => {
  const house = new House(saleOf());
  house.max('b1', 400, book);
  house.max('b2', 500, book);
  expect(said(house.max('b1', 400, book))).toBe('BidRejected:max-not-raised');
  house.max('b1', 500, book);
  house.open();
  expect(house.stands()).toBe('b2 500 510');
});

test('a lowered book maximum keeps its place', () => {
  const house = new House(saleOf());
  house.max('b1', 600, book);
  house.max('b2', 500, book);
  house.do({ type: 'LowerMax', id: 'low', lot: 'l1', bidder: 'b1', amountMinor: 500 });
  house.open();
  expect(house.stands()).toBe('b1 500 510');
});

test('a lowering under the id of another bidder is malformed and lowers nothing; under an own one it is the first decision again', () => {
  const house = new House(saleOf()).open();
  house.max('b1', 500, { id: 'mine' });
  house.max('b2', 900, { id: 'theirs' });
  const lower = (id: string) => said(house.do({ type: 'LowerMax', id, lot: 'l1', bidder: 'b2', amountMinor: 700 }));
  expect(lower('mine')).toBe('CommandRefused:malformed');
  expect(lower('theirs')).toBe('');
  expect(house.lot().leaderMaxMinor).toBe(900);
  expect(lower('new')).toBe('MaxLowered');
  expect(house.lot().leaderMaxMinor).toBe(700);
});

test.each(['refuse', 'down'] as const)(
  'under offLadder %s a book maximum lowered between two values is taken as it was lowered',
  (offLadder) => {
    const house = new House(saleOf({ offLadder }));
    house.max('b1', 200, book);
    house.do({ type: 'LowerMax', id: 'low', lot: 'l1', bidder: 'b1', amountMinor: 155 });
    house.open();
    expect(house.lot()).toMatchObject({ leader: 'b1', priceMinor: 100, leaderMaxMinor: 155 });
  },
);

test('wins whose sum is beyond the safe integers are counted right again once one is taken back', () => {
  const house = new House(saleOf({ limit: 'wins' }, [{}, {}]));
  const most = Number.MAX_SAFE_INTEGER;
  house.open().bid('b1', most);
  house.do({ type: 'Hammer', lot: 'l1' });
  house.open('l2').bid('b1', most - 1, 'bid', { lot: 'l2' });
  house.do({ type: 'Hammer', lot: 'l2' });
  house.do({ type: 'Reopen', lot: 'l2', reason: 'because' });
  expect(wonMinor(house.state, 'b1')).toBe(most);
});
