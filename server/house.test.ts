import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sale } from '../protocol/sale.ts';
import { subjects } from '../protocol/subjects.ts';
import type { Head, Notice, SaleWord, Tick } from '../protocol/wire.ts';
import { liveLot, smallSale } from './stage/sales.ts';
import { openStage, type Stage } from './stage/stage.ts';

const sale: Sale = {
  saleId: 'watches',
  title: 'Watches',
  currency: 'USD',
  increments: { kind: 'steps', bound: 'low', rows: [[0, 100]] },
  policies: {
    tie: 'earliest',
    offLadder: 'keep',
    leaderRaise: 'reprice',
    reserve: 'jump',
    extension: null,
    limit: 'wins',
    void: 'recompute',
  },
  premium: [[0, 2500]],
  lots: [
    { lotId: 'l1', number: 1, title: 'One', format: 'live', openingMinor: 1_000, reserveMinor: 1_500 },
    { lotId: 'l2', number: 2, title: 'Two', format: 'live', openingMinor: 1_000 },
  ],
};

describe('a running house', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ port: 4353, sales: [sale] });
    for (const bidder of ['anna', 'ben']) {
      await stage.addPerson(bidder);
      await stage.register('watches', bidder);
    }
    await stage.addPerson('clerk', 'clerk', ['watches']);
    await stage.addPerson('robin', 'reviewer', ['watches']);
  });
  afterAll(() => stage?.close());

  it('takes a bid from a desk to every other desk', async () => {
    const [anna, ben, clerk] = [await stage.desk('anna'), await stage.desk('ben'), await stage.desk('clerk')];
    const ticks: Tick[] = [];
    const notices: Notice[] = [];
    const words: SaleWord[] = [];
    ben.line.subscribe(subjects.tick('watches', '*'), ({ text }) => ticks.push(JSON.parse(text)));
    anna.line.subscribe(subjects.you('watches', 'anna'), ({ text }) => notices.push(JSON.parse(text)));
    ben.line.subscribe(subjects.sale('watches'), ({ text }) => words.push(JSON.parse(text)));
    const head = new Promise<Head>((resolve) =>
      ben.line.subscribe(subjects.head('watches'), ({ text }) => resolve(JSON.parse(text))),
    );
    await Promise.all([ben.line.settle(), anna.line.settle()]);

    expect(await clerk.order('watches', { type: 'OpenLot', lot: 'l1' })).toMatchObject({ outcome: 'accepted' });
    expect(await anna.bid('watches', { id: 'a1', lot: 'l1', kind: 'max', amountMinor: 5_000 })).toMatchObject({
      id: 'a1',
      outcome: 'accepted',
      leading: true,
      priceMinor: 1_500,
      askMinor: 1_600,
    });
    expect(await ben.bid('watches', { id: 'b1', lot: 'l1', amountMinor: 1_600 })).toMatchObject({
      outcome: 'accepted',
      leading: false,
      priceMinor: 1_700,
    });
    expect(await ben.bid('watches', { id: 'b2', lot: 'l1', amountMinor: 1_700 })).toMatchObject({
      outcome: 'rejected',
      reason: 'below-ask',
      askMinor: 1_800,
    });
    await Promise.all([ben.line.settle(), anna.line.settle()]);

    expect(ticks.map(({ rev, priceMinor, leader }) => [rev, priceMinor, leader])).toEqual([
      [1, null, null],
      [2, 1_500, '1'],
      [3, 1_700, '1'],
    ]);
    expect(ticks[1]?.last).toEqual({ kind: 'max', channel: 'online', amountMinor: 1_500, bidder: '1' });
    expect(JSON.stringify(ticks)).not.toMatch(/5000|anna|ben/);
    expect(notices).toContainEqual(expect.objectContaining({ type: 'leading', lot: 'l1', maxMinor: 5_000 }));

    const receipt = await ben.line.request(subjects.receipt('watches', 'ben'), { id: 'b2' });
    expect(JSON.parse(receipt.text)).toMatchObject({
      inLog: true,
      outcome: 'rejected',
      reason: 'below-ask',
      request: { amountMinor: 1_700 },
      times: { receivedAt: expect.any(Number), toldAt: expect.any(Number) },
      beatenBy: { leader: '1' },
    });
    const foreign = await ben.line.request(subjects.receipt('watches', 'ben'), { id: 'a1' });
    expect(JSON.parse(foreign.text)).toMatchObject({ inLog: false, outcome: 'unknown' });

    const snapshot = await ben.snapshot('watches');
    expect(snapshot.ticks[0]).toEqual(ticks[2]);
    expect(snapshot).not.toHaveProperty('reserves');
    expect(snapshot.sale.lots[0]).toMatchObject({ hasReserve: true });
    expect(JSON.stringify(snapshot)).not.toMatch(/reserveMinor|5000/);
    expect(await clerk.snapshot('watches')).toMatchObject({ reserves: { l1: 1_500 } });
    expect(await head).toMatchObject({
      seq: expect.any(Number),
      log: { root: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });

    const robin = await stage.desk('robin');
    const ask = { fromSeq: 1, limit: 50, filter: { reason: 'below-ask' } };
    const review = await robin.line.request(subjects.review('watches', 'robin'), ask);
    expect(JSON.parse(review.text)).toMatchObject({
      rows: [{ bidder: 'ben', outcome: 'rejected', reason: 'below-ask' }],
    });
    expect(
      JSON.parse((await robin.line.request(subjects.review('watches', 'robin'), { view: 'nothing' })).text),
    ).toBeTruthy();
    for (const desk of [anna, ben, clerk, robin]) await desk.line.close();
  });

  it('says the signed root at every hammer', async () => {
    const sale = 'hammers';
    const lots = Array.from({ length: 6 }, (_, at) => liveLot(`l${at + 1}`, at + 1));
    const room = await stage.house.addSale(smallSale(sale, lots));
    await room.order({ type: 'RegisterBidder', bidder: 'anna', limitMinor: null });
    const anna = await stage.desk('anna');
    const heads: Head[] = [];
    anna.line.subscribe(subjects.head(sale), ({ text }) => heads.push(JSON.parse(text)));
    await anna.line.settle();
    const sold: number[] = [];
    for (const { lotId } of lots) {
      await room.order({ type: 'OpenLot', lot: lotId });
      await anna.bid(sale, { id: `h-${lotId}`, lot: lotId, amountMinor: 1_000 });
      const outcome = await room.order({ type: 'Hammer', lot: lotId });
      if (outcome.ok && outcome.record?.events.some(({ type }) => type === 'LotSold')) sold.push(outcome.record.seq);
    }
    // The beat of once a second cannot have been there at six hammers in a row.
    expect(sold).toHaveLength(lots.length);
    await expect.poll(() => heads.map(({ log }) => log.size)).toEqual(expect.arrayContaining(sold));
    await anna.line.close();
  });
});
