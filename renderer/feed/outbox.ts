/**
 * What waits for the page: the last value a lot, at most one batch until the page has painted the one before. So a slow or
 * hidden page costs one entry a lot, never a queue. Knows no NATS and no timer.
 */

import { hasHole, type LotState } from '../market.ts';
import type { FeedWord, LotWord, TrailPoint } from './words.ts';

/** Steps of a lot that wait for the page; older ones give way. */
export const TRAIL_WAITING_MAX = 256;

export type Outbox = {
  readonly put: (lot: LotState, isStep: boolean) => void;
  /** From now on the steps of these lots cross, and of no others. */
  readonly look: (lots: readonly string[]) => void;
  /** The page has painted: the next batch may go. */
  readonly ready: () => void;
  readonly clear: () => void;
};

export function createOutbox(
  post: (word: FeedWord) => void,
  soon: (run: () => void) => void,
  monoMs: () => number,
): Outbox {
  const waiting = new Map<string, { state: LotState; trail: TrailPoint[] }>();
  let looked: ReadonlySet<string> = new Set();
  let mayPost = true;
  let isDue = false;
  let arrivedAtMs = 0;

  const send = () => {
    isDue = false;
    if (!mayPost || waiting.size === 0) return;
    mayPost = false;
    const lots: LotWord[] = [];
    for (const { state, trail } of waiting.values())
      if (state.tick !== null) lots.push({ tick: state.tick, hole: hasHole(state), trail });
    waiting.clear();
    post({ type: 'lots', lots, arrivedAtMs });
  };
  /** What one turn of the socket brings goes in one batch. */
  const schedule = () => {
    if (!mayPost || isDue) return;
    isDue = true;
    soon(send);
  };

  return {
    put(state, isStep) {
      const { tick } = state;
      if (tick === null) return;
      if (waiting.size === 0) arrivedAtMs = monoMs();
      const entry = waiting.get(tick.lot);
      const trail = entry?.trail ?? [];
      if (isStep && looked.has(tick.lot)) trail.push(pointOf(tick));
      if (trail.length > TRAIL_WAITING_MAX) trail.shift();
      if (entry === undefined) waiting.set(tick.lot, { state, trail });
      else entry.state = state;
      schedule();
    },
    look(lots) {
      looked = new Set(lots);
    },
    ready() {
      mayPost = true;
      if (waiting.size > 0) schedule();
    },
    clear() {
      waiting.clear();
      mayPost = true;
    },
  };
}

function pointOf({
  rev,
  seq,
  at,
  status,
  priceMinor,
  askMinor,
  leader,
  bids,
  last,
}: NonNullable<LotState['tick']>): TrailPoint {
  return { rev, seq, at, status, priceMinor, askMinor, leader, bids, last };
}
