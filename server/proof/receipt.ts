/** What a receipt says of a bid that is in the log (ADR 0014): from the record, the head that signs it, and what beat it. Keeps nothing. */
import type { Event, LogRecord } from '../../protocol/event.ts';
import type { BeatenBy, Receipt } from '../../protocol/log.ts';
import type { LogHead } from '../../protocol/wire.ts';
import { hexOf, type LogKeeper } from './keeper.ts';

type Proven = Extract<Receipt, { inLog: true }>;
/** The part of a receipt that the log proves. */
export type ProvenPart = Pick<
  Proven,
  'inLog' | 'outcome' | 'reason' | 'seq' | 'line' | 'openings' | 'head' | 'proof' | 'beatenBy'
>;
/** A change of a lot's price or its sale, as the public saw it. */
export type Change = {
  readonly seq: number;
  readonly at: number;
  readonly event: Extract<Event, { type: 'PriceChanged' | 'LotSold' }>;
};

/** `change`: the last one of the bid's lot up to this record. It is asked for only when the bid did not win. */
export function provenPart(
  record: LogRecord,
  head: LogHead,
  keeper: LogKeeper,
  change: () => Change | null,
): ProvenPart {
  const { seq } = record;
  const { outcome, reason } = outcomeOf(record);
  return {
    inLog: true,
    outcome,
    reason,
    seq,
    line: keeper.lineOf(record),
    openings: keeper.openingsOf(record, true),
    head,
    proof: { leafIndex: seq - 1, size: head.size, hashes: keeper.tree.inclusion(seq - 1, head.size).map(hexOf) },
    beatenBy: outcome === 'accepted' ? null : beatenBy(record, change(), keeper),
  };
}

/** The last change of the lot that this record made. */
export function changeIn({ seq, at, events }: LogRecord, lot: string): Change | null {
  const event = events.findLast((one) => isChange(one) && one.lot === lot);
  return event !== undefined && isChange(event) ? { seq, at, event } : null;
}

export function isChange(event: Event): event is Change['event'] {
  return event.type === 'PriceChanged' || event.type === 'LotSold';
}

function beatenBy(record: LogRecord, change: Change | null, keeper: LogKeeper): BeatenBy | null {
  if (!('lot' in record.command)) return null;
  const rejected = record.events.find((event) => event.type === 'BidRejected');
  const askMinor = rejected?.type === 'BidRejected' ? rejected.askMinor : null;
  if (change === null)
    return { seq: null, at: null, priceMinor: null, askMinor, leader: null, words: 'No bid stood on the lot.' };
  const { seq, at, event } = change;
  const isSold = event.type === 'LotSold';
  const leader = isSold ? event.buyer : event.leader;
  const paddle = leader === null ? null : keeper.paddleOf(leader, seq);
  return {
    seq,
    at,
    priceMinor: isSold ? event.hammerMinor : event.priceMinor,
    askMinor,
    leader: paddle,
    words: isSold
      ? `The lot had been sold to ${paddle} at seq ${seq}.`
      : `${paddle ?? 'Nobody'} had led since seq ${seq}.`,
  };
}

function outcomeOf(record: LogRecord): Pick<Proven, 'outcome' | 'reason'> {
  for (const event of record.events) {
    if (event.type === 'BidRejected') return { outcome: 'rejected', reason: event.reason };
    if (event.type === 'CommandRefused') return { outcome: 'refused', reason: event.reason };
  }
  return { outcome: 'accepted', reason: null };
}
