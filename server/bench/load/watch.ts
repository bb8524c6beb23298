/** What the watching desks saw: how old each tick was, and whether every one of them ends on the right price. */
import { type Histogram, histogram } from './histogram.ts';
import type { LoadResult, Plan } from './plan.ts';
import { STEP_MINOR } from './workload.ts';

export type Watch = {
  /** An acceptable bid of a lot was sent. */
  expect(lot: number, step: number, bid: number): void;
  see(watcher: number, lot: number, priceMinor: number, measuredFrom: number): void;
  /** True when no watcher can still be waiting for a tick. */
  complete(): boolean;
  readonly latencies: Histogram;
  counts(): LoadResult['ticks'];
};

/** A price stands for a step of its lot only where bids are exact, so a plan that measures ticks has no maxima. */
export function watchTicks(plan: Plan, meantAt: readonly number[]): Watch {
  const { lots, watchers } = plan;
  const latencies = histogram();
  const bidOf: number[][] = Array.from({ length: lots }, () => []);
  /** By watcher and lot: steps seen so far. */
  const seen = new Int32Array(watchers * lots);
  const received = new Uint32Array(watchers);

  function stepsBehind(): number {
    let behind = 0;
    for (let watcher = 0; watcher < watchers; watcher += 1)
      for (let lot = 0; lot < lots; lot += 1)
        if ((seen[watcher * lots + lot] ?? 0) < (bidOf[lot]?.length ?? 0)) {
          behind += 1;
          break;
        }
    return behind;
  }

  return {
    latencies,
    expect(lot, step, bid) {
      const of = bidOf[lot];
      if (of !== undefined) of[step] = bid;
    },
    see(watcher, lot, priceMinor, measuredFrom) {
      received[watcher] = (received[watcher] ?? 0) + 1;
      const steps = Math.floor((priceMinor - plan.fromMinor) / STEP_MINOR);
      const place = watcher * lots + lot;
      const before = seen[place] ?? 0;
      if (steps <= before) return;
      seen[place] = steps;
      const oldest = bidOf[lot]?.[before];
      const meant = oldest === undefined ? undefined : meantAt[oldest];
      if (meant !== undefined && meant >= measuredFrom) latencies.record(performance.now() - meant);
    },
    complete: () => plan.maxShare > 0 || watchers === 0 || stepsBehind() === 0,
    counts() {
      return {
        received: received.reduce((sum, count) => sum + count, 0),
        fewestAtOneWatcher: watchers === 0 ? 0 : Math.min(...received),
        mostAtOneWatcher: watchers === 0 ? 0 : Math.max(...received),
        watchersBehind: plan.maxShare > 0 ? 0 : stepsBehind(),
      };
    },
  };
}
