/**
 * What stands on a lot: its accepted bids and lowerings in order, without the voided, as a chain through the decisions that begins with
 * the newest. A bid enters without a look at those before it; only a void walks them.
 */
import { type Entry, GONE } from './decisions.ts';
import { NOWHERE } from './ids.ts';
import type { BidderState, LotState, SaleState } from './state.ts';

/** Enters the decision that was made last. The room and the house have no account. */
export function enter(state: SaleState, lot: LotState, place: number, account: BidderState | undefined): void {
  state.decisions.link(place, lot.newest);
  lot.newest = place;
  lot.entryCount += 1;
  enterOwn(state, account, place);
}

/** The same among the entries of its bidder, where those that are voided stay. */
export function enterOwn(state: SaleState, account: BidderState | undefined, place: number): void {
  if (account === undefined) return;
  state.decisions.linkOwn(place, account.newest);
  account.newest = place;
}

/** The places of the lot's entries, oldest first. */
export function placesOf(state: SaleState, lot: LotState): number[] {
  const places: number[] = [];
  for (let place = lot.newest; place !== NOWHERE; place = state.decisions.linkOf(place)) places.push(place);
  return places.reverse();
}

/** The entries themselves, oldest first. */
export function entriesOf(state: SaleState, lot: LotState): Entry[] {
  return placesOf(state, lot).map((place) => state.decisions.entryAt(place));
}

/** Takes one out; false when it does not stand there. */
export function remove(state: SaleState, lot: LotState, place: number): boolean {
  const { decisions } = state;
  let after = NOWHERE;
  let at = lot.newest;
  let ordinal = lot.entryCount;
  while (at !== NOWHERE && at !== place) {
    after = at;
    at = decisions.linkOf(at);
    ordinal -= 1;
  }
  if (at === NOWHERE) return false;
  if (after === NOWHERE) lot.newest = decisions.linkOf(at);
  else decisions.link(after, decisions.linkOf(at));
  decisions.link(place, GONE);
  lot.entryCount -= 1;
  if (ordinal <= lot.early) lot.early -= 1;
  return true;
}

/** Takes all of them out. */
export function removeAll(state: SaleState, lot: LotState): void {
  for (const place of placesOf(state, lot)) state.decisions.link(place, GONE);
  lot.newest = NOWHERE;
  lot.entryCount = 0;
  lot.early = 0;
}
