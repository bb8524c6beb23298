/**
 * Who did what on which lot, folded record by record: counts and times that signs are read from. What has been folded depends on the
 * records alone. Knows no threshold.
 */
import type { BidAccepted, Event, LogRecord } from '../../protocol/event.ts';

/** A quicker answer than this to another's bid is quick. */
export const QUICK_MS = 2_000;
/** Bids of one bidder on one lot are counted over this long. */
export const BURST_MS = 5_000;
/** The most bids of one window that are remembered: a burst that is longer is counted as this many. */
export const BURST_KEPT = 256;

/** One bidder on one lot. */
export type Mark = {
  accepted: number;
  firstAt: number;
  /** The waits after the bid before, and the steps of the price, summed over `answers` bids. */
  gapsMs: number;
  stepsMinor: number;
  answers: number;
  quick: number;
  quickSeq: number;
  /** The times of his last bids, those within the window. */
  readonly recent: number[];
  burst: number;
  burstSeq: number;
};
export type LotTally = {
  readonly seller: string;
  readonly marks: Map<string, Mark>;
  bids: number;
  openedAt: number;
  lastAt: number;
  lastBidder: string;
  priceMinor: number | null;
  buyer: string | null;
};
export type Tally = { readonly lots: ReadonlyMap<string, LotTally>; take(record: LogRecord): void };

export function createTally(): Tally {
  const lots = new Map<string, LotTally>();

  function markOf(lot: LotTally, bidder: string): Mark {
    let mark = lot.marks.get(bidder);
    if (mark === undefined) {
      mark = {
        accepted: 0,
        firstAt: 0,
        gapsMs: 0,
        stepsMinor: 0,
        answers: 0,
        quick: 0,
        quickSeq: 0,
        recent: [],
        burst: 0,
        burstSeq: 0,
      };
      lot.marks.set(bidder, mark);
    }
    return mark;
  }

  function accepted(lot: LotTally, mark: Mark, event: BidAccepted, record: LogRecord): void {
    const { at, seq } = record;
    if (mark.accepted === 0) mark.firstAt = at;
    mark.accepted += 1;
    if (lot.bids > 0 && lot.lastBidder !== event.bidder) {
      const gapMs = at - lot.lastAt;
      mark.gapsMs += gapMs;
      mark.stepsMinor += stepOf(record.events, event.lot, lot.priceMinor);
      mark.answers += 1;
      if (gapMs <= QUICK_MS) {
        mark.quick += 1;
        mark.quickSeq = seq;
      }
    }
    lot.bids += 1;
    lot.lastAt = at;
    lot.lastBidder = event.bidder;
  }

  return {
    lots,
    take(record) {
      const { command, events, at, seq } = record;
      const online = command.type === 'PlaceBid' && command.channel === 'online';
      for (const event of events) {
        if (event.type === 'SaleCreated') {
          for (const { lotId, section = '' } of event.sale.lots)
            lots.set(lotId, {
              ...{ seller: section, marks: new Map<string, Mark>(), bids: 0, openedAt: at },
              ...{ lastAt: 0, lastBidder: '', priceMinor: null, buyer: null },
            });
          continue;
        }
        const lot = 'lot' in event ? lots.get(event.lot) : undefined;
        if (lot === undefined) continue;
        if (event.type === 'LotOpened') lot.openedAt = at;
        else if (event.type === 'LotSold') lot.buyer = event.buyer;
        else if (event.type === 'LotReopened') lot.buyer = null;
        else if (event.type === 'BidAccepted' && event.channel === 'online')
          accepted(lot, markOf(lot, event.bidder), event, record);
        else if (event.type === 'BidAccepted') {
          // The room's bids are nobody's sign, but they are what others answer.
          lot.bids += 1;
          lot.lastAt = at;
          lot.lastBidder = event.bidder;
        }
        // Whoever is not registered has no mark: a flood of names is none of this.
        const isBid =
          event.type === 'BidAccepted' || (event.type === 'BidRejected' && event.reason !== 'not-registered');
        if (online && isBid && event.id === command.id) burst(markOf(lot, event.bidder), at, seq);
      }
      for (const event of events)
        if (event.type === 'PriceChanged') {
          const lot = lots.get(event.lot);
          if (lot !== undefined) lot.priceMinor = event.priceMinor;
        }
    },
  };
}

function burst(mark: Mark, at: number, seq: number): void {
  const { recent } = mark;
  recent.push(at);
  while (recent.length > BURST_KEPT || (recent[0] ?? at) <= at - BURST_MS) recent.shift();
  if (recent.length <= mark.burst) return;
  mark.burst = recent.length;
  mark.burstSeq = seq;
}

/** What this record added to the lot's price; nothing where the price is hidden. */
function stepOf(events: readonly Event[], lot: string, beforeMinor: number | null): number {
  for (const event of events)
    if (event.type === 'PriceChanged' && event.lot === lot && event.priceMinor !== null && beforeMinor !== null)
      return Math.max(0, event.priceMinor - beforeMinor);
  return 0;
}
