/** Orders other than bids, and why the rules refuse them (RULES.md §2, §5): the auctioneer's, the registrar's, the system's. */
import type { Command } from '../../protocol/command.ts';
import type { Event, RefuseReason } from '../../protocol/event.ts';
import { open, pass, sell } from './due.ts';
import { emit, emitOf, emitPrice, pricedNow, revOf } from './emit.ts';
import { placesOf } from './entries.ts';
import { NOWHERE } from './ids.ts';
import { loweringObjection } from './lowering.ts';
import { isClosed, isReserveMet, type LotState, type SaleState } from './state.ts';

type Order = Exclude<Command, { type: 'PlaceBid' }>;
type LotOrder = Extract<
  Order,
  { type: 'OpenLot' | 'SetAsk' | 'FairWarning' | 'Hammer' | 'Pass' | 'Withdraw' | 'Reopen' }
>;

/** Decides a well-formed order at its time. Reasons come in the order in which RULES.md §2 lists them. */
export function decideOrder(state: SaleState, events: Event[], order: Order): void {
  const { type } = order;
  if (type === 'LowerMax') {
    lower(state, events, order);
    return;
  }
  if (type !== 'CreateSale' && state.sale === null) {
    refuse(events, 'wrong-state');
    return;
  }
  switch (type) {
    case 'CreateSale':
      if (state.held !== null) {
        refuse(events, 'held');
        return;
      }
      if (state.sale !== null) {
        refuse(events, 'wrong-state');
        return;
      }
      emit(state, events, { type: 'SaleCreated', sale: order.sale });
      return;
    case 'RegisterBidder':
      register(state, events, order);
      return;
    case 'SuspendBidder':
      if (!state.bidders.has(order.bidder)) {
        refuse(events, 'unknown-bidder');
        return;
      }
      emit(state, events, { type: 'BidderSuspended', bidder: order.bidder, reason: order.reason, ...sideOf(order) });
      return;
    case 'ReinstateBidder':
      if (!state.bidders.has(order.bidder)) {
        refuse(events, 'unknown-bidder');
        return;
      }
      emit(state, events, { type: 'BidderReinstated', bidder: order.bidder, ...sideOf(order) });
      return;
    case 'HoldSale':
      if (state.held !== null) {
        refuse(events, 'held');
        return;
      }
      emit(state, events, { type: 'SaleHeld', reason: order.reason });
      return;
    case 'ResumeSale':
      if (state.held === null) {
        refuse(events, 'wrong-state');
        return;
      }
      emit(state, events, { type: 'SaleResumed', graceMs: order.graceMs });
      return;
    case 'VoidBid':
      voidBid(state, events, order.bidId, order.reason);
      return;
    case 'Clock':
      return;
  }
  const lot = state.lots.get(order.lot);
  if (lot === undefined) {
    refuse(events, 'unknown-lot');
    return;
  }
  const reason = state.held === null ? lotObjection(state, lot, order) : 'held';
  if (reason !== null) {
    refuse(events, reason);
    return;
  }
  carryOut(state, events, lot, order);
}

function lotObjection(state: SaleState, lot: LotState, order: LotOrder): RefuseReason | null {
  const { format } = lot;
  const isOnBlock = lot.status === 'open' || lot.status === 'warned';
  const isLive = format === 'live' && isOnBlock;
  switch (order.type) {
    case 'OpenLot':
      if (state.onBlock !== null && state.onBlock !== lot) return 'another-lot-open';
      return (format === 'live' || format === 'dutch') && lot.status === 'upcoming' ? null : 'wrong-state';
    case 'FairWarning':
      return isLive && lot.status === 'open' ? null : 'wrong-state';
    case 'Hammer':
      if (!isLive) return 'wrong-state';
      if (lot.leader === null) return 'no-bid';
      return isReserveMet(lot) ? null : 'reserve-not-met';
    case 'Pass':
      return (format === 'live' || format === 'dutch') && isOnBlock ? null : 'wrong-state';
    case 'Withdraw':
      return isClosed(lot) ? 'wrong-state' : null;
    case 'Reopen': {
      const isOver = lot.status === 'sold' || lot.status === 'passed';
      return format === 'live' && isOver && state.lastOpened === lot ? null : 'wrong-state';
    }
    case 'SetAsk':
      if (!isLive) return 'wrong-state';
      return lot.priceMinor !== null && order.askMinor <= lot.priceMinor ? 'below-price' : null;
  }
}

