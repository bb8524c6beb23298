/**
 * The fold of a lot (SHAPE.md, step 9): one state a lot, the same for a tick and for a snapshot's tick. Pure.
 * It must not know where a tick came from, what time it is, or any rule of the auction.
 */
import type { Tick } from '../protocol/wire.ts';

/** How many revisions ahead of a hole are remembered; beyond it only a snapshot mends. */
export const AHEAD_MAX = 64;

export type LotState = {
  /** The word with the highest revision that was heard. */
  readonly tick: Tick;
  /** Everything up to this revision has been heard, or is contained in a snapshot. */
  readonly whole: number;
  /** Revisions above `whole` that were heard, ascending: a hole lies below each of them. */
  readonly ahead: readonly number[];
};

/** `tick`: one change of the lot. `snapshot`: the lot as it stands, which makes all before it known. */
export type Origin = 'tick' | 'snapshot';

/** True when a revision is missing: the desk shows the lot as old and takes no bid on it. */
export function hasHole(lot: LotState): boolean {
  return lot.whole < lot.tick.rev;
}

/** The lot after one more word. Gives back the same object when the word says nothing new. */
export function foldLot(lot: LotState | undefined, tick: Tick, origin: Origin): LotState {
  if (lot === undefined) {
    const whole = origin === 'snapshot' || tick.rev <= 1 ? tick.rev : 0;
    return { tick, whole, ahead: whole === tick.rev ? NONE : [tick.rev] };
  }
  if (tick.rev <= lot.whole) return lot;
  const newest = tick.rev > lot.tick.rev ? tick : lot.tick;
  if (origin === 'tick' && tick.rev === lot.whole + 1 && lot.ahead.length === 0)
    return { tick: newest, whole: tick.rev, ahead: NONE };
  return settle(lot, tick.rev, newest, origin);
}

/** The revision that a heartbeat says exists and that was never heard, or null: the loss of the last tick. */
export function missingTail(lot: LotState | undefined, headRev: number): number | null {
  if (lot === undefined) return headRev > 0 ? headRev : null;
  return headRev > lot.whole ? headRev : null;
}

const NONE: readonly number[] = [];

function settle(lot: LotState, rev: number, newest: Tick, origin: Origin): LotState {
  let whole = origin === 'snapshot' ? rev : lot.whole;
  const held = lot.ahead.filter((known) => known > whole && known !== rev);
  if (origin === 'tick') held.push(rev);
  held.sort((a, b) => a - b);
  let joined = 0;
  for (const known of held) {
    if (known !== whole + 1) break;
    whole = known;
    joined += 1;
  }
  const ahead = held.slice(joined, joined + AHEAD_MAX);
  if (whole === lot.whole && newest === lot.tick && ahead.length === lot.ahead.length) return lot;
  return { tick: newest, whole, ahead };
}
