/**
 * Answers review questions from a log, whichever it is: the house's own, a folder or an exported file. Catches up with the log in
 * slices, so that a running house goes on between them; the first page of rows does not wait for it.
 */
import * as v from 'valibot';
import type { LogRecord } from '../../protocol/event.ts';
import type { Receipt } from '../../protocol/log.ts';
import type { RecordReply, ReviewAnswer, ReviewAsk, VerifyReply } from '../../protocol/review.ts';
import type { LogHead, ReviewFilter, ReviewReply, ReviewRow } from '../../protocol/wire.ts';
import { SIGNS, sharedSigns, signsOf } from '../anomalies/signs.ts';
import { createTally } from '../anomalies/tally.ts';
import { emptyState } from '../core/sale.ts';
import type { Shared } from '../identity/places.ts';
import { lastAtMost } from '../keeping/rising.ts';
import { createHistory } from './history.ts';
import { rejudge } from './rejudge.ts';
import { matches, rowOf } from './rows.ts';

export type LogSource = {
  readonly lastSeq: number;
  records(fromSeq: number): Iterable<LogRecord>;
  /** The same as they are written, where they are. */
  texts?(fromSeq: number): Iterable<string>;
  /** Of a source that cannot be judged by its records alone: an exported log keeps secrets. */
  verify?(): Promise<VerifyReply>;
};

export type Review = { answer(ask: unknown): Promise<ReviewAnswer> };

export const REVIEW_LIMITS = {
  rowsMax: 500,
  /** A page when none was asked for. */
  rowsUnasked: 100,
  /** Records looked at for one page: a rare filter gives a short page and goes on from there. */
  scanMax: 100_000,
  lotsMax: 500,
  /** Receipts of one answer: half of what one message may carry, whatever its last receipt weighs. */
  receiptsCharsMax: 500_000,
  /** Made in one go, while the house waits. */
  receiptsAtOnce: 5,
  sliceRecords: 2000,
} as const;

