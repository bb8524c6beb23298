/** The public side of a sale's lots: the last bid as everybody may see it, counts, and which record spoke last. A fold of the log beside the core's. */
import type { Event, LogRecord } from '../protocol/event.ts';
import type { LotFormat, Sale } from '../protocol/sale.ts';
import type { PublicBid } from '../protocol/wire.ts';

export type BoardLot = {
  readonly seq: number;
  readonly at: number;
  readonly bids: number;
  readonly last: PublicBid | null;
  readonly leader: string | null;
  readonly priceMinor: number | null;
};

export type Board = {
  apply(record: LogRecord): void;
  lot(lot: string): BoardLot;
  /** The public name of a bidder: a paddle, `room` or `house`. */
  paddle(bidder: string): string;
  lotIds(): Iterable<string>;
  readonly sale: Sale | null;
  readonly registered: number;
  readonly held: { readonly reason: string; readonly at: number } | null;
};

/** How many public bids a lot remembers, so that a voided one gives way to the one before it. */
const LAST_KEPT = 32;

type Entry = {
  seq: number;
  at: number;
  bids: number;
  leader: string | null;
  priceMinor: number | null;
  format: LotFormat;
  lasts: { readonly id: string; readonly bid: PublicBid }[];
};

const EMPTY: BoardLot = { seq: 0, at: 0, bids: 0, last: null, leader: null, priceMinor: null };

export function createBoard(): Board {
  const lots = new Map<string, Entry>();
  const paddles = new Map<string, string>();
  let sale: Sale | null = null;
  let held: { readonly reason: string; readonly at: number } | null = null;

  function paddle(bidder: string): string {
    return bidder === 'room' || bidder === 'house' ? bidder : (paddles.get(bidder) ?? '?');
  }

  function applyEvent(event: Event, record: LogRecord): void {
    switch (event.type) {
      case 'SaleCreated':
        sale = event.sale;
        for (const lot of sale.lots) lots.set(lot.lotId, newEntry(lot.format));
        return;
      case 'BidderRegistered':
        if (!paddles.has(event.bidder)) paddles.set(event.bidder, event.paddle ?? String(paddles.size + 1));
        else if (event.paddle !== undefined) paddles.set(event.bidder, event.paddle);
        return;
      case 'SaleHeld':
        held = { reason: event.reason, at: record.at };
        return;
      case 'SaleResumed':
        held = null;
        return;
    }
    if (!('lot' in event) || event.type === 'BidRejected') return;
    const entry = lots.get(event.lot);
    if (entry === undefined) return;
    entry.seq = record.seq;
    entry.at = record.at;
    if (event.type === 'BidAccepted') {
      entry.bids += 1;
      // A leader who raises his own maximum, a sealed amount, and a book bid before the opening are nobody's business.
      const isSecret = entry.format === 'sealed' || (event.bidder === entry.leader && event.kind === 'max');
      if (isSecret || !isPriced(record, event.lot)) return;
      const amountMinor =
        event.kind === 'bid' ? event.amountMinor : (priceIn(record, event.lot) ?? entry.priceMinor ?? 0);
      entry.lasts.push({
        id: event.id,
        bid: { kind: event.kind, channel: event.channel, amountMinor, bidder: paddle(event.bidder) },
      });
      if (entry.lasts.length > LAST_KEPT) entry.lasts.shift();
    } else if (event.type === 'BidVoided') {
      entry.bids -= 1;
      entry.lasts = entry.lasts.filter((last) => last.id !== event.bidId);
    } else if (event.type === 'PriceChanged') {
      entry.leader = event.leader;
      entry.priceMinor = event.priceMinor;
    } else if (event.type === 'LotSold') {
      entry.leader = event.buyer;
      entry.priceMinor = event.hammerMinor;
    }
  }

  return {
    apply(record) {
      for (const event of record.events) applyEvent(event, record);
    },
    lot(lot) {
      const entry = lots.get(lot);
      if (entry === undefined) return EMPTY;
      return {
        seq: entry.seq,
        at: entry.at,
        bids: entry.bids,
        last: entry.lasts.at(-1)?.bid ?? null,
        leader: entry.leader,
        priceMinor: entry.priceMinor,
      };
    },
    paddle,
    lotIds: () => lots.keys(),
    get sale() {
      return sale;
    },
    get registered() {
      return paddles.size;
    },
    get held() {
      return held;
    },
  };
}

function newEntry(format: LotFormat): Entry {
  return { seq: 0, at: 0, bids: 0, leader: null, priceMinor: null, format, lasts: [] };
}

/** The price that this record made on the lot, if it moved it. */
function priceIn(record: LogRecord, lot: string): number | null {
  for (const event of record.events) {
    if (event.type === 'PriceChanged' && event.lot === lot) return event.priceMinor;
    if (event.type === 'LotSold' && event.lot === lot) return event.hammerMinor;
  }
  return null;
}

/** False for a book bid on a lot that is not open yet: it makes no price. */
function isPriced(record: LogRecord, lot: string): boolean {
  return !(record.command.type === 'PlaceBid' && record.command.channel === 'book' && priceIn(record, lot) === null);
}
