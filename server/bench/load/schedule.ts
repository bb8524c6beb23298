/** When each bid is meant to leave, in milliseconds after the start. A function of its number alone: nothing that happens moves it. */
import type { Plan } from './plan.ts';

/** A moment for the loop to settle between the last login and the first bid. */
const SETTLE_MS = 100;

export type Schedule = {
  /** On the `performance.now()` clock. */
  startsAt(): number;
  meantMs(bid: number): number;
};

export function scheduleOf(plan: Plan): Schedule {
  const { load } = plan;
  const soon = () => performance.now() + SETTLE_MS;
  if (load.kind === 'closed') return { startsAt: () => performance.now(), meantMs: () => 0 };
  if (load.kind === 'open') return { startsAt: soon, meantMs: (bid) => (bid * 1000) / load.bidsPerSecond };
  const wholeMs = (plan.warmSeconds + plan.seconds) * 1000;
  const early = Math.round(load.bids * (1 - load.lateShare));
  const earlyMs = wholeMs - load.lateMs;
  return {
    startsAt: () => performance.now() + (load.endsAt - wholeMs - Date.now()),
    meantMs: (bid) => {
      if (bid >= load.bids) return Number.POSITIVE_INFINITY;
      if (bid < early) return (bid * earlyMs) / early;
      return earlyMs + ((bid - early) * load.lateMs) / (load.bids - early);
    },
  };
}
