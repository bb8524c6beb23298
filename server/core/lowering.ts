/**
 * A maximum lowered by its owner (RULES.md §3). Knows one lot.
 *
 * Source: North Bay, Auctionet and MaxSold let a maximum be lowered, never to the price it already made (Copart forbids it).
 */
import type { RefuseReason } from '../../protocol/event.ts';
import { isClosed, isEnglish, type LotState } from './state.ts';

/** Why the maximum cannot be lowered to this amount; null when it can. */
export function loweringObjection(lot: LotState, bidder: string, amountMinor: number): RefuseReason | null {
  if (!isEnglish(lot) || isClosed(lot)) return 'wrong-state';
  if (lot.status === 'upcoming') {
    const standing = lot.amounts?.get(bidder);
    if (standing === undefined) return 'wrong-state';
    if (amountMinor < lot.openingMinor) return 'below-price';
    return amountMinor >= standing ? 'max-not-lowered' : null;
  }
  if (lot.leader !== bidder) return 'wrong-state';
  if (amountMinor <= (lot.priceMinor ?? 0)) return 'below-price';
  return amountMinor >= lot.leaderMaxMinor ? 'max-not-lowered' : null;
}
