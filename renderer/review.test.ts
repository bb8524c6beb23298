import { describe, expect, test, vi } from 'vitest';
import { csvRows } from '../protocol/csv.ts';
import type { LotMoment } from '../protocol/review.ts';
import { rowCsv, rowsCsvHead } from '../protocol/rows.ts';
import type { ReviewFilter, ReviewRow } from '../protocol/wire.ts';
import { compareMoments, signOf } from './review/compare.ts';
import { exportText } from './review/export.ts';
import { createFind } from './review/find.ts';
import { createPages } from './review/pages.ts';
import { advance, PAUSE_MS_MAX } from './review/play.ts';
import { watchReading } from './review/reading.ts';
import { liveSource, PAGE_ROWS } from './review/source.ts';

const row = (seq: number, more: Partial<ReviewRow> = {}): ReviewRow => ({
  seq,
  at: seq * 1000,
  type: 'PlaceBid',
  lot: 'l1',
  bidder: 'anna',
  paddle: '101',
  channel: 'online',
  kind: 'bid',
  amountMinor: seq * 100,
  outcome: 'accepted',
  reason: null,
  priceMinor: seq * 100,
  events: ['BidAccepted', 'PriceChanged'],
  ...more,
});
const rowsFrom = (from: number, limit: number, lastSeq: number, keep: (row: ReviewRow) => boolean = () => true) => {
  const rows: ReviewRow[] = [];
  let seq = from;
  for (; seq <= lastSeq && rows.length < limit; seq += 1) if (keep(row(seq))) rows.push(row(seq));
  return { rows, nextSeq: seq <= lastSeq ? seq : null, lastSeq };
};
const moment = (lot: string, more: Partial<LotMoment> = {}): LotMoment => ({
  lot,
  seq: 1,
  at: 1,
  status: 'open',
  rev: 1,
  priceMinor: 100,
  askMinor: 200,
  leader: 'anna',
  paddle: '101',
  reserveMet: true,
  premiumMinor: null,
  closesAt: null,
  bids: 1,
  ...more,
});
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('pages of a million rows', () => {
  test('a row far down asks for its own page alone, once', async () => {
    const asked: number[] = [];
    const ask = async (from: number) => {
      asked.push(from);
      return rowsFrom(from, PAGE_ROWS, 1_000_000);
    };
    const pages = createPages(
      ask,
      () => undefined,
      () => undefined,
    );
    expect(pages.at(777_777)).toBeNull();
    expect(pages.at(777_778)).toBeNull();
    await settled();
    expect(pages.at(777_777)?.seq).toBe(777_777);
    expect(asked).toEqual([Math.floor(777_776 / PAGE_ROWS) * PAGE_ROWS + 1]);
  });

  test('the last page of a live sale grows', async () => {
    let lastSeq = 3;
    const pages = createPages(
      async (from) => rowsFrom(from, PAGE_ROWS, lastSeq),
      () => undefined,
      () => undefined,
    );
    pages.at(1);
    await settled();
    expect(pages.at(3)?.seq).toBe(3);
    lastSeq = 4;
    expect(pages.at(4)).toBeNull();
    await settled();
    expect(pages.at(4)?.seq).toBe(4);
  });

  test('what was asked before the log was changed for another is not shown', async () => {
    const came = vi.fn();
    const pages = createPages(
      async (from) => rowsFrom(from, PAGE_ROWS, 10),
      came,
      () => undefined,
    );
    pages.at(1);
    pages.clear();
    await settled();
    expect(came).not.toHaveBeenCalled();
  });
});

describe('a filter', () => {
  test('gathers short pages into one list, and finds the place of a record in it', async () => {
    const ask = async (from: number, filter: ReviewFilter) =>
      rowsFrom(from, 7, 100, ({ seq }) => filter.lot === 'l1' && seq % 10 === 0);
    const find = createFind(
      ask,
      () => undefined,
      () => undefined,
    );
    find.start({ lot: 'l1' });
    find.more();
    await settled();
    expect([find.count(), find.isDone()]).toEqual([10, true]);
    expect(find.at(find.indexOf(45))?.seq).toBe(50);
  });

  test('an answer to the filter before is not mixed in', async () => {
    const find = createFind(
      async (from) => rowsFrom(from, 50, 50),
      () => undefined,
      () => undefined,
    );
    find.start({ lot: 'l1' });
    find.more();
    find.start({ lot: 'l2' });
    await settled();
    expect(find.count()).toBe(0);
  });
});

describe('the play', () => {
  const timeOf = (seq: number) => seq * 1000;
  test('goes on by the sale’s own times, so many times as fast', () => {
    expect(advance({ seq: 1, atMs: 1000 }, 100, 1, 99, timeOf)).toEqual({ seq: 1, atMs: 1100 });
    expect(advance({ seq: 1, atMs: 1000 }, 100, 100, 99, timeOf)).toEqual({ seq: 11, atMs: 11_000 });
  });
  test('cuts a long pause short, and stops at the last record', () => {
    const paused = (seq: number) => (seq === 2 ? 3_600_000 : 0);
    const play = advance({ seq: 1, atMs: 0 }, 100, 2, 2, paused);
    expect(play).toEqual({ seq: 1, atMs: 3_600_000 - PAUSE_MS_MAX * 2 + 200 });
    expect(advance(play, PAUSE_MS_MAX, 2, 2, paused).seq).toBe(2);
    expect(advance({ seq: 2, atMs: 9 }, 100, 100, 2, timeOf)).toEqual({ seq: 2, atMs: 9 });
  });
  test('waits where a row has not come yet', () => {
    expect(advance({ seq: 1, atMs: 0 }, 100, 100, 9, () => null)).toEqual({ seq: 1, atMs: 0 });
  });
});