export function createReview(
  source: LogSource,
  head: () => LogHead | null = () => null,
  receiptOf: (record: LogRecord) => Receipt | null = () => null,
  /** Who of the sale's bidders came in by one desk or address: the house's own knowledge, in no log. */
  shared: () => readonly Shared[] = () => [],
): Review {
  const history = createHistory();
  const tally = createTally();
  let talliedSeq = 0;
  let catching: Promise<void> | null = null;

  /** One run at a time; each takes a slice, then lets the loop go round. */
  async function catchUp(): Promise<void> {
    catching ??= (async () => {
      await inSlices(
        () => history.lastSeq,
        (record) => history.take(record),
      );
    })().finally(() => {
      catching = null;
    });
    return catching;
  }

  /** Begins with the first who asks, and goes on from where the last one left it, in slices; two who ask share the work. */
  async function tallyUp(): Promise<void> {
    await inSlices(
      () => talliedSeq,
      (record) => {
        tally.take(record);
        talliedSeq = record.seq;
      },
    );
  }

  /** What `at` has not taken yet, and what came meanwhile. Where the log ends is asked for at its end only: a folder looks at its last segments for it. */
  async function inSlices(at: () => number, take: (record: LogRecord) => void): Promise<void> {
    for (let end = source.lastSeq; at() < end; end = at() < end ? end : source.lastSeq) {
      let count = 0;
      for (const record of source.records(at() + 1)) {
        take(record);
        count += 1;
        if (count >= REVIEW_LIMITS.sliceRecords) break;
      }
      if (count === 0) break;
      await new Promise(setImmediate);
    }
  }

  async function signs(given: string | undefined): Promise<ReviewAnswer> {
    await catchUp();
    await tallyUp();
    const bidder = given === undefined ? null : history.bidderOf(given);
    const all = [...signsOf(tally), ...sharedSigns(shared())];
    const found = all.filter((sign) => bidder === null || sign.bidder === bidder);
    const told = found.slice(0, SIGNS.answerMax);
    const paddles: Record<string, string> = {};
    for (const sign of told)
      for (const named of [sign.bidder, ...('others' in sign ? sign.others : [])])
        paddles[named] = history.paddleOf(named) ?? '';
    return { view: 'signs', seq: talliedSeq, signs: told, paddles, leftOut: found.length - told.length };
  }

  async function rows(fromSeq: number, limit: number, filter: ReviewFilter): Promise<ReviewReply> {
    const known = filter.lot !== undefined || filter.bidder !== undefined || fromSeq > 1;
    // Paddles of the first page stand in the first records; the rest can come while people read.
    if (known) await catchUp();
    else catchUp().catch(() => {});
    const seqs = postings(filter);
    const found: ReviewRow[] = [];
    const lastSeq = source.lastSeq;
    let next = Math.max(1, fromSeq);
    let looked = 0;
    const wanted = Math.min(limit, REVIEW_LIMITS.rowsMax);
    const consider = (record: LogRecord) => {
      if (!known && record.seq > history.lastSeq) history.take(record);
      const row = rowOf(record, history.paddleOf, filter.lot);
      if (matches(row, filter)) found.push(row);
      next = record.seq + 1;
      looked += 1;
    };
    if (seqs === null) {
      for (const record of source.records(next)) {
        consider(record);
        if (found.length >= wanted || looked >= REVIEW_LIMITS.scanMax) break;
      }
      return { rows: found, nextSeq: next <= lastSeq ? next : null, lastSeq };
    }
    let at = lastAtMost(seqs, next - 1) + 1;
    for (; at < seqs.length && found.length < wanted; at += 1)
      for (const record of source.records(seqs[at] ?? 1)) {
        consider(record);
        break;
      }
    return { rows: found, nextSeq: seqs[at] ?? null, lastSeq };
  }

  /** The shorter list of records that can match; null: all may. */
  function postings(filter: ReviewFilter): readonly number[] | null {
    const lists: (readonly number[])[] = [];
    if (filter.lot !== undefined) lists.push(history.seqsOfLot(filter.lot) ?? []);
    if (filter.bidder !== undefined) lists.push(history.seqsOfBidder(history.bidderOf(filter.bidder)) ?? []);
    return lists.sort((a, b) => a.length - b.length)[0] ?? null;
  }

  async function verify(): Promise<ReviewAnswer> {
    const state = emptyState();
    let seq = 0;
    let wrong: { readonly seq: number; readonly what: string } | null = null;
    try {
      for (const text of source.texts?.(1) ?? textsOf(source.records(1))) {
        seq += 1;
        const what = rejudge(state, text, seq);
        if (what !== null) {
          wrong = { seq, what };
          break;
        }
        if (seq % REVIEW_LIMITS.sliceRecords === 0) await new Promise(setImmediate);
      }
    } catch (cause) {
      wrong = { seq: seq + 1, what: cause instanceof Error ? cause.message : String(cause) };
    }
    return { view: 'verify', ok: wrong === null, records: seq, wrong, head: head() };
  }

  /** A row that has none is passed over; the answer ends where it is full, and says where to go on. */
  async function receipts(fromSeq: number, limit: number, filter: ReviewFilter): Promise<ReviewAnswer> {
    const page = await rows(fromSeq, limit, filter);
    const found: Receipt[] = [];
    let chars = 0;
    let tried = 0;
    for (const { seq, type } of page.rows) {
      if (type !== 'PlaceBid' && type !== 'LowerMax') continue;
      const { receipt } = recordAt(seq);
      tried += 1;
      if (tried % REVIEW_LIMITS.receiptsAtOnce === 0) await new Promise(setImmediate);
      if (receipt === null) continue;
      found.push(receipt);
      chars += JSON.stringify(receipt).length;
      if (chars >= REVIEW_LIMITS.receiptsCharsMax) return { view: 'receipts', receipts: found, nextSeq: seq + 1 };
    }
    return { view: 'receipts', receipts: found, nextSeq: page.nextSeq };
  }

  function recordAt(seq: number): RecordReply {
    if (seq >= 1 && seq <= source.lastSeq)
      for (const record of source.records(seq)) return { view: 'record', record, receipt: receiptOf(record) };
    return { view: 'record', record: null, receipt: null };
  }

  async function answerTo(ask: ReviewAsk): Promise<ReviewAnswer> {
    if (!isView(ask)) return rows(ask.fromSeq, ask.limit, ask.filter);
    if (ask.view === 'verify') return source.verify?.() ?? verify();
    if (ask.view === 'signs') return signs(ask.bidder);
    if (ask.view === 'record') return recordAt(ask.seq);
    if (ask.view === 'receipts') return receipts(ask.fromSeq, ask.limit, ask.filter);
    if (ask.view === 'progress') return { view: 'progress', seq: history.lastSeq, lastSeq: source.lastSeq };
    await catchUp();
    if (ask.view === 'chart') return { view: 'chart', lot: ask.lot, points: history.chart(ask.lot) };
    const seq = Math.min(ask.seq, source.lastSeq);
    if (ask.view === 'told') {
      const bidder = history.bidderOf(ask.bidder);
      return { view: 'told', seq, bidder, paddle: history.paddleOf(bidder), lots: history.told(bidder, seq) };
    }
    const from = ask.fromLot ?? 0;
    const ids = ask.lot === undefined ? history.lotIds() : [ask.lot];
    const page = ids.slice(from, from + REVIEW_LIMITS.lotsMax);
    const lots = page.flatMap((lot) => history.lotAt(lot, seq) ?? []);
    const nextLot = from + page.length < ids.length ? from + page.length : null;
    return { view: 'state', seq, at: history.timeAt(seq), lots, nextLot };
  }

  return {
    async answer(ask) {
      const view = typeof ask === 'object' && ask !== null && 'view' in ask ? String(ask.view) : 'rows';
      if (!isAskable(view)) return malformed(`there is no view "${view.slice(0, 40)}"`);
      const asked = v.safeParse(askSchemas[view], ask);
      if (!asked.success) return malformed(v.summarize(asked.issues));
      return answerTo(asked.output as ReviewAsk);
    },
  };
}

