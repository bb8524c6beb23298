/**
 * What stands on a lot: its accepted bids and lowerings in order, without the voided, as a chain through the decisions that begins with
 * the newest. A bid enters without a look at those before it; only a void walks them.
 */
import type { Entry } from './decisions.ts';
import { NOWHERE } from './ids.ts';
import type { LotState, SaleState } from './state.ts';

/** Enters the decision that was made last. */
export function enter(state: SaleState, lot: LotState, place: number): void {
  state.decisions.link(place, lot.newest);
  lot.newest = place;
  lot.entryCount += 1;
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
  lot.entryCount -= 1;
  if (ordinal <= lot.early) lot.early -= 1;
  return true;
}

/** Takes all of them out. */
export function removeAll(lot: LotState): void {
  lot.newest = NOWHERE;
  lot.entryCount = 0;
  lot.early = 0;
}
