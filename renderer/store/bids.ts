/**
 * The bids of this desk, and what is known of each. A bid is pending until the house has spoken; silence makes it
 * unknown, never failed (SHAPE.md, invariant 7). Knows no rule of the auction.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BidReply, BidRequest } from '../../protocol/wire.ts';

/** Own bids kept in sight; the oldest answered one gives way. */
export const OWN_BIDS_MAX = 300;

export type BidStatus =
  | { readonly state: 'pending' }
  | { readonly state: 'resolving' }
  | { readonly state: 'answered'; readonly reply: BidReply; readonly heardAt: number }
  /** It never left the desk. */
  | { readonly state: 'unsent' }
  /** The house, asked later, knows no such id. */
  | { readonly state: 'unreceived' };

export type OwnBid = {
  readonly id: string;
  readonly sale: string;
  readonly request: BidRequest;
  /** Local monotonic moment of the press; null for one that was found again after a restart. */
  readonly pressedAtMs: number | null;
  readonly roundTripMs: number | null;
  readonly status: BidStatus;
};

export type BidsState = {
  readonly byId: ReadonlyMap<string, OwnBid>;
  /** Newest first. */
  readonly order: readonly string[];
  /** The newest bid a lot. */
  readonly latestOf: ReadonlyMap<string, string>;
};
export type BidsStore = StoreApi<BidsState>;

export const noBids: BidsState = { byId: new Map(), order: [], latestOf: new Map() };

export function createBids(): BidsStore {
  return createStore<BidsState>()(() => noBids);
}

/** True while the house has not said what became of it. */
export function isOpen(bid: OwnBid): boolean {
  return bid.status.state === 'pending' || bid.status.state === 'resolving';
}

export function openIds(state: BidsState): readonly string[] {
  return state.order.filter((id) => {
    const bid = state.byId.get(id);
    return bid !== undefined && isOpen(bid);
  });
}

/** The state with one more bid, newest first. */
export function withBid(state: BidsState, bid: OwnBid): BidsState {
  const byId = new Map(state.byId).set(bid.id, bid);
  const order = [bid.id, ...state.order.filter((id) => id !== bid.id)];
  while (order.length > OWN_BIDS_MAX) {
    const oldest = [...order].reverse().find((id) => !isOpen(byId.get(id) ?? bid));
    if (oldest === undefined) break;
    byId.delete(oldest);
    order.splice(order.lastIndexOf(oldest), 1);
  }
  return { byId, order, latestOf: new Map(state.latestOf).set(bid.request.lot, bid.id) };
}

/** The state after a word on one bid. An answer is final: nothing said later takes it back. */
export function withStatus(
  state: BidsState,
  id: string,
  status: BidStatus,
  roundTripMs: number | null = null,
): BidsState {
  const bid = state.byId.get(id);
  if (bid === undefined || bid.status.state === 'answered') return state;
  const byId = new Map(state.byId).set(id, { ...bid, status, roundTripMs: roundTripMs ?? bid.roundTripMs });
  return { ...state, byId };
}
