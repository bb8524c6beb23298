/**
 * The only place where a sale's state changes: one event folded into it (SHAPE.md, path of a bid). Deciding and restoring
 * both come through here, so that a fold of the log cannot differ from what was decided. Judges nothing.
 */
import type { BidAccepted, BidRejected, Event } from '../../protocol/event.ts';
import type { LotStatus, Sale } from '../../protocol/sale.ts';
import { leaveAmount, lowerAmount } from './amounts.ts';
import { takeBook } from './book.ts';
import { fail } from './broken.ts';
import { reschedule } from './calendar.ts';
import { resolve } from './english.ts';
import { enter } from './entries.ts';
import { hold, resume } from './hold.ts';
import { NOWHERE } from './ids.ts';
import { askAbove } from './increments.ts';
import { lotHolds } from './invariants.ts';
import { commit, commitLot, commitOf, settle } from './limits.ts';
import { registered, suspended } from './registry.ts';
import { type BidderState, isClosed, isEnglish, type LotState, newLot, type SaleState } from './state.ts';
import { takeBack } from './voiding.ts';

/** Folds one event, at the time of its command, into the state. Throws `InvariantBroken` for an event that cannot be. */
export function apply(state: SaleState, event: Event, at: number): void {
  switch (event.type) {
    case 'SaleCreated':
      created(state, event.sale);
      return;
    case 'BidderRegistered':
      registered(state, event);
      return;
    case 'BidderSuspended':
    case 'BidderReinstated':
      suspended(state.bidders.get(event.bidder) ?? fail('unknown bidder', event.bidder), event);
      return;
    case 'SaleHeld':
      hold(state, event.reason, at);
      return;
    case 'SaleResumed':
      resume(state, event.graceMs, at);
      return;
    case 'CommandRefused':
      return;
    case 'BidRejected':
      rejected(state, event);
      return;
    default:
      applyTo(state, state.lots.get(event.lot) ?? fail('unknown lot', event.lot), event, at);
  }
}

/** A rejection; `lot` and `account` are of it, where its giver has them at hand. A malformed bid leaves nothing. */
export function rejected(state: SaleState, event: BidRejected, lot?: LotState, account?: BidderState): void {
  if (event.reason !== 'malformed') state.decisions.add(event, lot, account);
}

/** An event that changes a lot. */
export type LotEvent = Extract<Event, { readonly lot: string; readonly rev: number }>;

/** The same for an event of a lot that its giver has at hand, as its bidder's account may be. */
export function applyTo(state: SaleState, lot: LotState, event: LotEvent, at: number, account?: BidderState): void {
  // Once a command, and never twice: a record that is folded a second time has the revision that the lot already has.
  if (event.rev !== (lot.turn === state.turn ? lot.rev : lot.rev + 1))
    fail('rev has a hole', `${event.lot} ${lot.rev} ${event.rev}`);
  lot.rev = event.rev;
  lot.turn = state.turn;
  switch (event.type) {
    case 'BidAccepted':
      accepted(state, lot, event, account);
      break;
    case 'PriceChanged':
      lot.priceMinor = event.priceMinor;
      lot.leader = event.leader;
      lot.askMinor = event.askMinor;
      break;
    case 'LotOpened':
      opened(state, lot, at);
      break;
    case 'MaxLowered':
      enter(state, lot, state.decisions.add(event, lot), state.bidders.get(event.bidder));
      if (lot.status === 'upcoming') {
        lot.early = lot.entryCount;
        lowerAmount(state, lot, event.bidder, event.amountMinor);
      } else {
        commit(state, lot.leader, event.amountMinor - lot.leaderMaxMinor);
        lot.leaderMaxMinor = event.amountMinor;
      }
      break;
    case 'AskSet':
      lot.setAskMinor = event.askMinor;
      lot.askMinor = event.askMinor;
      break;
    case 'LotExtended':
      // The bid's own lot spends one of its extensions; lots that are moved along with it do not.
      if (state.bidOn === lot) lot.extensions += 1;
      lot.closesAt = event.closesAt;
      reschedule(state, lot);
      break;
    case 'FairWarningGiven':
      lot.status = 'warned';
      break;
    case 'LotSold':
      sold(state, lot, event.buyer, event.hammerMinor);
      return;
    case 'LotPassed':
      closed(state, lot, 'passed');
      return;
    case 'LotWithdrawn':
      closed(state, lot, 'withdrawn');
      return;
    case 'LotReopened':
      reopened(state, lot);
      break;
    case 'BidVoided':
      takeBack(state, lot, event.bidId);
      break;
  }
  lotHolds(lot);
}

