import { describe, expect, it } from 'vitest';
import { LIMITS } from './limits.ts';
import { createPatience } from './patience.ts';

const limits = {
  ...{ refusalsBorne: 10, pauseMs: 1_000, shutAfterMs: 1_000, cutAfterMs: 5_000 },
  ...{ crowdRefusalsBorne: 4, crowdShutAfterMs: 250, crowdCutAfterMs: 1_000 },
  ratesKept: LIMITS.ratesKept,
};

/** A house at hand: `cuts` are carried out when `settle` is called. */
function borne(over: Partial<typeof limits> = {}, isCrowd = false) {
  const cuts: (readonly string[])[] = [];
  const waiting: (() => void)[] = [];
  const crowd = { isHere: () => isCrowd };
  const patience = createPatience({
    limits: { ...limits, ...over },
    crowd,
    cut: (users) => cuts.push(users),
    later: (call) => waiting.push(call),
  });
  const settle = () => {
    for (const call of waiting.splice(0)) call();
  };
  /** `perSecond` refusals from `from` on, for so long. */
  const push = (user: string, from: number, perSecond: number, forMs: number) => {
    for (let at = from; at < from + forMs; at += 1_000 / perSecond) patience.refused(user, at);
  };
  return { patience, cuts, settle, push };
}

describe('the patience of the house', () => {
  it('bears a burst, however long it is, and who pauses', () => {
    const { patience, cuts, settle, push } = borne();
    push('a', 0, 5_000, 900);
    expect(patience.shutMs('a', 900)).toBe(0);
    for (let from = 2_000; from < 60_000; from += 2_000) push('a', from, 50, 900);
    settle();
    expect([cuts, patience.shutMs('a', 61_000)]).toEqual([[], 0]);
  });

  it('bears a few refusals a second for ever', () => {
    const { patience, cuts, settle, push } = borne();
    push('a', 0, 0.9, 600_000);
    settle();
    expect([cuts, patience.shutMs('a', 600_001)]).toEqual([[], 0]);
  });

  it('does not listen to him who goes on for a second, until he has been silent for one', () => {
    const { patience, push } = borne();
    push('a', 0, 50, 1_100);
    expect(patience.shutMs('a', 1_100)).toBe(1_000);
    expect(patience.shutMs('b', 1_100)).toBe(0);
    expect(patience.shutMs('a', 2_080)).toBe(0);
  });

  it('cuts off who goes on for five, once for a stretch, and together with others', () => {
    const { patience, cuts, settle, push } = borne();
    push('a', 0, 50, 4_900);
    settle();
    expect(cuts).toEqual([]);
    push('a', 4_900, 50, 200);
    push('b', 0, 50, 5_100);
    settle();
    expect(cuts).toEqual([['a', 'b']]);
    // What was under way is no second stretch, nor is he listened to.
    push('a', 5_100, 50, 500);
    settle();
    expect(cuts).toHaveLength(1);
    expect(patience.shutMs('a', 5_600)).toBe(1_000);
    push('a', 5_600, 50, 5_000);
    settle();
    expect(cuts).toEqual([['a', 'b'], ['a']]);
  });

  it('bears less beside a crowd, and still lets him hear the first no before it is held against him', () => {
    const { patience, cuts, settle, push } = borne({}, true);
    // Twenty that were under way when he was told to wait.
    push('a', 0, 200, 100);
    expect(patience.shutMs('a', 200)).toBe(0);
    push('b', 0, 10, 301);
    expect(patience.shutMs('b', 310)).toBe(1_000);
    expect(patience.shutMs('b', 1_300)).toBe(0);
    push('c', 0, 10, 901);
    settle();
    expect(cuts).toEqual([]);
    push('c', 1_000, 10, 101);
    settle();
    expect(cuts).toEqual([['c']]);
    // What was under way is no second stretch.
    push('c', 1_100, 10, 501);
    settle();
    expect(cuts).toHaveLength(1);
    expect(patience.shutMs('c', 1_700)).toBe(1_000);
  });

  it('is bounded by a flood of names, and still knows the last', () => {
    const { patience, push } = borne({ ratesKept: 100 });
    for (let n = 0; n < 10_000; n += 1) patience.refused(`n${n}`, 0);
    push('last', 0, 50, 1_100);
    expect(patience.shutMs('last', 1_100)).toBe(1_000);
  });
});
