/** At most one commit a frame: batches wait for the next animation frame, the last value of a lot wins. It must not know a store. */
import type { LotWord, TrailPoint } from './feed/words.ts';

/** Steps of a lot that wait for a frame; older ones give way. */
export const TRAIL_WAITING_MAX = 256;

/** A batch of so many lots is a flood: nobody reads them all. */
export const FLOOD_LOTS = 24;
/**
 * How long after a flood the next batch is called for, so that it is painted in the fifth frame after it: the feed conflates
 * meanwhile, and what comes is fresh (ADR 0079). Some 10 ms are left for its way from the feed; a batch that comes later misses
 * that frame. A timer, since a frame that is asked for costs a turn of the whole page.
 */
export const FLOOD_REST_MS = 71;

export type Frame = {
  readonly take: (lots: readonly LotWord[]) => void;
  readonly stop: () => void;
};

type Schedule = { readonly request: (run: () => void) => number; readonly cancel: (handle: number) => void };
/** Gives back how to call it off. */
type Later = (run: () => void, ms: number) => () => void;

const animation: Schedule = {
  request: (run) => requestAnimationFrame(run),
  cancel: (handle) => cancelAnimationFrame(handle),
};
const timer: Later = (run, ms) => {
  const handle = setTimeout(run, ms);
  return () => clearTimeout(handle);
};

/**
 * `commit` gets each lot once, with its last word and all its steps in order; `painted` is called after it, which is
 * what lets the feed send the next batch. A hidden page has no frames: then one batch waits here, and the feed conflates.
 */
export function createFrame(
  commit: (lots: readonly LotWord[]) => void,
  painted: () => void,
  schedule: Schedule = animation,
  later: Later = timer,
): Frame {
  const waiting = new Map<string, LotWord>();
  let handle = 0;
  let isDue = false;
  let wake: (() => void) | null = null;

  const rested = () => {
    wake = null;
    painted();
  };

  const run = () => {
    isDue = false;
    const lots = [...waiting.values()];
    waiting.clear();
    commit(lots);
    if (wake !== null) return;
    if (lots.length >= FLOOD_LOTS) wake = later(rested, FLOOD_REST_MS);
    else painted();
  };

  return {
    take(lots) {
      for (const lot of lots) waiting.set(lot.tick.lot, joined(waiting.get(lot.tick.lot), lot));
      if (isDue) return;
      isDue = true;
      handle = schedule.request(run);
    },
    stop() {
      if (isDue) schedule.cancel(handle);
      isDue = false;
      // The feed must not wait for a word that is no longer due.
      if (wake !== null) {
        wake();
        rested();
      }
      waiting.clear();
    },
  };
}

function joined(before: LotWord | undefined, after: LotWord): LotWord {
  if (before === undefined) return after;
  const trail: readonly TrailPoint[] = [...before.trail, ...after.trail].slice(-TRAIL_WAITING_MAX);
  return { ...after, trail };
}
