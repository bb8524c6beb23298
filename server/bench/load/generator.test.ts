/** What the load promises of itself: a schedule that nothing moves, a share that holds, bids that are never below the ask by their order. */
import { expect, it } from 'vitest';
import type { Plan } from './plan.ts';
import { scheduleOf } from './schedule.ts';
import { workload } from './workload.ts';

const plan = { seconds: 10, warmSeconds: 0 } as Plan;

it('means bid n for n over the rate, whatever the time is', () => {
  const { meantMs } = scheduleOf({ ...plan, load: { kind: 'open', bidsPerSecond: 5_000 } });
  expect([0, 1, 5_000].map(meantMs)).toEqual([0, 0.2, 1_000]);
});

it('puts the late share of a spike into its last moments', () => {
  const load = { kind: 'spike', bids: 1_000, endsAt: 0, lateShare: 0.8, lateMs: 2_000 } as const;
  const { meantMs } = scheduleOf({ ...plan, load });
  const times = Array.from({ length: 1_000 }, (_, bid) => meantMs(bid));
  expect(times.filter((ms) => ms >= 8_000 && ms < 10_000)).toHaveLength(800);
  expect(times.every((ms, at) => at === 0 || ms >= (times[at - 1] ?? 0))).toBe(true);
  expect(meantMs(1_000)).toBe(Number.POSITIVE_INFINITY);
});

it('keeps the accepted share, rises on every lot, and never has a bidder outbid himself', () => {
  const bids = workload({ lots: 5, bidders: 50, acceptedShare: 0.7, maxShare: 0.2, fromMinor: 0 });
  const last = new Map<number, { amountMinor: number; bidder: number }>();
  let acceptable = 0;
  for (let bid = 0; bid < 20_000; bid += 1) {
    const { lot, bidder, amountMinor, step } = bids.next();
    if (step < 0) continue;
    acceptable += 1;
    const before = last.get(lot);
    if (before !== undefined) {
      expect(amountMinor).toBeGreaterThan(before.amountMinor);
      expect(bidder).not.toBe(before.bidder);
    }
    last.set(lot, { amountMinor, bidder });
  }
  expect(acceptable / 20_000).toBeCloseTo(0.7, 1);
});
