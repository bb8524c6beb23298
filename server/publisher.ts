/**
 * Speaks after the log: decisions to those who asked, ticks and words to all, notices to one. The last place that knows other
 * bidders' names and maxima. Runs in one synchronous block a batch, so that everything leaves in one write.
 */
import type { LogRecord } from '../protocol/event.ts';
import { subjects } from '../protocol/subjects.ts';
import type { Notice, SaleWord, Tick } from '../protocol/wire.ts';
import type { SaleState } from './core/sale.ts';
import type { Decided } from './order.ts';
import type { Board } from './speech/board.ts';
import { noticesOf, noticeText } from './speech/notices.ts';
import { bidReplyText, clerkReply } from './speech/replies.ts';
import { tickOf, tickText } from './speech/ticks.ts';
import { wordsOf } from './speech/words.ts';

export type PublisherInput = {
  readonly saleId: string;
  readonly state: SaleState;
  readonly board: Board;
  readonly now: () => number;
  send(subject: string, message: string | Uint8Array): void;
  /** Where an id was decided, in what was published before this batch; null when it was not, or its index is still being read. */
  readonly seqOf: (id: string) => number | null;
  /** Told of every tick and word, encoded once: the feed of the read-only audience. */
  readonly overhear?: (kind: 'tick' | 'sale', seq: number, text: string) => void;
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
  const names = new Map<string, { readonly tick: string; readonly json: string }>();

  function answer(decided: Decided, decidedAt: number, batch: readonly Decided[]): void {
    const { origin } = decided.order;
    if (origin.kind === 'house') origin.answer({ ok: true, record: decided.record });
    else if (origin.reply === '') return;
    else if (origin.kind === 'bid')
      send(
        origin.reply,
        bidReplyText(state, decided, origin, decidedAt, (id) => input.seqOf(id) ?? seqIn(batch, id)),
      );
    else send(origin.reply, JSON.stringify(clerkReply(decided)));
  }

  function sayTick(lot: string): void {
    const tick: Tick | null = tickOf(state, board, lot);
    if (tick === null) return;
    const before = lastRevs.get(lot);
    lastRevs.set(lot, tick.rev);
    if (before === tick.rev) return;
    const folded = before !== undefined && before < tick.rev - 1 ? { ...tick, fromRev: before } : tick;
    const { tick: subject, json } = namesOf(lot);
    const text = tickText(folded, json);
    send(subject, text);
    input.overhear?.('tick', tick.seq, text);
  }

  function namesOf(lot: string) {
    let known = names.get(lot);
    if (known === undefined) {
      known = { tick: subjects.tick(saleId, lot), json: JSON.stringify(lot) };
      names.set(lot, known);
    }
    return known;
  }

  function sayWord(word: SaleWord): void {
    const text = JSON.stringify(word);
    send(saleSubject, text);
    if ('seq' in word) input.overhear?.('sale', word.seq, text);
  }

  function sayNotice(bidder: string, notice: Notice): void {
    send(subjects.you(saleId, bidder), noticeText(notice));
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
        answer(decided, decidedAt, batch);
      }
      for (const lot of changed) sayTick(lot);
      if (input.witness !== undefined) for (const { record } of batch) if (record !== null) input.witness(record);
    },
  };
}

/** The id's first record in this batch. */
function seqIn(batch: readonly Decided[], id: string): number | null {
  for (const { record } of batch)
    if (record !== null && 'id' in record.command && record.command.id === id) return record.seq;
  return null;
}
