/** At most one commit a frame: batches wait for the next animation frame, the last value of a lot wins. It must not know a store. */
import type { LotWord, TrailPoint } from './feed/words.ts';

/** Steps of a lot that wait for a frame; older ones give way. */
export const TRAIL_WAITING_MAX = 256;

/** A batch of so many lots is a flood: nobody reads them all. */
export const FLOOD_LOTS = 24;
/** So many of them on end are a flood that goes on; the first word on a sale is one and over. */
export const FLOODS_ON_END = 3;
/** Without another for so long it is over. */
export const FLOOD_OVER_MS = 250;
/**
 * How long after a flood the next batch is called for, so that it is painted in the third frame after it: the feed conflates
 * meanwhile, and what comes is fresh (ADR 0092). Some 10 ms are left for its way from the feed; a batch that comes later misses
 * that frame. A timer, since a frame that is asked for costs a turn of the whole page.
 */
export const FLOOD_REST_MS = 38;

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
 * `flooding` is told when a flood goes on, before its batch is committed, and when it is over.
 */
export function createFrame(
  commit: (lots: readonly LotWord[]) => void,
  painted: () => void,
  flooding: (isOn: boolean) => void,
  schedule: Schedule = animation,
  later: Later = timer,
): Frame {
  const waiting = new Map<string, LotWord>();
  let handle = 0;
  let isDue = false;
  let wake: (() => void) | null = null;
  let onEnd = 0;
  let keepFlood: (() => void) | null = null;

  const rested = () => {
    wake = null;
    painted();
  };

  const over = () => {
    keepFlood = null;
    if (onEnd >= FLOODS_ON_END) flooding(false);
    onEnd = 0;
  };
  const flooded = () => {
    onEnd += 1;
    keepFlood?.();
    keepFlood = later(over, FLOOD_OVER_MS);
    if (onEnd === FLOODS_ON_END) flooding(true);
  };

  const run = () => {
    isDue = false;
    const lots = [...waiting.values()];
    const isFlood = lots.length >= FLOOD_LOTS;
    waiting.clear();
    if (isFlood) flooded();
    commit(lots);
    if (wake !== null) return;
    if (isFlood) wake = later(rested, FLOOD_REST_MS);
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
      keepFlood?.();
      over();
      waiting.clear();
    },
  };
}

function joined(before: LotWord | undefined, after: LotWord): LotWord {
  if (before === undefined) return after;
  const trail: readonly TrailPoint[] = [...before.trail, ...after.trail].slice(-TRAIL_WAITING_MAX);
  return { ...after, trail };
}
