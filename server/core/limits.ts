/**
 * What a bidder may still promise (RULES.md §7): what he has won, and under `exposure` what he stands for elsewhere.
 * Knows accounts; decides no price.
 *
 * Source: HDH counts hammer prices of wins only (support.hdhwine.com, "setting a spending limit").
 */
import { fail } from './broken.ts';
import { type BidderState, isClosed, type LotState, NO_WINS, type SaleState } from './state.ts';

/** True when the amount on this lot would take the bidder past his limit; the room and the house have no account and no limit. */
export function isOverLimit(
  state: SaleState,
  account: BidderState | undefined,
  lot: LotState,
  amountMinor: number,
): boolean {
  if (account === undefined || account.limitMinor === null) return false;
  const policy = state.sale?.policies.limit ?? 'none';
  if (policy === 'none') return false;
  const elsewhere = policy === 'exposure' ? committedElsewhere(state, account, lot) : 0;
  return account.wonMinor + elsewhere + amountMinor > account.limitMinor;
}

/** What the sale's limit policy counts for a bidder today, in minor units. */
export function usedMinor(state: SaleState, account: BidderState): number {
  if (state.sale?.policies.limit !== 'exposure') return account.wonMinor;
  return account.wonMinor + committedElsewhere(state, account, null);
}

/** Notes that a bidder's promises on lots not closed changed by so much. The room and the house have no account. */
export function commit(state: SaleState, bidder: string | null, deltaMinor: number): void {
  if (bidder !== null) commitOf(state, state.bidders.get(bidder), deltaMinor);
}

/** The same of a bidder whose account is at hand. */
export function commitOf(state: SaleState, account: BidderState | undefined, deltaMinor: number): void {
  if (account === undefined || state.sale?.policies.limit !== 'exposure') return;
  const sum = account.committedMinor + deltaMinor;
  account.committedMinor = Number.isSafeInteger(sum) ? sum : Number.NaN;
}

/** Notes all that a lot holds of anybody's promises: added with `sign` 1, taken back with -1. */
export function commitLot(state: SaleState, lot: LotState, sign: 1 | -1): void {
  if (state.sale?.policies.limit !== 'exposure') return;
  commit(state, lot.leader, sign * lot.leaderMaxMinor);
  if (lot.amounts !== null) for (const [bidder, amount] of lot.amounts) commit(state, bidder, sign * amount);
}

/** A lot won, or given back when it was reopened. */
export function settle(account: BidderState, lot: LotState, won: boolean): void {
  if (!won) account.won = account.won.filter((one) => one !== lot);
  else if (account.won === NO_WINS) account.won = [lot];
  else account.won.push(lot);
  const sum = account.wonMinor + (won ? 1 : -1) * (lot.priceMinor ?? 0);
  // Outside the safe integers a sum cannot be taken back: then it is made anew.
  const isExact = Number.isSafeInteger(account.wonMinor) && Number.isSafeInteger(sum);
  account.wonMinor = isExact ? sum : hammersOf(account);
  // A sum of a thousand wins is not made at each of them: whenever the wins have doubled, and at the rare one that is taken back.
  const isTime = !won || (account.won.length & (account.won.length - 1)) === 0;
  if (isTime && account.wonMinor !== hammersOf(account)) fail('wins that do not add up', account.bidder);
}

function hammersOf(account: BidderState): number {
  return account.won.reduce((all, one) => all + (one.priceMinor ?? 0), 0);
}

function committedElsewhere(state: SaleState, account: BidderState, lot: LotState | null): number {
  if (Number.isNaN(account.committedMinor)) {
    let sum = 0;
    for (const one of state.lots.values()) if (one !== lot) sum += committedOn(one, account.bidder);
    return sum;
  }
  return account.committedMinor - (lot === null ? 0 : committedOn(lot, account.bidder));
}

function committedOn(lot: LotState, bidder: string): number {
  if (isClosed(lot)) return 0;
  return (lot.leader === bidder ? lot.leaderMaxMinor : 0) + (lot.amounts?.get(bidder) ?? 0);
}
