/** Records as a busy sale makes them, for the journal's own tests and measurements, which need no rules. */
import type { Event, LogRecord } from '../../protocol/event.ts';

const SALE_AT = 1_760_000_000_000;

/** A bid on one of 40 lots by one of 50 bidders; every seventh is refused, every fifth a maximum. */
export function sampleRecord(seq: number): LogRecord {
  const at = SALE_AT + seq;
  const lot = `lot-${seq % 40}`;
  const bidder = `bidder-${(seq * 7) % 50}`;
  const id = `b-${seq.toString(36).padStart(12, '0')}`;
  const amountMinor = 10_000 + seq * 100;
  const kind = seq % 5 === 0 ? 'max' : 'bid';
  const events: Event[] =
    seq % 7 === 0
      ? [{ type: 'BidRejected', id, lot, bidder, reason: 'below-ask', askMinor: amountMinor + 500, rev: seq }]
      : [
          { type: 'BidAccepted', id, lot, bidder, amountMinor, kind, channel: 'online', rev: seq },
          {
            type: 'PriceChanged',
            lot,
            priceMinor: amountMinor,
            leader: bidder,
            askMinor: amountMinor + 500,
            reserveMet: true,
            rev: seq,
          },
        ];
  return {
    seq,
    at,
    rules: 1,
    command: { type: 'PlaceBid', at, id, lot, bidder, amountMinor, kind, channel: 'online' },
    events,
  };
}

export function sampleRecords(fromSeq: number, count: number): LogRecord[] {
  return Array.from({ length: count }, (_, at) => sampleRecord(fromSeq + at));
}
