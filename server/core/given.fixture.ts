/** Given a sale, when commands, then events: what the tests of the rules are written with. Not part of the house. */
import type { BidKind, Channel, Command } from '../../protocol/command.ts';
import type { Event } from '../../protocol/event.ts';
import type { Lot, Policies, Sale } from '../../protocol/sale.ts';
import { emptyState, execute, type LotView, lotView, type SaleState } from './sale.ts';

/** Policies that change nothing: each test names the one that it is about. */
export const PLAIN: Policies = {
  tie: 'earliest',
  offLadder: 'keep',
  leaderRaise: 'reprice',
  reserve: 'jump',
  extension: null,
  limit: 'none',
  void: 'recompute',
};

export type LotGiven = { readonly lotId?: string; readonly format?: Lot['format'] } & Readonly<Record<string, unknown>>;

/** A sale of USD with steps of 10 from zero, and one live lot `l1` that opens at 100 where nothing else is said. */
export function saleOf(
  policies: Partial<Policies> = {},
  lots: readonly LotGiven[] = [{}],
  more: Partial<Sale> = {},
): Sale {
  return {
    saleId: 's1',
    title: 'Sale',
    currency: 'USD',
    increments: { kind: 'steps', bound: 'low', rows: [[0, 10]] },
    policies: { ...PLAIN, ...policies },
    premium: [[0, 2500]],
    lots: lots.map((lot, i) => lotOf(lot, i)),
    ...more,
  };
}

function lotOf(given: LotGiven, i: number): Lot {
  const base = { lotId: `l${i + 1}`, number: i + 1, title: `Lot ${i + 1}`, format: 'live', openingMinor: 100 };
  const lot: unknown = { ...base, ...given };
  return lot as Lot;
}

/** A sale under test: bidders b1 to b9 are registered at time 0. */
export class House {
  readonly state: SaleState = emptyState();
  at = 0;
  #ids = 0;

  constructor(sale: Sale, limits: Readonly<Record<string, number>> = {}) {
    this.do({ type: 'CreateSale', sale });
    for (let i = 1; i <= 9; i += 1)
      this.do({ type: 'RegisterBidder', bidder: `b${i}`, limitMinor: limits[`b${i}`] ?? null });
  }

  /** Gives an order, at the present time or at `at`. */
  do(order: Readonly<Record<string, unknown>>): readonly Event[] {
    const command: unknown = { at: this.at, ...order };
    const events = execute(this.state, command as Command);
    this.at = this.state.at;
    return events;
  }

  /** Bids `kind` on `l1`, or as `more` says. */
  bid(
    bidder: string,
    amountMinor: number,
    kind: BidKind = 'bid',
    more: Readonly<Record<string, unknown>> = {},
  ): readonly Event[] {
    this.#ids += 1;
    const channel: Channel = 'online';
    return this.do({ type: 'PlaceBid', id: `x${this.#ids}`, lot: 'l1', bidder, amountMinor, kind, channel, ...more });
  }

  /** A maximum on `l1`. */
  max(bidder: string, amountMinor: number, more: Readonly<Record<string, unknown>> = {}): readonly Event[] {
    return this.bid(bidder, amountMinor, 'max', more);
  }

  open(lot = 'l1'): this {
    this.do({ type: 'OpenLot', lot });
    return this;
  }

  lot(lotId = 'l1'): LotView {
    const view = lotView(this.state, lotId);
    if (view === null) throw new Error(`no lot ${lotId}`);
    return view;
  }

  /** `leader price ask`, as one line. */
  stands(lotId = 'l1'): string {
    const { leader, priceMinor, askMinor } = this.lot(lotId);
    return `${leader} ${priceMinor} ${askMinor}`;
  }
}

/** The types of events, with the reason of a refusal: `BidAccepted PriceChanged`, `BidRejected:below-ask`. */
export function said(events: readonly Event[]): string {
  return events
    .map((event) =>
      event.type === 'BidRejected' || event.type === 'CommandRefused' ? `${event.type}:${event.reason}` : event.type,
    )
    .join(' ');
}
