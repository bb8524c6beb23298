import { describe, expect, it } from 'vitest';
import { besideOthers } from './beside.ts';

const BIDS = 10_000;
const BIDDERS = 2_500;
/** Ten bids a millisecond. */
const meantAt = Array.from({ length: BIDS }, (_, bid) => bid / 10);
const bidderOf = meantAt.map((_, bid) => (bid * 7) % BIDDERS);
const served = meantAt.map((_, bid) => 2 + (bid % 5) / 5);

describe('a bidder beside others', () => {
  it('is not treated worse by a pause that all have', () => {
    // Every 100 ms the house stands still for 30: whoever comes then waits until it is over.
    const paused = meantAt.map((at, bid) => (served[bid] ?? 0) + Math.max(0, 30 - (at % 100)));
    expect(Math.max(...paused) / 2.4).toBeGreaterThan(10);
    expect(besideOthers(meantAt, paused, bidderOf).worstTimes).toBeLessThan(3);
  });

  it('is found when the house serves him last', () => {
    const partial = served.map((ms, bid) => (bidderOf[bid] === 21 ? ms + 20 : ms));
    const { medianTimes, worstTimes } = besideOthers(meantAt, partial, bidderOf);
    expect(medianTimes).toBeLessThan(1.5);
    expect(worstTimes).toBeGreaterThan(8);
  });

  it('is not judged where too few bid', () => {
    expect(besideOthers([0, 1], [1, 100], [0, 1])).toEqual({ medianTimes: 0, worstTimes: 0 });
    expect(besideOthers([], [], [])).toEqual({ medianTimes: 0, worstTimes: 0 });
  });
});
