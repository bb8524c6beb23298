import { describe, expect, it } from 'vitest';
import { createCrowd } from './crowd.ts';
import { rateLimiter } from './rate.ts';

describe('the rate limiter', () => {
  it('lets a burst through, then one at a time, and says when', () => {
    const limiter = rateLimiter({ perSecond: 10, burst: 3 }, 100);
    expect([0, 0, 0].map(() => limiter.take('a', 1_000))).toEqual([0, 0, 0]);
    expect(limiter.take('a', 1_000)).toBe(100);
    expect(limiter.take('a', 1_099)).toBe(1);
    expect(limiter.take('a', 1_100)).toBe(0);
    expect(limiter.take('a', 1_100)).toBe(100);
  });

  it('gives the whole burst back after a rest, and no more', () => {
    const limiter = rateLimiter({ perSecond: 10, burst: 3 }, 100);
    for (let i = 0; i < 3; i += 1) limiter.take('a', 0);
    expect([0, 0, 0, 0].map(() => limiter.take('a', 60_000) === 0)).toEqual([true, true, true, false]);
  });

  it('gives nobody a burst in a crowd, nor takes his pace', () => {
    const limiter = rateLimiter({ perSecond: 10, burst: 3 }, 100);
    expect([1_000, 1_100, 1_200].map((at) => limiter.take('a', at, true))).toEqual([0, 0, 0]);
    expect(limiter.take('a', 1_210, true)).toBe(89);
    expect(limiter.take('a', 1_210)).toBe(0);
    // A pace that is finer than the clock is not held against who keeps it.
    const quick = rateLimiter({ perSecond: 100_000, burst: 50 }, 100);
    expect(Array.from({ length: 50 }, () => quick.take('a', 1_000, true)).every((ms) => ms === 0)).toBe(true);
  });

  it('gives newcomers no burst beside a crowd of them, and who kept his pace his own', () => {
    const crowd = createCrowd({ crowdPeople: 3, pauseMs: 1_000 });
    const limiter = rateLimiter({ perSecond: 10, burst: 3 }, 100, crowd, 4);
    const twice = (key: string, at: number) => [limiter.take(key, at), limiter.take(key, at)];
    // A burst that was let in gives no standing: it is no pace.
    for (const at of [0, 0, 0, 400, 400]) expect(limiter.take('quick', at)).toBe(0);
    for (const at of [0, 2_000, 4_000, 5_000]) limiter.take('old', at);
    // Two in a hurry are no crowd; the third makes one.
    expect(['a', 'b', 'c', 'd'].map((key) => twice(key, 6_000))).toEqual([
      [0, 0],
      [0, 0],
      [0, 99],
      [0, 99],
    ]);
    expect([twice('old', 6_000), twice('quick', 6_000)]).toEqual([
      [0, 0],
      [0, 99],
    ]);
    // Nobody's pace is touched.
    expect([6_100, 6_200, 6_300].map((at) => limiter.take('d', at))).toEqual([0, 0, 0]);
    // The crowd has gone.
    expect(twice('e', 8_500)).toEqual([0, 0]);
  });

  it('takes the burst beside a crowd from who was refused, until he has kept his pace again, however long he is silent', () => {
    const crowd = createCrowd({ crowdPeople: 1, pauseMs: 1_000 });
    const limiter = rateLimiter({ perSecond: 10, burst: 3 }, 100, crowd, 4);
    const inARow = (at: number) => [0, 1, 2, 3].map(() => limiter.take('old', at) === 0);
    const atPace = (from: number) => [0, 1, 2, 3].map((n) => limiter.take('old', from + n * 100));
    atPace(0);
    expect(inARow(1_000)).toEqual([true, true, true, false]);
    expect(inARow(60_000)).toEqual([true, false, false, false]);
    expect(atPace(61_000)).toEqual([0, 0, 0, 0]);
    expect(inARow(62_000)).toEqual([true, true, true, false]);
  });

  it('keeps keys apart', () => {
    const limiter = rateLimiter({ perSecond: 1, burst: 1 }, 100);
    expect(limiter.take('a', 0)).toBe(0);
    expect(limiter.take('a', 0)).toBe(1_000);
    expect(limiter.take('b', 0)).toBe(0);
  });

  it('is bounded by a flood of keys, and still holds back the one it knows', () => {
    const limiter = rateLimiter({ perSecond: 1, burst: 1 }, 1_000);
    for (let i = 0; i < 50_000; i += 1) limiter.take(`k${i}`, i);
    expect(limiter.size).toBeLessThanOrEqual(1_000);
    limiter.take('last', 50_000);
    expect(limiter.take('last', 50_000)).toBe(1_000);
  });
});
