/** What happens by itself: timed and sealed lots open and close, a Dutch clock runs out (RULES.md §4). Asks only the command's time. */
import type { Event } from '../../protocol/event.ts';
import { dueBy } from './calendar.ts';
import { emitOf, emitPrice, pricedNow, revOf } from './emit.ts';
import { premiumMinor } from './premium.ts';
import { sealedOutcome } from './sealed.ts';
import { isReserveMet, type LotState, type SaleState } from './state.ts';

/** Does all that is due by `at`, in order of time; at the same time closings first, then by lot number. */
export function doDue(state: SaleState, events: Event[], at: number): void {
  for (let lot = dueBy(state, at); lot !== null; lot = dueBy(state, at)) {
    if (lot.status === 'upcoming') open(state, events, lot);
    else if (lot.format === 'sealed') closeSealed(state, events, lot);
    else close(state, events, lot);
  }
}

/** Opens a lot, by the clock or by the auctioneer; its book is taken with one `PriceChanged`. */
export function open(state: SaleState, events: Event[], lot: LotState): void {
  const before = pricedNow(lot);
  emitOf(state, events, lot, { type: 'LotOpened', lot: lot.lotId, rev: revOf(state, lot) });
  emitPrice(state, events, lot, before);
}

/** Sells the lot. */
export function sell(state: SaleState, events: Event[], lot: LotState, buyer: string, hammerMinor: number): void {
  emitOf(state, events, lot, {
    type: 'LotSold',
    lot: lot.lotId,
    rev: revOf(state, lot),
    buyer,
    hammerMinor,
    premiumMinor: premiumMinor(state.sale?.premium ?? [], hammerMinor),
  });
}

function close(state: SaleState, events: Event[], lot: LotState): void {
  if (lot.leader === null || lot.priceMinor === null) pass(state, events, lot, 'no-bid');
  else if (!isReserveMet(lot)) pass(state, events, lot, 'reserve-not-met');
  else sell(state, events, lot, lot.leader, lot.priceMinor);
}

function closeSealed(state: SaleState, events: Event[], lot: LotState): void {
  const outcome = sealedOutcome(lot);
  if ('reason' in outcome) pass(state, events, lot, outcome.reason);
  else sell(state, events, lot, outcome.buyer, outcome.hammerMinor);
}

/** Passes the lot. */
export function pass(state: SaleState, events: Event[], lot: LotState, reason: string): void {
  emitOf(state, events, lot, { type: 'LotPassed', lot: lot.lotId, rev: revOf(state, lot), reason });
}
