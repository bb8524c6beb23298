/** The hash of a state: blind to the order in which equal things came, and to nothing else. */
import { expect, test } from 'vitest';
import { saleOf } from './given.fixture.ts';
import { emptyState, execute, stateHash } from './sale.ts';

type Order = Readonly<Record<string, unknown>>;

const register = (bidder: string, limitMinor: number | null = null): Order => ({
  ...{ type: 'RegisterBidder', bidder, limitMinor, paddle: `${bidder}-paddle` },
});
const max = (lot: string, bidder: string, amountMinor: number): Order => ({
  ...{ type: 'PlaceBid', id: `${lot} ${bidder}`, lot, bidder, amountMinor, kind: 'max', channel: 'book' },
});

/** The hash of a sale of two lots after these orders, all at one time. */
function hashOf(...orders: readonly Order[]): string {
  const state = emptyState();
  for (const order of [{ type: 'CreateSale', sale: saleOf({}, [{}, {}]) }, ...orders]) {
    const command: unknown = { at: 5, ...order };
    execute(state, command as Parameters<typeof execute>[1]);
  }
  return stateHash(state);
}

test('bidders, lots and decisions that came in another order are the same state', () => {
  const [b1, b2] = [register('b1'), register('b2', 900)];
  const [one, two] = [max('l1', 'b1', 300), max('l2', 'b2', 400)];
  const refused = max('l9', 'b1', 1);
  const hash = hashOf(b1, b2, one, two, refused);
  expect(hashOf(b2, b1, one, two, refused)).toBe(hash);
  expect(hashOf(b1, b2, two, refused, one)).toBe(hash);
  expect(hashOf(b2, refused, b1, two, one)).toBe(hash);
});

test('what decides the sale later is another state: the order in a book, an amount, a limit, a time, who suspended, one decision more', () => {
  const bidders = [register('b1'), register('b2', 900)];
  const hash = hashOf(...bidders, max('l1', 'b1', 300), max('l1', 'b2', 300));
  const out = { type: 'SuspendBidder', bidder: 'b1', reason: 'unpaid' };
  const others = [
    hashOf(...bidders, max('l1', 'b1', 300), max('l1', 'b2', 300), out),
    hashOf(...bidders, max('l1', 'b1', 300), max('l1', 'b2', 300), { ...out, by: 'house' }),
    hashOf(...bidders, max('l1', 'b1', 300), max('l1', 'b2', 300), out, { ...out, by: 'house' }),
    hashOf(...bidders, max('l1', 'b2', 300), max('l1', 'b1', 300)),
    hashOf(...bidders, max('l1', 'b1', 301), max('l1', 'b2', 300)),
    hashOf(register('b1'), register('b2', 901), max('l1', 'b1', 300), max('l1', 'b2', 300)),
    hashOf(...bidders, max('l1', 'b1', 300), max('l1', 'b2', 300), { type: 'Clock', at: 6 }),
    hashOf(...bidders, max('l1', 'b1', 300), max('l1', 'b2', 300), max('l9', 'b1', 1)),
    hashOf(...bidders, max('l1', 'b1', 300), max('l1', 'b2', 300), { type: 'HoldSale', reason: 'fire' }),
  ];
  expect(new Set([hash, ...others]).size).toBe(others.length + 1);
});
