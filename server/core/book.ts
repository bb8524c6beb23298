/**
 * Absentee maxima taken at the opening of a lot, in order, as if they were bid one by one (RULES.md §3). Knows one lot.
 *
 * Source: pre-bids are held until the clerk opens (help.auctionsimplified.com, block clerk).
 */
import { objection, resolve, type Terms } from './english.ts';
import type { LotState } from './state.ts';

/**
 * Takes the book into the lot. A maximum that the rules would reject by then (below the ask that an earlier one made) has no effect.
 * The ladder was asked when it was left; it is not asked again, so that one that was lowered between two values is not lost.
 */
export function takeBook(terms: Terms, lot: LotState, book: ReadonlyMap<string, number>): void {
  const kept: Terms = { ...terms, policies: { ...terms.policies, offLadder: 'keep' } };
  for (const [bidder, amount] of book)
    if (objection(kept, lot, bidder, amount, 'max', 'book') === null) resolve(kept, lot, bidder, amount, 'max', 'book');
}
