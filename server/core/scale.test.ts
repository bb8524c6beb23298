/** What lots and bidders cost in memory, and that the calendar of a large sale stays right: a linear search or a leak would show. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { House, saleOf } from './given.fixture.ts';
import { nextDueAt } from './sale.ts';

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** The most that one more lot and one more bidder may hold of the heap. */
const BYTES_MAX = 1024;
const LOTS = 100_000;

test('of 100,000 lots and as many bidders, one of each costs at most a kibibyte together', () => {
  // What the first houses of a process cost is the code that is compiled for them; beside so many lots the rest of it is nothing.
  heapBytesOf(1000);
  const small = heapBytesOf(10);
  const large = heapBytesOf(LOTS);
  expect((large - small) / (LOTS - 10)).toBeLessThanOrEqual(BYTES_MAX);
  expect(large).toBeGreaterThan(small);
});

test('nextDueAt follows 100,000 lots, closes of every order, an extension and a withdrawal', () => {
  const closes = Array.from({ length: LOTS }, (_, i) => 1000 + ((i * 7919) % LOTS));
  const extension = { windowMs: 5, base: 'bid', addMs: 50, maxCount: null, hardEndAt: null, scope: 'lot' } as const;
  const house = new House(
    saleOf(
      { extension },
      closes.map((closesAt) => ({ format: 'timed', opensAt: 10, closesAt })),
    ),
  );
  expect(nextDueAt(house.state)).toBe(10);
  house.do({ type: 'Clock', at: 10 });
  const lotAt = (at: number) => `l${closes.indexOf(at) + 1}`;
  expect(nextDueAt(house.state)).toBe(1000);
  house.bid('b1', 100, 'bid', { at: 999, lot: lotAt(1000) });
  expect(nextDueAt(house.state)).toBe(1001);
  house.do({ type: 'Withdraw', lot: lotAt(1001), reason: 'broken' });
  expect(nextDueAt(house.state)).toBe(1002);
  // At 1049 two lots are due: the extended one has the lower number.
  const closed = house.do({ type: 'Clock', at: 1049 });
  expect(closed.at(-2)).toMatchObject({ type: 'LotSold', lot: 'l1', buyer: 'b1' });
  expect(closed.map((event) => 'lot' in event && event.lot)).toEqual([
    ...Array.from({ length: 47 }, (_, i) => lotAt(1002 + i)),
    'l1',
    lotAt(1049),
  ]);
  expect(nextDueAt(house.state)).toBe(1050);
});

/** The heap that a house of so many lots and bidders holds, its catalogue included. */
function heapBytesOf(count: number): number {
  const before = usedBytes();
  const lots = Array.from({ length: count }, () => ({ format: 'timed', opensAt: 10, closesAt: 1e9 }) as const);
  const house = new House(saleOf({ limit: 'exposure' }, lots));
  for (let i = 0; i < count; i += 1) house.do({ type: 'RegisterBidder', bidder: `bidder-${i}`, limitMinor: 1000 });
  house.do({ type: 'Clock', at: 10 });
  const bytes = usedBytes() - before;
  expect(house.state.lots.size).toBe(count);
  return bytes;
}

function usedBytes(): number {
  if (typeof collect === 'function') collect();
  return process.memoryUsage().heapUsed;
}
