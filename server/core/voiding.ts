/**
 * What a lot is once an accepted bid is taken away (RULES.md §5). Knows one lot and the policies; asks no limit again.
 *
 * Sources: eBay's retraction takes a bid as if it had never been; UCC 2-328(3): a retraction revives no previous bid.
 */
import type { Sale } from '../../protocol/sale.ts';
import { dropAmount } from './amounts.ts';
import { takeBook } from './book.ts';
import { fail } from './broken.ts';
import type { Entry } from './decisions.ts';
import { clear, judgedMinor, objection, resolve } from './english.ts';
import { entriesOf, remove, removeAll } from './entries.ts';
import { commitLot } from './limits.ts';
import { loweringObjection } from './lowering.ts';
import type { LotState, SaleState } from './state.ts';

/** Takes the bid away by the sale's policy; the lot's warning with it. Extensions stay. */
export function takeBack(state: SaleState, lot: LotState, bidId: string): void {
  const sale = state.sale ?? fail('no sale', bidId);
  const place = state.decisions.placeOf(bidId);
  if (lot.format === 'sealed') {
    if (!remove(state, lot, place)) fail('a void of no bid', bidId);
    dropAmount(state, lot, state.decisions.bidderAt(place));
  } else {
    commitLot(state, lot, -1);
    if (sale.policies.void === 'recompute') {
      if (!remove(state, lot, place)) fail('a void of no bid', bidId);
      takeAgain(sale, lot, entriesOf(state, lot));
    } else {
      removeAll(state, lot);
      clear(lot);
    }
    commitLot(state, lot, 1);
  }
  if (lot.status === 'warned') lot.status = 'open';
  lot.bids = entriesOf(state, lot).filter((entry) => entry.type === 'BidAccepted').length;
}

/** Takes what remains again, in order, from the opening. */
function takeAgain(sale: Sale, lot: LotState, entries: readonly Entry[]): void {
  clear(lot);
  takeBook(sale, lot, bookAgain(entries.slice(0, lot.early)));
  for (const entry of entries.slice(lot.early)) {
    if (entry.type === 'MaxLowered') {
      if (loweringObjection(lot, entry.bidder, entry.amountMinor) === null) lot.leaderMaxMinor = entry.amountMinor;
      continue;
    }
    const { bidder, kind, channel } = entry;
    const amount = judgedMinor(sale, lot, entry.amountMinor);
    if (objection(sale, lot, bidder, amount, kind, channel) === null) resolve(sale, lot, bidder, amount, kind, channel);
  }
}

/** The book as it would have stood at the opening. */
function bookAgain(early: readonly Entry[]): Map<string, number> {
  const book = new Map<string, number>();
  for (const entry of early) {
    const standing = book.get(entry.bidder);
    if (entry.type === 'MaxLowered') {
      if (standing !== undefined && entry.amountMinor < standing) book.set(entry.bidder, entry.amountMinor);
      continue;
    }
    // What was left for the opening fits it still: the opening never moved, and a void only takes higher ones of his away.
    book.delete(entry.bidder);
    book.set(entry.bidder, entry.amountMinor);
  }
  return book;
}
