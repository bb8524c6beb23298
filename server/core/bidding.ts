/** A bid decided: its reasons in their order, then what follows from it (RULES.md §3, §6, §7). */
import type { PlaceBid } from '../../protocol/command.ts';
import type { BidRejected, Event, RejectReason } from '../../protocol/event.ts';
import { amountObjection } from './amounts.ts';
import { rejected } from './apply.ts';
import { sell } from './due.ts';
import { dutchPriceMinor } from './dutch.ts';
import { emitOf, emitPrice, pricedNow, revOf } from './emit.ts';
import { isHouseAtReserve, isOffLadder, judgedMinor, objection } from './english.ts';
import { extendedTo } from './extension.ts';
import { isOverLimit } from './limits.ts';
import { HOUSE, ROOM } from './registry.ts';
import { type BidderState, isClosed, isEnglish, type LotState, type SaleState } from './state.ts';

/** Decides a well-formed bid at its time; an id that was decided before has no effect. */
export function decideBid(state: SaleState, events: Event[], bid: PlaceBid): void {
  // The id first: of all that is looked up it lies farthest away, and the rest need not wait for it.
  const decided = state.decisions.bidderOf(bid.id);
  const lot = state.lots.get(bid.lot);
  const account = state.bidders.get(bid.bidder);
  if (decided !== null) {
    if (decided !== bid.bidder) reject(state, events, bid, account, lot, 'malformed');
    return;
  }
  const refused = lot === undefined ? 'unknown-lot' : (standing(state, account, bid) ?? timeliness(lot, bid));
  if (lot === undefined || refused !== null) {
    reject(state, events, bid, account, lot, refused ?? 'unknown-lot');
    return;
  }
  if (lot.format === 'dutch') {
    takeDutch(state, events, bid, account, lot);
    return;
  }
  if (lot.format === 'sealed') {
    leave(state, events, bid, account, lot, bid.amountMinor);
    return;
  }
  const sale = state.sale;
  if (sale === null) return;
  const amount = judgedMinor(sale, lot, bid.amountMinor);
  if (lot.status === 'upcoming') {
    leave(state, events, bid, account, lot, amount);
    return;
  }
  const reason =
    objection(sale, lot, bid.bidder, amount, bid.kind, bid.channel) ??
    (isOverLimit(state, account, lot, amount) ? 'over-limit' : null);
  if (reason !== null) {
    reject(state, events, bid, account, lot, reason);
    return;
  }
  const before = pricedNow(lot);
  accept(state, events, bid, account, lot, amount);
  if (before.leader !== bid.bidder) extend(state, events, lot);
  emitPrice(state, events, lot, before);
}

function standing(state: SaleState, account: BidderState | undefined, bid: PlaceBid): RejectReason | null {
  if (account === undefined) {
    const isHouse = bid.channel === 'house' && bid.bidder === HOUSE;
    const isRoom = (bid.channel === 'floor' || bid.channel === 'phone') && bid.bidder === ROOM;
    if (!isHouse && !isRoom) return 'not-registered';
  } else if (account.suspendedBy !== null) return 'suspended';
  return state.held === null ? null : 'held';
}

function timeliness(lot: LotState, bid: PlaceBid): RejectReason | null {
  if (lot.status === 'upcoming') return bid.channel === 'book' && isEnglish(lot) ? null : 'not-open';
  return isClosed(lot) ? 'closed' : null;
}

/** A book maximum before the opening, or a sealed amount: left until its time. */
function leave(
  state: SaleState,
  events: Event[],
  bid: PlaceBid,
  account: BidderState | undefined,
  lot: LotState,
  amountMinor: number,
): void {
  const sale = state.sale;
  if (sale === null) return;
  let reason = amountObjection(lot, bid.bidder, amountMinor);
  if (reason === null && isEnglish(lot) && isOffLadder(sale, lot, amountMinor)) reason = 'off-ladder';
  if (reason === null && bid.channel === 'house' && isHouseAtReserve(lot, amountMinor)) reason = 'house-at-reserve';
  if (reason === null && isOverLimit(state, account, lot, amountMinor)) reason = 'over-limit';
  if (reason !== null) {
    reject(state, events, bid, account, lot, reason);
    return;
  }
  accept(state, events, bid, account, lot, amountMinor);
}

/** The first bid that reaches the clock's price takes the lot at it. */
function takeDutch(
  state: SaleState,
  events: Event[],
  bid: PlaceBid,
  account: BidderState | undefined,
  lot: LotState,
): void {
  if (lot.lot.format !== 'dutch') return;
  const priceMinor = dutchPriceMinor(lot.lot, lot.openedAt ?? state.at, state.at);
  let reason: RejectReason | null = bid.amountMinor < priceMinor ? 'below-ask' : null;
  if (reason === null && bid.channel === 'house' && isHouseAtReserve(lot, bid.amountMinor)) reason = 'house-at-reserve';
  if (reason === null && isOverLimit(state, account, lot, priceMinor)) reason = 'over-limit';
  if (reason !== null) {
    reject(state, events, bid, account, lot, reason);
    return;
  }
  accept(state, events, bid, account, lot, bid.amountMinor);
  sell(state, events, lot, bid.bidder, priceMinor);
}

function extend(state: SaleState, events: Event[], lot: LotState): void {
  const policy = state.sale?.policies.extension ?? null;
  const closesAt = extendedTo(policy, state.hardEndAt, lot, state.at);
  if (closesAt === null) return;
  emitOf(state, events, lot, { type: 'LotExtended', lot: lot.lotId, rev: revOf(state, lot), closesAt });
  if (policy?.scope !== 'sale') return;
  const others: LotState[] = [];
  for (const one of state.lots.values())
    if (one.format === 'timed' && one.status === 'open' && one.closesAt !== null && one.closesAt < closesAt)
      others.push(one);
  // Lots come in the order of the catalogue, and the sort keeps it among equal numbers.
  others.sort((a, b) => a.lot.number - b.lot.number);
  for (const one of others)
    emitOf(state, events, one, { type: 'LotExtended', lot: one.lotId, rev: revOf(state, one), closesAt });
}

function accept(
  state: SaleState,
  events: Event[],
  bid: PlaceBid,
  account: BidderState | undefined,
  lot: LotState,
  amountMinor: number,
): void {
  const { id, kind, channel } = bid;
  const bidder = nameOf(bid, account);
  const rev = revOf(state, lot);
  const event = { type: 'BidAccepted', id, lot: lot.lotId, rev, bidder, amountMinor, kind, channel } as const;
  emitOf(state, events, lot, event, account);
}

function reject(
  state: SaleState,
  events: Event[],
  bid: PlaceBid,
  account: BidderState | undefined,
  lot: LotState | undefined,
  reason: RejectReason,
): void {
  const { id } = bid;
  const bidder = nameOf(bid, account);
  const event: BidRejected =
    lot === undefined
      ? { type: 'BidRejected', id, lot: bid.lot, bidder, reason, askMinor: null }
      : { type: 'BidRejected', id, lot: lot.lotId, bidder, reason, askMinor: lot.askMinor, rev: lot.rev };
  rejected(state, event, lot, account);
  events.push(event);
}

/** The bidder as the state names him: a million bids then keep his name once, and not as each of them brought it. */
function nameOf(bid: PlaceBid, account: BidderState | undefined): string {
  return account?.bidder ?? bid.bidder;
}