function created(state: SaleState, sale: Sale): void {
  if (state.sale !== null) fail('a second sale', sale.saleId);
  state.sale = sale;
  state.hardEndAt = sale.policies.extension?.hardEndAt ?? null;
  sale.lots.forEach((lot, index) => {
    const entry = newLot(lot, index);
    state.lots.set(lot.lotId, entry);
    reschedule(state, entry);
  });
}

function accepted(state: SaleState, lot: LotState, bid: BidAccepted, given: BidderState | undefined): void {
  const { bidder } = bid;
  const account = given ?? state.bidders.get(bidder);
  enter(state, lot, state.decisions.add(bid, lot, account), account);
  lot.bids += 1;
  state.bidOn = lot;
  if (lot.format === 'dutch') return;
  if (lot.format === 'sealed') {
    leaveAmount(state, lot, bidder, bid.amountMinor);
    return;
  }
  if (lot.status === 'upcoming') {
    lot.early = lot.entryCount;
    leaveAmount(state, lot, bidder, bid.amountMinor);
    return;
  }
  const { leader, leaderMaxMinor } = lot;
  resolve(terms(state), lot, bidder, bid.amountMinor, bid.kind, bid.channel);
  if (lot.leader !== leader) {
    commit(state, leader, -leaderMaxMinor);
    commitOf(state, account, lot.leaderMaxMinor);
  } else if (lot.leaderMaxMinor !== leaderMaxMinor) commit(state, leader, lot.leaderMaxMinor - leaderMaxMinor);
  if (lot.status === 'warned' && bidder !== leader) lot.status = 'open';
}

function opened(state: SaleState, lot: LotState, at: number): void {
  lot.status = 'open';
  if (lot.format === 'dutch') lot.openedAt = at;
  if (lot.format === 'live' || lot.format === 'dutch') {
    state.onBlock = lot;
    state.lastOpened = lot;
  }
  reschedule(state, lot);
  if (lot.amounts === null || !isEnglish(lot)) return;
  commitLot(state, lot, -1);
  const book = lot.amounts;
  lot.amounts = null;
  takeBook(terms(state), lot, book);
  commitLot(state, lot, 1);
}

function sold(state: SaleState, lot: LotState, buyer: string, hammerMinor: number): void {
  if (lot.format === 'dutch') lot.leaderMaxMinor = takenAtMinor(state, lot);
  const sealedMinor = lot.amounts?.get(buyer);
  closed(state, lot, 'sold');
  if (sealedMinor !== undefined) lot.leaderMaxMinor = sealedMinor;
  lot.priceMinor = hammerMinor;
  lot.leader = buyer;
  const account = state.bidders.get(buyer);
  if (account !== undefined) settle(account, lot, true);
  lotHolds(lot);
}

/** What the one bid of a Dutch lot offered. */
function takenAtMinor(state: SaleState, lot: LotState): number {
  if (lot.newest === NOWHERE) fail('sold without a bid', lot.lotId);
  return state.decisions.entryAt(lot.newest).amountMinor;
}

function closed(state: SaleState, lot: LotState, status: LotStatus): void {
  if (isClosed(lot)) fail('a lot that closes twice', lot.lotId);
  commitLot(state, lot, -1);
  lot.status = status;
  lot.askMinor = null;
  lot.amounts = null;
  if (state.onBlock === lot) state.onBlock = null;
  reschedule(state, lot);
}

function reopened(state: SaleState, lot: LotState): void {
  if (!isClosed(lot)) fail('a lot that is reopened before it closed', lot.lotId);
  const account = lot.status === 'sold' && lot.leader !== null ? state.bidders.get(lot.leader) : undefined;
  if (account !== undefined) settle(account, lot, false);
  lot.status = 'open';
  const next = lot.priceMinor === null ? lot.openingMinor : askAbove(terms(state).increments, lot.priceMinor);
  lot.askMinor = lot.setAskMinor ?? next;
  state.onBlock = lot;
  commitLot(state, lot, 1);
}

function terms(state: SaleState): Sale {
  return state.sale ?? fail('no sale', '');
}
