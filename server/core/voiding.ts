/**
 * What a lot is once an accepted bid is taken away (RULES.md §5). Knows one lot and the policies; asks no limit again.
 *
 * Sources: eBay's retraction takes a bid as if it had never been; UCC 2-328(3): a retraction revives no previous bid.
 */
import type { Sale } from '../../protocol/sale.ts';
import { dropAmount } from './amounts.ts';
import { takeBook } from './book.ts';
import { clear, judgedMinor, objection, resolve } from './english.ts';
import { fail } from './invariants.ts';
import { commitLot } from './limits.ts';
import { loweringObjection } from './lowering.ts';
import type { LotState, SaleState } from './state.ts';

/** Takes the bid away by the sale's policy; the lot's warning with it. Extensions stay. */
export function takeBack(state: SaleState, lot: LotState, bidId: string): void {
  const sale = state.sale ?? fail('no sale', bidId);
  const at = lot.entries.findIndex((entry) => entry.type === 'BidAccepted' && entry.id === bidId);
  const voided = lot.entries[at] ?? fail('a void of no bid', bidId);
  if (lot.lot.format === 'sealed') {
    remove(lot, at);
    dropAmount(state, lot, voided.bidder);
  } else {
    commitLot(state, lot, -1);
    if (sale.policies.void === 'recompute') {
      remove(lot, at);
      takeAgain(sale, lot);
    } else {
      lot.entries = [];
      lot.early = 0;
      clear(lot);
    }
    commitLot(state, lot, 1);
  }
  if (lot.status === 'warned') lot.status = 'open';
  lot.bids = lot.entries.reduce((count, entry) => count + (entry.type === 'BidAccepted' ? 1 : 0), 0);
  lot.last = lot.entries.findLast((entry) => entry.type === 'BidAccepted') ?? null;
}

function remove(lot: LotState, at: number): void {
  lot.entries.splice(at, 1);
  if (at < lot.early) lot.early -= 1;
}

/** Takes what remains again, in order, from the opening. */
function takeAgain(sale: Sale, lot: LotState): void {
  clear(lot);
  takeBook(sale, lot, bookAgain(lot));
  for (let i = lot.early; i < lot.entries.length; i += 1) {
    const entry = lot.entries[i];
    if (entry === undefined) continue;
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
function bookAgain(lot: LotState): Map<string, number> {
  const book = new Map<string, number>();
  for (const entry of lot.entries.slice(0, lot.early)) {
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
