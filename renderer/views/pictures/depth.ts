/** How deep the bidding went: at each price that was reached, who had been ready to pay it. From public words only. Pure. */
import type { LotStep } from '../../../protocol/wire.ts';
import { storyOf } from '../../words-story.ts';

export type Rung = {
  readonly priceMinor: number;
  /** Paddles (and the room) seen at this price or above it. */
  readonly bidders: number;
  /** Bids that were made at just this price. */
  readonly bids: number;
};

type Bid = { readonly who: string; readonly priceMinor: number };

/** Lowest price first. A bidder counts up to the highest price at which he was seen; a maximum that nobody tested is not seen. */
export function depthOf(bids: readonly Bid[]): readonly Rung[] {
  const highest = new Map<string, number>();
  const at = new Map<number, number>();
  for (const { who, priceMinor } of bids) {
    highest.set(who, Math.max(priceMinor, highest.get(who) ?? 0));
    at.set(priceMinor, (at.get(priceMinor) ?? 0) + 1);
  }
  const reached = [...highest.values()].sort((a, b) => a - b);
  // Both rise: who stayed below a price stays below every higher one.
  let below = 0;
  return [...at]
    .sort(([a], [b]) => a - b)
    .map(([priceMinor, bids]) => {
      while (below < reached.length && (reached[below] ?? 0) < priceMinor) below += 1;
      return { priceMinor, bidders: reached.length - below, bids };
    });
}

/** Who was seen at which price: the bidder at what he bid, and the leader whose maximum answered him at the price that it made. */
export function bidsOf(trail: readonly LotStep[]): readonly Bid[] {
  return storyOf(trail).flatMap(({ step, kind }) => {
    const { last, leader, priceMinor } = step;
    // A lot that the book opens has its first bid in its opening.
    if ((kind !== 'bid' && kind !== 'opened') || last === null || priceMinor === null) return [];
    const made = { who: last.bidder, priceMinor: Math.min(last.amountMinor, priceMinor) };
    return leader === null || leader === last.bidder ? [made] : [made, { who: leader, priceMinor }];
  });
}
