import { describe, expect, it } from 'vitest';
import { HOUSE_TERMS } from '../../protocol/catalogue.ts';
import type { Command } from '../../protocol/command.ts';
import { premiumMinor } from '../core/premium.ts';
import { emptyState, execute, lotView, saleView } from '../core/sale.ts';
import { randomLog } from '../sim/records.ts';
import { createHistory } from './history.ts';
import { createReview, REVIEW_LIMITS } from './review.ts';

describe('the history', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('says of every lot at every seq what the rules say (seed %i)', (seed) => {
    const { records } = randomLog(seed, 300, seed % 2 === 0);
    const history = createHistory();
    for (const record of records) history.take(record);
    const state = emptyState();
    for (const record of records) {
      execute(state, record.command);
      for (const lot of state.lots.keys()) {
        const view = lotView(state, lot);
        const moment = history.lotAt(lot, record.seq);
        const { status, priceMinor, leader, rev } = moment ?? {};
        expect({ lot, seq: record.seq, status, priceMinor, leader, rev }).toEqual({
          lot,
          seq: record.seq,
          status: view?.status,
          priceMinor: view?.priceMinor,
          leader: view?.leader,
          rev: view?.rev,
        });
        expect(moment?.askMinor).toBe(view?.askMinor);
        expect(moment?.bids).toBe(view?.bids);
        const hammerMinor = view?.status === 'sold' ? view.priceMinor : null;
        expect(moment?.premiumMinor).toBe(
          hammerMinor === null ? null : premiumMinor(state.sale?.premium ?? [], hammerMinor),
        );
        if (saleView(state).held === null) expect(moment?.closesAt).toBe(view?.closesAt);
      }
    }
  });
});

it('says how a bidder stood as he was told it: of a sealed lot nobody hears who leads, and a rejected bid stands nowhere', () => {
  const lot = { title: 'A', openingMinor: 1000 } as const;
  const sale = {
    ...HOUSE_TERMS,
    ...{ saleId: 's', title: 'S', currency: 'GBP' },
    lots: [
      { ...lot, lotId: 'b', number: 1, format: 'live' },
      { ...lot, lotId: 'a', number: 2, format: 'sealed', opensAt: 2, closesAt: 50, pricing: 'first' },
    ],
  } as const;
  const bid = (at: number, bidder: string, of: string, amountMinor: number): Command => {
    return { type: 'PlaceBid', at, id: `${at}`, lot: of, bidder, amountMinor, kind: 'bid', channel: 'online' };
  };
  const person = (bidder: string) => ({ type: 'RegisterBidder', at: 1, bidder, limitMinor: null }) as const;
  const commands: readonly Command[] = [
    { type: 'CreateSale', at: 1, sale },
    ...['ann', 'ben', 'cat'].map(person),
    { type: 'OpenLot', at: 3, lot: 'b' },
    bid(4, 'ann', 'a', 5000),
    bid(5, 'ben', 'a', 4000),
    bid(6, 'ann', 'b', 1000),
    bid(7, 'ben', 'b', 2000),
    bid(8, 'cat', 'b', 1000),
    { type: 'Clock', at: 60 },
    { type: 'Hammer', at: 61, lot: 'b' },
  ];
  const state = emptyState();
  const history = createHistory();
  for (const [i, command] of commands.entries())
    history.take({ seq: i + 1, at: command.at, rules: 1, command, events: execute(state, command) });
  const stood = (bidder: string, seq: number) => history.told(bidder, seq).map((told) => [told.lot, told.stood]);
  // In the order of the sale, whichever was bid on first.
  expect(stood('ann', 10)).toEqual([
    ['b', 'outbid'],
    ['a', 'sealed'],
  ]);
  expect(stood('ben', 10)).toEqual([
    ['b', 'leading'],
    ['a', 'sealed'],
  ]);
  expect(stood('cat', 10)).toEqual([['b', 'none']]);
  expect(stood('ann', 12)).toEqual([
    ['b', 'lost'],
    ['a', 'won'],
  ]);
  expect(stood('cat', 12)).toEqual([['b', 'none']]);
});

