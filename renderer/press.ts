/**
 * What a press on the bid button means. A price that changed under the pointer or a moment ago takes a second press; a double
 * press is one bid. Pure, and no rule of the auction: whether a bid is good is the house's to say.
 */

/** An ask younger than this may not be the one that the eye had read. */
export const FRESH_ASK_MS = 250;
/** Two presses within this are one. */
export const DOUBLE_PRESS_MS = 400;

export type Press = {
  readonly nowMs: number;
  /** The ask on the screen at the moment of the press. */
  readonly askMinor: number | null;
  /** The ask on the screen when the pointer went down; undefined for a key, which goes down and counts at once. */
  readonly downAskMinor?: number | null | undefined;
  readonly askChangedAtMs: number;
  readonly lastBidAtMs: number;
  readonly hasOpenBid: boolean;
  /** Why bidding is off, or null. */
  readonly whyNot: string | null;
};

export type Verdict = 'bid' | 'again' | 'double' | 'pending' | 'off';

export function judgePress(press: Press): Verdict {
  if (press.whyNot !== null || press.askMinor === null) return 'off';
  if (press.hasOpenBid) return 'pending';
  if (press.nowMs - press.lastBidAtMs < DOUBLE_PRESS_MS) return 'double';
  if (press.downAskMinor !== undefined && press.downAskMinor !== press.askMinor) return 'again';
  if (press.nowMs - press.askChangedAtMs < FRESH_ASK_MS) return 'again';
  return 'bid';
}
