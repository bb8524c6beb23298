/** Amounts left in a lot without being a price: book maxima before the opening, sealed amounts before the close (RULES.md §3, §6). */
import type { RejectReason } from '../../protocol/event.ts';
import { commit } from './limits.ts';
import type { LotState, SaleState } from './state.ts';

/** Why an amount cannot be left there; null when it can. */
export function amountObjection(lot: LotState, bidder: string, amountMinor: number): RejectReason | null {
  const standing = lot.amounts?.get(bidder);
  if (standing !== undefined && amountMinor <= standing) return 'max-not-raised';
  return amountMinor < lot.openingMinor ? 'below-ask' : null;
}

/** Leaves an amount; a later, higher one takes its place at the end. */
export function leaveAmount(state: SaleState, lot: LotState, bidder: string, amountMinor: number): void {
  lot.amounts ??= new Map();
  commit(state, bidder, amountMinor - (lot.amounts.get(bidder) ?? 0));
  lot.amounts.delete(bidder);
  lot.amounts.set(bidder, amountMinor);
}

/** Lowers an amount, which keeps its place. */
export function lowerAmount(state: SaleState, lot: LotState, bidder: string, amountMinor: number): void {
  commit(state, bidder, amountMinor - (lot.amounts?.get(bidder) ?? 0));
  lot.amounts?.set(bidder, amountMinor);
}

/** Takes a bidder's amount away. */
export function dropAmount(state: SaleState, lot: LotState, bidder: string): void {
  commit(state, bidder, -(lot.amounts?.get(bidder) ?? 0));
  lot.amounts?.delete(bidder);
}
