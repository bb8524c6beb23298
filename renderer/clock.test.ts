import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Clock, forget, houseNow, observe, unknownClock } from './clock.ts';

/** An exchange at local time `t0` with a house that is `offset` ahead, and the given delays there and back. */
const exchange = (t0: number, offset: number, there: number, back: number) => ({
  t0,
  t1: t0 + there + offset,
  t2: t0 + there + offset,
  t3: t0 + there + back,
});

describe('the clock of the house', () => {
  test('before the first exchange nothing is guessed', () => {
    expect(houseNow(unknownClock, 5)).toBeNull();
  });

  test('the true offset always lies within the stated error, however lopsided the delays', () => {
    const trips = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 })), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(fc.integer({ min: -4_000_000, max: 4_000_000 }), trips, (offset, delays) => {
        let clock: Clock = unknownClock;
        for (const [index, [there, back]] of delays.entries())
          clock = observe(clock, exchange(index * 1000, offset, there, back));
        expect(Math.abs((clock.offsetMs ?? Number.NaN) - offset)).toBeLessThanOrEqual((clock.errorMs ?? -1) + 1e-6);
      }),
    );
  });

  test('the least round trip speaks for all', () => {
    const slow = observe(unknownClock, exchange(0, 500, 300, 10));
    const both = observe(slow, exchange(1000, 500, 2, 2));
    expect(both.offsetMs).toBe(500);
    expect(both.errorMs).toBe(2);
    expect(observe(both, exchange(2000, 500, 250, 1)).offsetMs).toBe(500);
  });

  test('the shown time never runs backwards, and comes to the truth', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 600 })), {
          minLength: 2,
          maxLength: 16,
        }),
        (delays) => {
          let clock: Clock = unknownClock;
          let before = Number.NEGATIVE_INFINITY;
          for (const [index, [there, back]] of delays.entries()) {
            const t0 = index * 1500;
            clock = observe(clock, exchange(t0, 1000, there, back));
            for (let t = t0 + there + back; t < t0 + 1500; t += 50) {
              const now = houseNow(clock, t) ?? Number.NaN;
              expect(now).toBeGreaterThanOrEqual(before - 1e-6);
              before = now;
            }
          }
          const late = delays.length * 1500 + 60_000;
          expect(Math.abs((houseNow(clock, late) ?? 0) - late - (clock.offsetMs ?? 0))).toBeLessThan(1e-6);
        },
      ),
    );
  });

  test('a house that is far ahead (after a sleep) is caught up with at once', () => {
    const clock = observe(forget(observe(unknownClock, exchange(0, 0, 1, 1))), exchange(1000, 3_600_000, 1, 1));
    expect(houseNow(clock, 2000)).toBe(3_602_000);
  });

  test('an impossible exchange changes nothing', () => {
    const clock = observe(unknownClock, exchange(0, 5, 1, 1));
    expect(observe(clock, { t0: 10, t1: 0, t2: 0, t3: 9 })).toBe(clock);
  });
});