function carryOut(state: SaleState, events: Event[], lot: LotState, order: LotOrder): void {
  const of = { lot: order.lot, rev: revOf(state, lot) };
  switch (order.type) {
    case 'OpenLot':
      open(state, events, lot);
      return;
    case 'FairWarning':
      emitOf(state, events, lot, { type: 'FairWarningGiven', ...of });
      return;
    case 'Hammer':
      sell(state, events, lot, lot.leader ?? '', lot.priceMinor ?? 0);
      return;
    case 'Pass':
      pass(state, events, lot, order.reason);
      return;
    case 'Withdraw':
      emitOf(state, events, lot, { type: 'LotWithdrawn', ...of, reason: order.reason });
      return;
    case 'Reopen':
      emitOf(state, events, lot, { type: 'LotReopened', ...of, reason: order.reason });
      return;
    case 'SetAsk':
      emitOf(state, events, lot, { type: 'AskSet', ...of, askMinor: order.askMinor, reason: order.reason });
      return;
  }
}

function register(state: SaleState, events: Event[], order: Extract<Order, { type: 'RegisterBidder' }>): void {
  const { bidder, limitMinor, paddle } = order;
  const holder = paddle === undefined ? undefined : state.paddles.get(paddle);
  // Two bidders under one paddle could not be told apart by anybody in the room.
  if (holder !== undefined && holder !== bidder) {
    refuse(events, 'wrong-state');
    return;
  }
  emit(state, events, { type: 'BidderRegistered', bidder, limitMinor, ...(paddle === undefined ? {} : { paddle }) });
}

function lower(state: SaleState, events: Event[], order: Extract<Order, { type: 'LowerMax' }>): void {
  const { id, bidder, amountMinor } = order;
  const decided = state.decisions.bidderOf(id);
  if (decided !== null) {
    if (decided !== bidder) refuse(events, 'malformed');
    return;
  }
  const lot = state.lots.get(order.lot);
  let reason: RefuseReason | null = state.held === null ? null : 'held';
  if (state.sale === null) reason = 'wrong-state';
  else if (lot === undefined) reason = 'unknown-lot';
  else if (!state.bidders.has(bidder)) reason = 'unknown-bidder';
  if (reason === null && lot !== undefined) reason = loweringObjection(lot, bidder, amountMinor);
  if (reason !== null || lot === undefined) {
    refuse(events, reason ?? 'unknown-lot');
    state.decisions.addRefusal(id, bidder, reason ?? 'unknown-lot');
    return;
  }
  emitOf(state, events, lot, { type: 'MaxLowered', id, lot: order.lot, rev: revOf(state, lot), bidder, amountMinor });
}

function voidBid(state: SaleState, events: Event[], bidId: string, reason: string): void {
  const place = state.decisions.placeOf(bidId);
  const bid = place === NOWHERE ? null : state.decisions.at(place);
  const lot = bid?.type === 'BidAccepted' ? state.lots.get(bid.lot) : undefined;
  const isStanding = lot !== undefined && lot.format !== 'dutch' && placesOf(state, lot).includes(place);
  if (!isStanding || lot.status === 'upcoming') {
    refuse(events, 'unknown-bid');
    return;
  }
  if (isClosed(lot)) {
    refuse(events, 'wrong-state');
    return;
  }
  const before = pricedNow(lot);
  emitOf(state, events, lot, { type: 'BidVoided', lot: lot.lotId, rev: revOf(state, lot), bidId, reason });
  emitPrice(state, events, lot, before);
}

/** Old logs name no side, and neither does a clerk. */
function sideOf({ by }: { readonly by?: 'house' }): { readonly by?: 'house' } {
  return by === undefined ? {} : { by };
}

function refuse(events: Event[], reason: RefuseReason): void {
  events.push({ type: 'CommandRefused', reason });
}
