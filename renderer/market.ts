/**
 * The fold of a lot (SHAPE.md, step 9): one state a lot, the same for a tick and for a snapshot's tick. Pure.
 * It must not know where a tick came from, what time it is, or any rule of the auction.
 */
import type { Tick } from '../protocol/wire.ts';

/** How many runs ahead of a hole are remembered; beyond it only a snapshot mends. */
export const AHEAD_MAX = 64;

/** A run of revisions that was heard: everything above the first, up to and with the second. */
type Run = readonly [above: number, upTo: number];

export type LotState = {
  /** The word with the highest revision that was heard; null when only a heartbeat spoke of the lot. */
  readonly tick: Tick | null;
  /** Everything up to this revision has been heard, or is contained in a snapshot. */
  readonly whole: number;
  /** The highest revision that is known to exist, from a tick or a heartbeat. */
  readonly known: number;
  /** What was heard above a hole, ascending. */
  readonly ahead: readonly Run[];
};

/** `tick`: one change of the lot. `snapshot`: the lot as it stands, which makes all before it known. */
export type Origin = 'tick' | 'snapshot';

export const unheard: LotState = { tick: null, whole: 0, known: 0, ahead: [] };

/** True when a revision is missing: the desk shows the lot as old and takes no bid on it. */
export function hasHole(lot: LotState): boolean {
  return lot.tick === null || lot.whole < lot.known;
}

/** A hold moves the ends and clocks of lots without a new revision of them: only a snapshot tells. */
function isMoved(tick: Tick, snapshot: Tick): boolean {
  return tick.rev === snapshot.rev && (tick.closesAt !== snapshot.closesAt || tick.openedAt !== snapshot.openedAt);
}

/** The lot after one more word. Gives back the same object when the word says nothing new. */
export function foldLot(lot: LotState, tick: Tick, origin: Origin): LotState {
  if (origin === 'snapshot' && lot.tick !== null && tick.rev === lot.whole && isMoved(lot.tick, tick))
    return { ...lot, tick };
  if (tick.rev < lot.whole || (tick.rev === lot.whole && lot.tick !== null)) return lot;
  const above = origin === 'snapshot' ? 0 : Math.min(tick.fromRev ?? tick.rev - 1, tick.rev);
  // The usual word: the next revision, and nothing is missing. It is met thousands of times a second.
  if (lot.ahead.length === 0 && above <= lot.whole)
    return { tick, whole: tick.rev, known: Math.max(lot.known, tick.rev), ahead: lot.ahead };
  const newest = lot.tick === null || tick.rev > lot.tick.rev ? tick : lot.tick;
  const runs = joined([...lot.ahead, [above, tick.rev]], lot.whole);
  const first = runs[0];
  const whole = first !== undefined && first[0] <= lot.whole ? first[1] : lot.whole;
  const ahead = runs.filter(([from]) => from > whole).slice(0, AHEAD_MAX);
  const known = Math.max(lot.known, tick.rev);
  if (newest === lot.tick && whole === lot.whole && known === lot.known && sameRuns(ahead, lot.ahead)) return lot;
  return { tick: newest, whole, known, ahead };
}

/** The lot after a heartbeat said that this revision exists: how the loss of the last tick shows. */
export function foldHead(lot: LotState, rev: number): LotState {
  return rev <= lot.known ? lot : { ...lot, known: rev };
}

/** Runs in order, those that touch made one; what lies below `whole` is cut. */
function joined(runs: readonly Run[], whole: number): readonly Run[] {
  const sorted = runs
    .filter(([, upTo]) => upTo >= whole)
    .map(([above, upTo]): Run => [Math.max(above, whole), upTo])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const out: Run[] = [];
  for (const run of sorted) {
    const last = out.at(-1);
    if (last !== undefined && run[0] <= last[1]) out[out.length - 1] = [last[0], Math.max(last[1], run[1])];
    else out.push(run);
  }
  return out;
}

function sameRuns(a: readonly Run[], b: readonly Run[]): boolean {
  return a.length === b.length && a.every((run, index) => run[0] === b[index]?.[0] && run[1] === b[index]?.[1]);
}
