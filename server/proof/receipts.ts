/**
 * Receipts (ADR 0014): for every bid what the log proves of it, and for a bid outside the log what the house can only say. Keeps
 * where each id was decided, and for a while the times that are not in the log. Knows no bus.
 */
import type { LogRecord } from '../../protocol/event.ts';
import type { Receipt, ReceiptRequest, Times } from '../../protocol/log.ts';
import { Rising } from '../keeping/rising.ts';
import type { Decided } from '../order.ts';
import { createDecided } from './decided.ts';
import { hexOf, type LogKeeper } from './keeper.ts';
import { createMemory, type Noted } from './memory.ts';
import { type Change, changeIn, provenPart } from './receipt.ts';

/** How many bids' times, and refusals at the door, are remembered at most: the last 100,000 always are (ADR 0014). */
const TIMES_KEPT_MAX = 200_000;

export type Receipts = {
  /** Durable records, in order. */
  took(records: readonly LogRecord[]): void;
  /** A bid whose answer is on its way. */
  noteTold(decided: Decided, toldAt: number): void;
  /** A refusal at the door, which is not in the log. */
  noteRefused(bidder: string, id: string, reason: string, at: number): void;
  /** Where an id was decided; null while it is not known to be. */
  seqOf(id: string): number | null;
  /** `bidder` is who asks: he is given receipts of his own bids only. */
  answer(request: ReceiptRequest, bidder: string, now: number): Receipt;
};

export function createReceipts(
  sale: string,
  keeper: LogKeeper,
  recordsFrom: (seq: number) => Iterable<LogRecord>,
  placeOf: (id: string) => number,
): Receipts {
  const decided = createDecided(placeOf);
  const changes = new Map<string, Rising>();
  const memory = createMemory(TIMES_KEPT_MAX);

  function took(records: readonly LogRecord[]): void {
    for (const { seq, command, events } of records) {
      // A malformed command has anything in its place: no bid, and no receipt of one.
      if ((command.type === 'PlaceBid' || command.type === 'LowerMax') && typeof command.id === 'string')
        decided.took(command.id, seq);
      for (const event of events) {
        if (!('lot' in event) || event.type === 'BidRejected') continue;
        let seqs = changes.get(event.lot);
        if (seqs === undefined) {
          seqs = new Rising();
          changes.set(event.lot, seqs);
        }
        seqs.push(seq);
      }
    }
  }

  function seqOf(id: unknown): number | null {
    return typeof id === 'string' ? decided.seqOf(id) : null;
  }

  function recordAt(seq: number): LogRecord {
    for (const record of recordsFrom(seq)) return record;
    throw new Error(`record ${seq} is not in the log`);
  }

  function answer({ id, since }: ReceiptRequest, bidder: string, now: number): Receipt {
    const seq = seqOf(id);
    const record = seq === null ? null : recordAt(seq);
    const noted = memory.get(id);
    const mine = noted?.bidder === bidder ? noted : undefined;
    const base = { rostrum: 'receipt', version: 1, sale, id, request: mine?.request ?? null } as const;
    if (seq === null || record === null || !('bidder' in record.command) || record.command.bidder !== bidder)
      return {
        ...base,
        inLog: false,
        times: timesOf(mine, null),
        outcome: mine?.refusal == null ? 'unknown' : 'refused',
        reason: mine?.refusal ?? null,
        words:
          mine?.refusal == null
            ? 'No bid of yours with this id is in the log.'
            : 'This bid was turned away at the door, before the rules: it is not in the log, and nothing can be proven of it.',
      };
    const head = keeper.head(now);
    return {
      ...base,
      ...provenPart(record, head, keeper, () => lastChange(record)),
      times: timesOf(mine, record.at),
      consistency:
        since !== undefined && Number.isSafeInteger(since) && since > 0 && since <= head.size
          ? { fromSize: since, toSize: head.size, hashes: keeper.tree.consistency(since, head.size).map(hexOf) }
          : null,
    };
  }

  /** The last change of the record's lot up to it, as the public saw it. */
  function lastChange(record: LogRecord): Change | null {
    if (!('lot' in record.command)) return null;
    const { lot } = record.command;
    const seqs = changes.get(lot);
    for (let at = seqs?.lastAtMost(record.seq) ?? -1; at >= 0; at -= 1) {
      const change = changeIn(recordAt(seqs?.at(at) ?? record.seq), lot);
      if (change !== null) return change;
    }
    return null;
  }

  return {
    took,
    noteTold({ order: { command, origin }, record }, toldAt) {
      if (origin.kind !== 'bid' || record === null) return;
      const { id, bidder, request } = origin;
      // Who takes an id that is another's is told `malformed`, and the other keeps his times.
      if (isMalformed(record, id) && memory.get(id) !== undefined) return;
      memory.set(id, { bidder, request, receivedAt: command.at, toldAt, refusal: null });
    },
    noteRefused: (bidder, id, reason, at) => {
      const noted = memory.get(id);
      if (noted === undefined) memory.set(id, { bidder, request: null, receivedAt: at, toldAt: at, refusal: reason });
      else if (noted.bidder === bidder) noted.refusal = reason;
    },
    seqOf,
    answer,
  };
}

function isMalformed({ events }: LogRecord, id: string): boolean {
  for (const event of events) {
    if (event.type === 'BidRejected' && event.id === id) return event.reason === 'malformed';
    if (event.type === 'CommandRefused') return event.reason === 'malformed';
  }
  return false;
}

function timesOf(noted: Noted | undefined, decidedAt: number | null): Times {
  return {
    sentAt: noted?.request?.sentAt ?? null,
    receivedAt: noted?.receivedAt ?? null,
    decidedAt,
    toldAt: noted?.toldAt ?? null,
  };
}
