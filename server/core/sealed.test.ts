/** Who wins a sealed lot at the boundaries: equal amounts, an amount equal to the reserve, an amount that was raised. */
import { expect, test } from 'vitest';
import { House, saleOf } from './given.fixture.ts';

const FIRST = { format: 'sealed', opensAt: 10, closesAt: 100, pricing: 'first' } as const;
const SECOND = { ...FIRST, pricing: 'second' } as const;

/** The end of a lot with these amounts, left one after another. */
function endOf(lot: Readonly<Record<string, unknown>>, amounts: readonly (readonly [string, number])[]) {
  const house = new House(saleOf({}, [lot]));
  for (const [bidder, amount] of amounts) house.bid(bidder, amount, 'bid', { at: 10 });
  return house.do({ type: 'Clock', at: 100 }).at(-1);
}

test('of equal amounts the earliest wins, and the second highest is as high', () => {
  const equal = [['b1', 500] as const, ['b2', 500] as const];
  expect(endOf(FIRST, equal)).toMatchObject({ buyer: 'b1', hammerMinor: 500 });
  expect(endOf(SECOND, equal)).toMatchObject({ buyer: 'b1', hammerMinor: 500 });
});

test('a raised amount counts from its own time: an equal one that was there before it wins', () => {
  const amounts = [['b1', 400] as const, ['b2', 500] as const, ['b1', 500] as const];
  expect(endOf(FIRST, amounts)).toMatchObject({ buyer: 'b2', hammerMinor: 500 });
});

test('an amount equal to the reserve meets it, one below it does not', () => {
  expect(endOf({ ...FIRST, reserveMinor: 500 }, [['b1', 500]])).toMatchObject({ buyer: 'b1', hammerMinor: 500 });
  expect(endOf({ ...FIRST, reserveMinor: 500 }, [['b1', 499]])).toMatchObject({ reason: 'reserve-not-met' });
});

test('second price: the second highest, or the reserve or the opening where they are more', () => {
  expect(endOf(SECOND, [['b1', 900]])).toMatchObject({ hammerMinor: 100 });
  expect(endOf({ ...SECOND, reserveMinor: 500 }, [['b1', 900]])).toMatchObject({ hammerMinor: 500 });
  const reserved = { ...SECOND, reserveMinor: 500 };
  const rising = [['b1', 400] as const, ['b2', 900] as const];
  expect(endOf(reserved, rising)).toMatchObject({ buyer: 'b2', hammerMinor: 500 });
  expect(endOf(SECOND, [...rising, ['b3', 600]])).toMatchObject({ buyer: 'b2', hammerMinor: 600 });
});