describe('two moments', () => {
  test('differ where they differ, lots that came or went among them', () => {
    const found = compareMoments(
      [moment('a'), moment('b'), moment('gone')],
      [moment('a', { seq: 9, at: 9, rev: 3 }), moment('b', { priceMinor: 300, paddle: '102' }), moment('new')],
    );
    expect(found.map(({ lot, fields }) => [lot, fields.length])).toEqual([
      ['a', 0],
      ['b', 2],
      ['new', 6],
      ['gone', 6],
    ]);
  });
  test('have a sign', () => {
    expect([signOf(1, 2), signOf(2, 1), signOf(null, 1), signOf(1, 1)]).toEqual(['▲', '▼', '±', '=']);
  });
});

describe('an export', () => {
  test('quotes as RFC 4180 says, and no cell is a formula', () => {
    expect(rowsCsvHead()).toMatch(/^seq,at,type,.*\r\n$/);
    const line = rowCsv(row(1, { reason: '=HYPERLINK("http://x","a")', bidder: '+1,2', paddle: '@x' }));
    expect(line).toContain('"\'=HYPERLINK(""http://x"",""a"")"');
    expect(line).toContain('"\'+1,2"');
    expect(line).toContain("'@x");
    expect(line.endsWith('\r\n')).toBe(true);
  });

  test('of rows has who led after a record under its name, and nobody where none is known', async () => {
    const rows = [row(1, { priceMinor: 300, leader: '101' }), row(2)];
    const page = { rows: async () => ({ rows, nextSeq: null, lastSeq: 2 }), receipts: source.receipts };
    const { text } = await exportText(page, 'csv', {}, 2, () => undefined);
    const [head, ...lines] = csvRows(text).rows.map(({ cells }) => cells);
    expect(lines.map((cells) => cells[head?.indexOf('leader') ?? -1])).toEqual(['101', '']);
    expect(lines.map((cells) => cells[head?.indexOf('priceMinor') ?? -1])).toEqual(['300', '200']);
  });

  const source = {
    rows: async (from: number, _filter: ReviewFilter, limit = 500) => rowsFrom(from, limit, 1_234),
    receipts: async (from: number) => ({
      view: 'receipts' as const,
      receipts: [{ inLog: true, seq: from }, { inLog: false }] as never,
      nextSeq: from < 3 ? from + 1 : null,
    }),
  };
  test('has every row once, up to the record at which it was asked for', async () => {
    const made = await exportText(source, 'jsonl', {}, 1_200, () => undefined);
    const seqs = made.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).seq);
    expect(seqs).toEqual(Array.from({ length: 1_200 }, (_, at) => at + 1));
    expect([made.count, made.isWhole]).toEqual([1_200, true]);
  });
  test('of receipts asks for page after page', async () => {
    expect((await exportText(source, 'receipts', {}, 3, () => undefined)).text).toBe(
      '{"inLog":true,"seq":1}\n{"inLog":true,"seq":2}\n{"inLog":true,"seq":3}\n',
    );
  });
});

describe('the house', () => {
  test('that is asked too fast is asked again when it says', async () => {
    const ask = vi
      .fn()
      .mockResolvedValueOnce({ outcome: 'refused', reason: 'rate-limited', retryMs: 1 })
      .mockResolvedValueOnce({ view: 'verify', ok: true, records: 1, wrong: null, head: null });
    expect((await liveSource('s1', ask).verify()).ok).toBe(true);
    expect(ask).toHaveBeenCalledTimes(2);
  });
  test('that refuses is quoted', async () => {
    const ask = async () => ({ error: { code: 'review-failed', message: 'record 7 does not follow' } });
    await expect(liveSource('s1', ask).moment(7)).rejects.toThrow('record 7 does not follow');
  });
  test('gives a moment of many lots in pages', async () => {
    const ask = async (_topic: string, question: unknown) => {
      const fromLot = (question as { fromLot?: number }).fromLot ?? 0;
      return { view: 'state', seq: 5, at: 5, lots: [moment(`l${fromLot}`)], nextLot: fromLot < 2 ? fromLot + 1 : null };
    };
    const found = await liveSource('s1', ask).moment(5);
    expect(found.lots.map(({ lot }) => lot)).toEqual(['l0', 'l1', 'l2']);
  });
});

describe('a long log', () => {
  test('says how far it has been read while a question waits, and no more when it was answered', async () => {
    const due: (() => void)[] = [];
    const told: number[] = [];
    let seq = 0;
    const ask = async () => {
      seq += 100;
      return { view: 'progress' as const, seq, lastSeq: 1000 };
    };
    const next = async () => {
      due.shift()?.();
      await new Promise(setImmediate);
    };
    const done = watchReading(
      ask,
      (to) => told.push(to.seq),
      (run) => due.push(run),
    );
    expect(told).toEqual([]);
    await next();
    await next();
    expect(told).toEqual([100, 200]);
    done();
    await next();
    expect(told).toEqual([100, 200]);
    expect(due).toEqual([]);
  });
});
