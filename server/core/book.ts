/**
 * Absentee maxima taken at the opening of a lot, in order, as if they were bid one by one (RULES.md §3). Knows one lot.
 *
 * Source: pre-bids are held until the clerk opens (help.auctionsimplified.com, block clerk).
 */
import { judgedMinor, objection, resolve, type Terms } from './english.ts';
import type { LotState } from './state.ts';

/** Takes the book into the lot. A maximum that the rules would reject by then (below the ask that an earlier one made) has no effect. */
export function takeBook(terms: Terms, lot: LotState, book: ReadonlyMap<string, number>): void {
  for (const [bidder, amount] of book) {
    const judged = judgedMinor(terms, lot, amount);
    if (objection(terms, lot, bidder, judged, 'max', 'book') === null)
      resolve(terms, lot, bidder, judged, 'max', 'book');
  }
}
