/**
 * English resolution by maxima, for live and timed lots (RULES.md §3): whether a bid stands, and what it makes of the price.
 * Knows one lot and the policies; no bidder's account, no clock, no log.
 *
 * Sources: price = min(leader's maximum, runner-up + step at the runner-up), as published by shopgoodwill.com, bid-kit.com,
 * hdhwine.com and bid416.com; a win by less than a step, and the leader's raise, by Heritage; the reserve's jump by
 * epsauctions.com; the room before the internet on a tie by Copart and by Mike Brandly's statement of practice.
 */
import type { BidKind, Channel } from '../../protocol/command.ts';
import type { RejectReason } from '../../protocol/event.ts';
import type { Increments, Policies } from '../../protocol/sale.ts';
import { above, askAbove, isOnLadder, takenDown } from './increments.ts';
import type { LotState } from './state.ts';

/** What of a sale this resolution needs. */
export type Terms = { readonly increments: Increments; readonly policies: Policies };

/** The amount that is judged: under `offLadder: down` taken down to the ladder, but not below an ask that it reaches. */
export function judgedMinor(terms: Terms, lot: LotState, amountMinor: number): number {
  if (terms.policies.offLadder !== 'down' || amountMinor === lot.askMinor) return amountMinor;
  const down = takenDown(terms.increments, amountMinor);
  return lot.askMinor !== null && amountMinor >= lot.askMinor && down < lot.askMinor ? lot.askMinor : down;
}

/** Why the lot itself rejects the bid, in order of precedence; null when it stands. */
export function objection(
  terms: Terms,
  lot: LotState,
  bidder: string,
  amountMinor: number,
  kind: BidKind,
  channel: Channel,
): RejectReason | null {
  const { askMinor } = lot;
  if (lot.leader === bidder) {
    if (kind === 'bid') return 'already-leading';
    if (amountMinor <= lot.leaderMaxMinor) return 'max-not-raised';
  } else if (askMinor === null || amountMinor < askMinor) return 'below-ask';
  if (isOffLadder(terms, lot, amountMinor)) return 'off-ladder';
  if (terms.policies.tie === 'refuse' && lot.leader !== null && amountMinor === lot.leaderMaxMinor) return 'tie';
  return channel === 'house' && isHouseAtReserve(lot, amountMinor) ? 'house-at-reserve' : null;
}

/** True when `offLadder: refuse` forbids the amount. An amount equal to the ask is never off the ladder. */
export function isOffLadder(terms: Terms, lot: LotState, amountMinor: number): boolean {
  return (
    terms.policies.offLadder === 'refuse' && amountMinor !== lot.askMinor && !isOnLadder(terms.increments, amountMinor)
  );
}

/** The house bids for the consignor below the reserve and never at it (UCC 2-328(4); Heritage's terms). */
export function isHouseAtReserve(lot: LotState, amountMinor: number): boolean {
  return lot.reserveMinor === null || amountMinor >= lot.reserveMinor;
}

/** Takes a bid that stands: leader, maximum, runner-up, price and ask are new. */
export function resolve(
  terms: Terms,
  lot: LotState,
  bidder: string,
  amountMinor: number,
  kind: BidKind,
  channel: Channel,
): void {
  const { increments, policies } = terms;
  const price = lot.priceMinor ?? 0;
  if (lot.leader === null) lead(lot, bidder, amountMinor, channel, kind === 'bid' ? amountMinor : (lot.askMinor ?? 0));
  else if (lot.leader === bidder) {
    const reprice = policies.leaderRaise === 'reprice' && lot.runnerUpMinor !== null;
    const raised = reprice ? Math.min(amountMinor, above(increments, lot.runnerUpMinor ?? 0)) : price;
    lead(lot, bidder, amountMinor, channel, Math.max(price, raised));
  } else if (amountMinor > lot.leaderMaxMinor) {
    lot.runnerUpMinor = lot.leaderMaxMinor;
    // The step is looked up at the runner-up's maximum, not at the visible price.
    const asked = Math.max(lot.setAskMinor ?? 0, above(increments, lot.runnerUpMinor));
    lead(lot, bidder, amountMinor, channel, kind === 'bid' ? amountMinor : Math.min(amountMinor, asked));
  } else if (amountMinor < lot.leaderMaxMinor) {
    // It reached an ask, which is above every runner-up before it.
    lot.runnerUpMinor = amountMinor;
    lot.priceMinor = Math.min(lot.leaderMaxMinor, above(increments, amountMinor));
  } else {
    lot.runnerUpMinor = amountMinor;
    lot.priceMinor = amountMinor;
    if (policies.tie === 'room' && isRoom(channel) && isAbsent(lot.leaderChannel))
      lead(lot, bidder, amountMinor, channel, amountMinor);
  }
  meetReserve(policies, lot);
  lot.setAskMinor = null;
  lot.askMinor = askAbove(increments, lot.priceMinor ?? 0);
}

/** Takes all bids away: the ask is the opening again. */
export function clear(lot: LotState): void {
  lot.priceMinor = null;
  lot.leader = null;
  lot.leaderMaxMinor = 0;
  lot.leaderChannel = 'online';
  lot.runnerUpMinor = null;
  lot.setAskMinor = null;
  lot.askMinor = lot.openingMinor;
}

function lead(lot: LotState, bidder: string, maxMinor: number, channel: Channel, priceMinor: number): void {
  lot.leader = bidder;
  lot.leaderMaxMinor = maxMinor;
  lot.leaderChannel = channel;
  lot.priceMinor = priceMinor;
}

function meetReserve(policies: Policies, lot: LotState): void {
  const { reserveMinor, leaderMaxMinor } = lot;
  if (reserveMinor === null) return;
  if (leaderMaxMinor >= reserveMinor) lot.priceMinor = Math.max(lot.priceMinor ?? 0, reserveMinor);
  else if (policies.reserve === 'full') lot.priceMinor = leaderMaxMinor;
}

function isRoom(channel: Channel): boolean {
  return channel === 'floor' || channel === 'phone';
}

function isAbsent(channel: Channel): boolean {
  return channel === 'online' || channel === 'book';
}
