/** The sale as others may read it: pure projections of the state. What the public may not see is left out by the publisher, not here. */
import { AMOUNT_MINOR_MAX } from '../../protocol/money.ts';
import type { Lot, LotStatus, Sale } from '../../protocol/sale.ts';
import { usedMinor } from './limits.ts';
import { isClosed, isReserveMet, type SaleState, type SuspendedBy } from './state.ts';

export type LotView = {
  readonly lot: Lot;
  readonly status: LotStatus;
  readonly priceMinor: number | null;
  readonly leader: string | null;
  readonly leaderMaxMinor: number | null;
  readonly askMinor: number | null;
  readonly opensAt: number | null;
  readonly closesAt: number | null;
  /** The start of a Dutch clock, holds counted; null otherwise. For `dutchPriceMinor`. */
  readonly openedAt: number | null;
  readonly reserveMet: boolean;
  readonly rev: number;
  /** How many bids were accepted and not voided. */
  readonly bids: number;
};

export type BidderView = {
  readonly bidder: string;
  readonly registered: boolean;
  readonly suspended: boolean;
  readonly limitMinor: number | null;
  readonly paddle: string | null;
  readonly wonMinor: number;
  /** What the sale's limit policy counts today. */
  readonly usedMinor: number;
  /** By lot not closed: the maximum with which he leads, his book maximum, his sealed amount. */
  readonly maxima: Readonly<Record<string, number>>;
  readonly won: readonly string[];
};

export type SaleView = {
  readonly sale: Sale | null;
  readonly at: number;
  readonly held: { readonly reason: string; readonly at: number } | null;
  readonly registered: number;
};

/** A lot; null when there is none of that id. */
export function lotView(state: SaleState, lotId: string): LotView | null {
  const lot = state.lots.get(lotId);
  if (lot === undefined) return null;
  return {
    lot: lot.lot,
    status: lot.status,
    priceMinor: lot.priceMinor,
    leader: lot.leader,
    leaderMaxMinor: lot.leader === null ? null : lot.leaderMaxMinor,
    askMinor: lot.askMinor,
    opensAt: lot.opensAt,
    closesAt: lot.closesAt,
    openedAt: lot.openedAt,
    reserveMet: isReserveMet(lot),
    rev: lot.rev,
    bids: lot.bids,
  };
}

/** A bidder's own standing. Its cost grows with the lots of the sale. */
export function bidderView(state: SaleState, bidder: string): BidderView {
  const account = state.bidders.get(bidder);
  const maxima: Record<string, number> = Object.create(null);
  for (const lot of state.lots.values()) {
    if (isClosed(lot)) continue;
    const amount = lot.leader === bidder ? lot.leaderMaxMinor : lot.amounts?.get(bidder);
    if (amount !== undefined) maxima[lot.lotId] = amount;
  }
  return {
    bidder,
    registered: account !== undefined,
    suspended: suspendedBy(state, bidder) !== null,
    limitMinor: account?.limitMinor ?? null,
    paddle: account?.paddle ?? null,
    wonMinor: wonMinor(state, bidder),
    usedMinor: Math.min(AMOUNT_MINOR_MAX, account === undefined ? 0 : usedMinor(state, account)),
    maxima: { ...maxima },
    won: account?.won.map((lot) => lot.lotId) ?? [],
  };
}

/** By whom a bidder is suspended; null: he is not, or not registered. */
export function suspendedBy(state: SaleState, bidder: string): SuspendedBy | null {
  return state.bidders.get(bidder)?.suspendedBy ?? null;
}

/** The hammer prices of the lots that a bidder won, in minor units. */
export function wonMinor(state: SaleState, bidder: string): number {
  return Math.min(AMOUNT_MINOR_MAX, state.bidders.get(bidder)?.wonMinor ?? 0);
}

/** The sale itself. */
export function saleView(state: SaleState): SaleView {
  return { sale: state.sale, at: state.at, held: state.held, registered: state.bidders.size };
}
