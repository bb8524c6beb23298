/** Who may bid, under which paddle and up to which limit (RULES.md §2, §7). */
import type { Event } from '../../protocol/event.ts';
import { NONE } from './decisions.ts';
import { NOWHERE } from './ids.ts';
import { type BidderState, NO_WINS, type SaleState } from './state.ts';

/** The bidder that floor and phone bids may come from, neither registered nor limited. */
export const ROOM = 'room';
/** The bidder that the house's own bids come from. */
export const HOUSE = 'house';

/** Enters a registration. Again: the limit is replaced, the paddle only by a new one. */
export function registered(state: SaleState, event: Extract<Event, { type: 'BidderRegistered' }>): void {
  const known = state.bidders.get(event.bidder);
  if (known !== undefined) {
    known.limitMinor = event.limitMinor;
    if (event.paddle === undefined || event.paddle === known.paddle) return;
    state.paddles.delete(known.paddle);
    known.paddle = event.paddle;
    state.paddles.set(event.paddle, event.bidder);
    return;
  }
  const paddle = event.paddle ?? nextPaddle(state);
  state.paddles.set(paddle, event.bidder);
  state.bidders.set(event.bidder, {
    bidder: event.bidder,
    named: NONE,
    paddle,
    limitMinor: event.limitMinor,
    suspendedBy: null,
    won: NO_WINS,
    wonMinor: 0,
    newest: NOWHERE,
    committedMinor: 0,
  });
}

/** Suspends him or lifts it, of the side whose event it is; what the other side has decided stays. */
export function suspended(
  account: BidderState,
  event: Extract<Event, { type: 'BidderSuspended' | 'BidderReinstated' }>,
): void {
  const by = event.by ?? 'clerk';
  const other = by === 'house' ? 'clerk' : 'house';
  const isByOther = account.suspendedBy === other || account.suspendedBy === 'both';
  if (event.type === 'BidderSuspended') account.suspendedBy = isByOther ? 'both' : by;
  else account.suspendedBy = isByOther ? other : null;
}

/** The ordinal of the first registration, or the next number that is free. */
function nextPaddle(state: SaleState): string {
  let ordinal = state.bidders.size + 1;
  while (state.paddles.has(String(ordinal))) ordinal += 1;
  return String(ordinal);
}
