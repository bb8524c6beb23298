/** What the core does not keep of a sale's lots: the last bid as everybody may see it, and which record spoke last. A fold of the log beside the core's. */
import type { Event, LogRecord, PriceChanged } from '../../protocol/event.ts';
import type { LotFormat } from '../../protocol/sale.ts';
import type { PublicBid, RoomBid } from '../../protocol/wire.ts';
import type { SaleState } from '../core/sale.ts';

export type BoardLot = {
  readonly seq: number;
  readonly at: number;
  readonly last: PublicBid | null;
  readonly leader: string | null;
  readonly priceMinor: number | null;
};

export type Board = {
  apply(record: LogRecord): void;
  lot(lot: string): BoardLot;
  /** The bids that are remembered of a lot, oldest first. */
  bids(lot: string): readonly RoomBid[];
  /** The public name of a bidder: a paddle, `room` or `house`. */
  paddle(bidder: string): string;
  lotIds(): Iterable<string>;
  snapshot(): BoardSnapshot;
};

/** Plain JSON. */
export type BoardSnapshot = readonly (readonly [string, Entry])[];

/** How many public bids a lot remembers, so that a voided one gives way to the one before it. */
const LAST_KEPT = 32;

type Entry = {
  seq: number;
  at: number;
  leader: string | null;
  priceMinor: number | null;
  format: LotFormat;
  lasts: { readonly id: string; readonly bid: PublicBid }[];
  /** Book bids from before the opening, the newest of each bidder: nobody's business until one of them leads. */
  books?: { readonly id: string; readonly bidder: string }[];
};

const EMPTY: BoardLot = { seq: 0, at: 0, last: null, leader: null, priceMinor: null };

export function createBoard(state: SaleState, from: BoardSnapshot = []): Board {
  const lots = new Map<string, Entry>(from);
  function paddle(bidder: string): string {
    return bidder === 'room' || bidder === 'house' ? bidder : (state.bidders.get(bidder)?.paddle ?? '?');
  }

  function applyEvent(event: Event, record: LogRecord): void {
    if (event.type === 'SaleCreated') for (const lot of event.sale.lots) lots.set(lot.lotId, newEntry(lot.format));
    if (!('lot' in event) || event.type === 'BidRejected') return;
    const entry = lots.get(event.lot);
    if (entry === undefined) return;
    entry.seq = record.seq;
    entry.at = record.at;
    if (event.type === 'BidAccepted') {
      // A leader who raises his own maximum, a sealed amount, and a book bid before the opening are nobody's business.
      const isSecret = entry.format === 'sealed' || (event.bidder === entry.leader && event.kind === 'max');
      if (!isSecret && !isPriced(record, event.lot))
        entry.books = [
          ...(entry.books ?? []).filter(({ bidder }) => bidder !== event.bidder),
          { id: event.id, bidder: event.bidder },
        ];
      if (isSecret || !isPriced(record, event.lot)) return;
      const amountMinor =
        event.kind === 'bid' ? event.amountMinor : (priceIn(record, event.lot) ?? entry.priceMinor ?? 0);
      entry.lasts.push({
        id: event.id,
        bid: { kind: event.kind, channel: event.channel, amountMinor, bidder: paddle(event.bidder) },
      });
      if (entry.lasts.length > LAST_KEPT) entry.lasts.shift();
    } else if (event.type === 'BidVoided') {
      const revives = entry.format === 'sealed' || state.sale?.policies.void !== 'revivesNothing';
      entry.lasts = revives ? entry.lasts.filter((last) => last.id !== event.bidId) : [];
      if (entry.books !== undefined) entry.books = revives ? entry.books.filter(({ id }) => id !== event.bidId) : [];
    } else if (event.type === 'PriceChanged') {
      entry.leader = event.leader;
      entry.priceMinor = event.priceMinor;
      openByBook(entry, event);
    } else if (event.type === 'LotSold') {
      entry.leader = event.buyer;
      entry.priceMinor = event.hammerMinor;
    }
  }

  /** The book opened the lot, or leads it again after a void: its bid is the last one, at the price that it made. */
  function openByBook(entry: Entry, { leader, priceMinor }: PriceChanged): void {
    const book = entry.lasts.length === 0 ? entry.books?.find(({ bidder }) => bidder === leader) : undefined;
    if (book === undefined || priceMinor === null) return;
    const bid: PublicBid = { kind: 'max', channel: 'book', amountMinor: priceMinor, bidder: paddle(book.bidder) };
    entry.lasts.push({ id: book.id, bid });
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
        last: entry.lasts.at(-1)?.bid ?? null,
        leader: entry.leader,
        priceMinor: entry.priceMinor,
      };
    },
    bids: (lot) => (lots.get(lot)?.lasts ?? []).map(({ id, bid }) => ({ ...bid, id })),
    paddle,
    lotIds: () => lots.keys(),
    snapshot: () => [...lots],
  };
}

function newEntry(format: LotFormat): Entry {
  return { seq: 0, at: 0, leader: null, priceMinor: null, format, lasts: [] };
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