describe('a review', () => {
  const { records } = randomLog(11, 500, true);
  const source = { lastSeq: records.length, records: (from: number) => records.slice(from - 1) };

  it('pages through every row once, with and without a filter', async () => {
    const review = createReview(source);
    for (const filter of [
      {},
      { lot: 'l3' },
      { bidder: 'P2' },
      { outcome: 'rejected' },
      { reason: 'below-ask', channel: 'online' },
    ] as const) {
      const seqs: number[] = [];
      for (let fromSeq: number | null = 1; fromSeq !== null; ) {
        const page = await review.answer({ fromSeq, limit: 7, filter });
        if (!('rows' in page)) throw new Error('no rows');
        expect(page.rows.length).toBeLessThanOrEqual(7);
        seqs.push(...page.rows.map(({ seq }) => seq));
        fromSeq = page.nextSeq;
      }
      const whole = await review.answer({ fromSeq: 1, limit: 500, filter });
      expect(seqs.length).toBeGreaterThan(0);
      expect(new Set(seqs).size).toBe(seqs.length);
      if ('rows' in whole && whole.nextSeq === null) expect(seqs).toEqual(whole.rows.map(({ seq }) => seq));
    }
  });

  it('finds by paddle what it finds by bidder', async () => {
    const review = createReview(source);
    const by = async (bidder: string) => review.answer({ fromSeq: 1, limit: 500, filter: { bidder } });
    expect(await by('P2')).toEqual(await by('bidder-3'));
  });

  it('says what a bidder had been told, and verifies', async () => {
    const review = createReview(source);
    const told = await review.answer({ view: 'told', seq: 200, bidder: 'P2' });
    if (!('view' in told) || told.view !== 'told') throw new Error('no answer');
    expect(told).toMatchObject({ bidder: 'bidder-3', paddle: 'P2' });
    expect(told.lots.length).toBeGreaterThan(0);
    expect(told.lots.every(({ seq }) => seq <= 200)).toBe(true);
    expect(await review.answer({ view: 'verify' })).toMatchObject({ ok: true, records: records.length });
    const lying = {
      ...source,
      records: (from: number) =>
        records.slice(from - 1).map((record) => (record.seq === 100 ? { ...record, events: [] } : record)),
    };
    expect(await createReview(lying).answer({ view: 'verify' })).toMatchObject({ ok: false, wrong: { seq: 100 } });
  });

  it('gives one record in full, with its receipt where there is one', async () => {
    const given: number[] = [];
    const review = createReview(
      source,
      () => null,
      (record) => {
        given.push(record.seq);
        return null;
      },
    );
    expect(await review.answer({ view: 'record', seq: 100 })).toMatchObject({ view: 'record', record: { seq: 100 } });
    expect(given).toEqual([100]);
    for (const seq of [0, records.length + 1])
      expect(await review.answer({ view: 'record', seq })).toEqual({ view: 'record', record: null, receipt: null });
  });

  it('refuses what is not a question', async () => {
    for (const ask of [
      null,
      5,
      [],
      { view: 'toString' },
      { view: 'rows', limit: 'many' },
      { fromSeq: -1, limit: 1, filter: {} },
      { view: 'state' },
      { fromSeq: 1, limit: 0, filter: {} },
    ])
      expect(await createReview(source).answer(ask)).toMatchObject({ error: { code: 'malformed' } });
    expect(await createReview(source).answer({ fromSeq: 1, limit: 'many' })).toMatchObject({
      error: { message: expect.stringContaining('limit') },
    });
  });

  it('begins at the first record, unfiltered, when nothing else is asked', async () => {
    const review = createReview(source);
    expect(await review.answer({})).toEqual(await review.answer({ fromSeq: 1, limit: 100, filter: {} }));
  });

  it('gives receipts of bids in pages, each bid once, bounded by their size', async () => {
    const bids = records.filter(({ command }) => command.type === 'PlaceBid' || command.type === 'LowerMax');
    const pad = 'x'.repeat(REVIEW_LIMITS.receiptsCharsMax / 10);
    const review = createReview(
      source,
      () => null,
      ({ seq }) => ({ seq, pad }) as never,
    );
    const seqs: number[] = [];
    let pages = 0;
    for (let fromSeq: number | null = 1; fromSeq !== null; pages += 1) {
      const page = await review.answer({ view: 'receipts', fromSeq, limit: 500, filter: {} });
      if (!('receipts' in page)) throw new Error('no receipts');
      expect(page.receipts.length).toBeLessThanOrEqual(10);
      seqs.push(...page.receipts.map((receipt) => (receipt as unknown as { seq: number }).seq));
      fromSeq = page.nextSeq;
    }
    expect(seqs).toEqual(bids.map(({ seq }) => seq));
    expect(pages).toBeGreaterThan(bids.length / 10 - 1);
    const some = await review.answer({ view: 'receipts', fromSeq: 1, limit: 500, filter: { outcome: 'rejected' } });
    expect('receipts' in some && some.receipts.length).toBeGreaterThan(0);
    expect('receipts' in some && some.receipts.length).toBeLessThan(bids.length);
  });

  it('asks a few times only where the log ends, and says how far it has read it', async () => {
    const [first] = records;
    if (first === undefined) throw new Error('no records');
    const count = REVIEW_LIMITS.sliceRecords * 10;
    const at = (seq: number) =>
      seq === 1 ? first : { ...first, seq, command: { type: 'Clock', at: seq }, events: [] };
    let asked = 0;
    const long = {
      get lastSeq() {
        asked += 1;
        return count;
      },
      *records(from: number) {
        for (let seq = from; seq <= count; seq += 1) yield at(seq) as never;
      },
    };
    const review = createReview(long);
    const waits = review.answer({ view: 'state', seq: 5 });
    const early = await review.answer({ view: 'progress' });
    await waits;
    expect(early).toMatchObject({ lastSeq: count });
    expect('seq' in early && early.seq).toBeLessThan(count);
    // A folder's end is looked for in its last segments, which costs more than a slice.
    expect(asked).toBeLessThan(8);
    expect(await review.answer({ view: 'progress' })).toEqual({ view: 'progress', seq: count, lastSeq: count });
  });
});
