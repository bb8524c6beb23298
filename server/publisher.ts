/**
 * Speaks after the log: decisions to those who asked, ticks and words to all, notices to one. The last place that knows other
 * bidders' names and maxima. Runs in one synchronous block a batch, so that everything leaves in one write.
 */
import { encode } from '../protocol/codec.ts';
import type { LogRecord } from '../protocol/event.ts';
import { subjects } from '../protocol/subjects.ts';
import type { Notice, SaleWord, Tick } from '../protocol/wire.ts';
import type { Board } from './board.ts';
import type { SaleState } from './core/sale.ts';
import { noticesOf } from './notices.ts';
import type { Decided } from './order.ts';
import { bidReply, clerkReply } from './replies.ts';
import { tickOf } from './ticks.ts';
import { wordsOf } from './words.ts';

export type PublisherInput = {
  readonly saleId: string;
  readonly state: SaleState;
  readonly board: Board;
  readonly now: () => number;
  readonly send: (subject: string, bytes: Uint8Array) => void;
  /** Told of every tick and word, encoded once: the feed of the read-only audience. */
  readonly overhear?: (kind: 'tick' | 'sale', seq: number, bytes: Uint8Array) => void;
  /** Told of every record after it has been spoken: metrics, registrations, suspensions. */
  readonly witness?: (record: LogRecord) => void;
};

export type Publisher = {
  publish(batch: readonly Decided[]): void;
};

export function createPublisher(input: PublisherInput): Publisher {
  const { saleId, state, board, send } = input;
  const saleSubject = subjects.sale(saleId);
  const lastRevs = new Map<string, number>();
  const tickSubjects = new Map<string, string>();

  function say(subject: string, message: unknown): Uint8Array {
    const bytes = encode(message);
    send(subject, bytes);
    return bytes;
  }

  function answer(decided: Decided, decidedAt: number): void {
    const { origin } = decided.order;
    if (origin.kind === 'house') origin.answer({ ok: true, record: decided.record });
    else if (origin.reply === '') return;
    else if (origin.kind === 'bid') say(origin.reply, bidReply(state, decided, origin, decidedAt));
    else say(origin.reply, clerkReply(decided));
  }

  function sayTick(lot: string): void {
    const tick: Tick | null = tickOf(state, board, lot);
    if (tick === null) return;
    const before = lastRevs.get(lot);
    lastRevs.set(lot, tick.rev);
    if (before === tick.rev) return;
    const folded = before !== undefined && before < tick.rev - 1 ? { ...tick, fromRev: before } : tick;
    let subject = tickSubjects.get(lot);
    if (subject === undefined) {
      subject = subjects.tick(saleId, lot);
      tickSubjects.set(lot, subject);
    }
    // Said first: an optional call would not even look at its arguments.
    const bytes = say(subject, folded);
    input.overhear?.('tick', tick.seq, bytes);
  }

  function sayWord(word: SaleWord): void {
    const bytes = say(saleSubject, word);
    if ('seq' in word) input.overhear?.('sale', word.seq, bytes);
  }

  function sayNotice(bidder: string, notice: Notice): void {
    say(subjects.you(saleId, bidder), notice);
  }

  for (const lot of board.lotIds()) {
    const tick = tickOf(state, board, lot);
    if (tick !== null) lastRevs.set(lot, tick.rev);
  }

  return {
    publish(batch) {
      const decidedAt = input.now();
      const changed = new Set<string>();
      for (const decided of batch) {
        const { record } = decided;
        if (record !== null) {
          const notices = noticesOf(state, board, record);
          board.apply(record);
          for (const event of record.events) if ('lot' in event && event.type !== 'BidRejected') changed.add(event.lot);
          for (const word of wordsOf(state, record)) sayWord(word);
          for (const [bidder, notice] of notices) sayNotice(bidder, notice);
        }
        answer(decided, decidedAt);
      }
      for (const lot of changed) sayTick(lot);
      if (input.witness !== undefined) for (const { record } of batch) if (record !== null) input.witness(record);
    },
  };
}
