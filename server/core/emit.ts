/** One event decided: it takes its `rev`, changes the state, and joins the events of its command. */
import type { Event } from '../../protocol/event.ts';
import { apply, applyTo, type LotEvent } from './apply.ts';
import { type BidderState, isReserveMet, type LotState, type SaleState } from './state.ts';

/** Applies an event and appends it. */
export function emit(state: SaleState, events: Event[], event: Event): void {
  apply(state, event, state.at);
  events.push(event);
}

/** The same for an event of a lot, and of a bidder's account where there is one. */
export function emitOf(state: SaleState, events: Event[], lot: LotState, event: LotEvent, account?: BidderState): void {
  applyTo(state, lot, event, state.at, account);
  events.push(event);
}

/** The `rev` of the lot's next event: one more than before, once a command. */
export function revOf(state: SaleState, lot: LotState): number {
  return lot.turn === state.turn ? lot.rev : lot.rev + 1;
}

/** What the public sees of a lot's price, to be compared after a change. */
export type Priced = {
  readonly priceMinor: number | null;
  readonly leader: string | null;
  readonly askMinor: number | null;
  readonly reserveMet: boolean;
};

/** The price as it stands. */
export function pricedNow(lot: LotState): Priced {
  return { priceMinor: lot.priceMinor, leader: lot.leader, askMinor: lot.askMinor, reserveMet: isReserveMet(lot) };
}

/** Says `PriceChanged` once, when price, leader, ask or reserve are not as they were. */
export function emitPrice(state: SaleState, events: Event[], lot: LotState, before: Priced): void {
  const { priceMinor, leader, askMinor } = lot;
  const reserveMet = isReserveMet(lot);
  if (
    priceMinor === before.priceMinor &&
    leader === before.leader &&
    askMinor === before.askMinor &&
    reserveMet === before.reserveMet
  )
    return;
  emitOf(state, events, lot, {
    type: 'PriceChanged',
    lot: lot.lotId,
    rev: revOf(state, lot),
    priceMinor,
    leader,
    askMinor,
    reserveMet,
  });
}