function* textsOf(records: Iterable<LogRecord>): Generator<string, void> {
  for (const record of records) yield JSON.stringify(record);
}

type ViewAsk = Exclude<ReviewAsk, { readonly view?: 'rows' }>;
function isView(ask: ReviewAsk): ask is ViewAsk {
  return ask.view !== undefined && ask.view !== 'rows';
}

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const name = v.pipe(v.string(), v.maxLength(64));
function isAskable(view: string): view is keyof typeof askSchemas {
  return Object.hasOwn(askSchemas, view);
}

function malformed(why: string): ReviewAnswer {
  return { error: { code: 'malformed', message: why } };
}

const page = {
  fromSeq: v.optional(whole, 1),
  limit: v.optional(v.pipe(whole, v.minValue(1)), REVIEW_LIMITS.rowsUnasked),
  filter: v.optional(
    v.object({
      lot: v.optional(name),
      bidder: v.optional(name),
      channel: v.optional(v.picklist(['online', 'floor', 'phone', 'book', 'house'])),
      outcome: v.optional(v.picklist(['accepted', 'rejected', 'refused'])),
      reason: v.optional(name),
      fromAt: v.optional(v.number()),
      toAt: v.optional(v.number()),
    }),
    {},
  ),
};

/** By `view`, so that what is wrong is named by its field and not by the whole question. */
const askSchemas = {
  state: v.object({ view: v.literal('state'), seq: whole, lot: v.optional(name), fromLot: v.optional(whole) }),
  told: v.object({ view: v.literal('told'), seq: whole, bidder: name }),
  chart: v.object({ view: v.literal('chart'), lot: name }),
  record: v.object({ view: v.literal('record'), seq: whole }),
  signs: v.object({ view: v.literal('signs'), bidder: v.optional(name) }),
  verify: v.object({ view: v.literal('verify') }),
  receipts: v.object({ view: v.literal('receipts'), ...page }),
  progress: v.object({ view: v.literal('progress') }),
  rows: v.object({ view: v.optional(v.literal('rows')), ...page }),
};
