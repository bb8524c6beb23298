/** The published examples of houses' rules, by their ids, each with the policy that expresses it; those that none expresses, with the reason. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { House, said, saleOf } from './given.fixture.ts';
import { above } from './increments.ts';
import { premiumMinor } from './premium.ts';

type Example = { readonly id: string; readonly given: unknown; readonly steps: unknown; readonly expect: unknown };
const FILE = new URL('../../../shared/data/rule-examples.json', import.meta.url);
const isThere = existsSync(FILE);
if (!isThere) process.stderr.write(`SKIPPED: no ${FILE.pathname}: the published examples are not tried\n`);
const data: { tables: Record<string, { rows: [number, number][] }>; vectors: Example[] } = isThere
  ? JSON.parse(readFileSync(FILE, 'utf8'))
  : { tables: {}, vectors: [] };

/** Examples that no policy of a sale expresses. */
const INEXPRESSIBLE: Readonly<Record<string, string>> = {
  'R-5':
    'the half step below the reserve is a practice of the house bidder: house bids below the reserve are taken, which amount is his affair',
  'S-9': 'here every accepted bid by another than the leader extends, also one that does not lead (RULES.md 4)',
  'H-3': 'a grace after the close is a reopening by the auctioneer, never automatic; timed lots are not reopened',
  'H-5': 'a Dutch purchase is not corrected within the sale',
  'X-1': 'a bidder does not retract; the auctioneer voids one bid, with a reason',
  'O-1': 'how much time an outage gives back is the grace of ResumeSale, chosen by the house; fees are not of a sale',
  'Q-1': 'several units of one lot are not sold',
  'Q-3': 'several units of one lot are not sold',
  'Q-5': 'several units of one lot are not sold',
  'L-1': 'deposits are taken outside a sale; only the limit that results is registered',
};

const tried = new Set<string>();

function example(id: string, policy: string, body: (one: Example) => void): void {
  tried.add(id);
  test(`${id}: ${policy}`, () => {
    const one = data.vectors.find((vector) => vector.id === id);
    if (one === undefined) throw new Error(`no example ${id}`);
    body(one);
  });
}

const steps = (step: number) => ({ increments: { kind: 'steps', bound: 'low', rows: [[0, step]] } as const });

/** Maxima one after another; after each, who leads at which price. */
function proxy({ given, steps: moves, expect: wanted }: Example): void {
  const { increment, opening } = given as { increment: string; opening: number };
  const house = new House(saleOf({}, [{ openingMinor: opening }], steps(Number(increment)))).open();
  const seen = (moves as [string, number][]).map(([bidder, max]) => {
    house.do({ type: 'RegisterBidder', bidder, limitMinor: null });
    house.max(bidder, max);
    return [house.lot().leader, house.lot().priceMinor];
  });
  expect(seen).toEqual(wanted);
}

describe.skipIf(!isThere)('published examples', () => {
  example('I-1', 'increments ladder258', (one) => {
    for (const [price, next] of one.expect as [number, number][])
      expect(above({ kind: 'ladder258' }, price * 100)).toBe(next * 100);
  });
  example('I-3', 'increments steps, bound high', (one) => {
    // Published from 35.01 on: the row that begins above 35, its bound inclusive on the high side.
    const rows = (data.tables.maxsold?.rows ?? []).map(([from, step]) => [Math.floor(from) * 100, step * 100] as const);
    for (const [price, next] of one.expect as [string, string][])
      expect(above({ kind: 'steps', bound: 'high', rows }, cents(price))).toBe(cents(next));
  });
  for (const id of ['P-1', 'P-3', 'P-5', 'P-7', 'P-9', 'P-11', 'P-13']) example(id, 'tie earliest', proxy);

  example('P-15', 'offLadder keep: a win by less than a step', () => {
    const house = new House(saleOf({}, [{ openingMinor: 300 }])).open();
    house.max('b1', 800);
    house.max('b2', 300 + 10);
    expect(house.lot().askMinor).toBe(330);
    house.max('b3', 801);
    expect(house.stands()).toBe('b3 801 811');
  });
  example('P-17', 'leaderRaise reprice', () => {
    const house = new House(saleOf({}, [{ openingMinor: 10000 }], steps(250))).open();
    house.max('b1', 21500);
    house.max('b2', 21000);
    house.max('b2', 21500);
    expect(house.stands()).toBe('b1 21500 21750');
    house.max('b1', 21750);
    expect(house.stands()).toBe('b1 21750 22000');
  });
  example('P-19', 'book bids, held until the clerk opens', () => {
    const house = new House(saleOf({}, [{ openingMinor: 1000 }], steps(100)));
    house.max('b1', 3000, { channel: 'book' });
    house.max('b2', 4000, { channel: 'book' });
    expect(house.lot().priceMinor).toBeNull();
    house.open();
    expect(house.stands()).toBe('b2 3100 3200');
  });
  example('T-1', 'tie earliest', () => {
    const house = new House(saleOf()).open();
    house.max('b1', 500);
    house.max('b2', 500);
    expect(house.stands()).toBe('b1 500 510');
  });
  example('T-3', 'tie room', () => {
    const house = new House(saleOf({ tie: 'room' }, [{ openingMinor: 15000 }], steps(100)));
    house.max('b1', 15100, { channel: 'book' });
    house.open();
    house.bid('b2', 15100, 'bid', { channel: 'floor' });
    expect(house.lot().leader).toBe('b2');
  });
  example('T-5', 'tie room', () => {
    const house = new House(saleOf({ tie: 'room' }, [{ openingMinor: 725 }], steps(25))).open();
    house.max('b1', 750);
    house.bid('room', 750, 'bid', { channel: 'floor' });
    expect(house.stands()).toBe('room 750 775');
    expect(house.do({ type: 'Hammer', lot: 'l1' })).toMatchObject([
      { type: 'LotSold', buyer: 'room', hammerMinor: 750 },
    ]);
  });
  example('T-7', 'tie refuse', () => {
    const house = new House(saleOf({ tie: 'refuse' })).open();
    house.max('b1', 500);
    expect(said(house.max('b2', 500))).toBe('BidRejected:tie');
    expect(said(house.max('b2', 510))).toBe('BidAccepted PriceChanged');
  });
  example('R-1', 'reserve jump', () => {
    const house = new House(saleOf({}, [{ openingMinor: 3000, reserveMinor: 5000 }], steps(100))).open();
    house.max('b1', 5000);
    expect(house.stands()).toBe('b1 5000 5100');
    expect(said(house.max('b2', 5000))).toBe('BidRejected:below-ask');
    expect(house.do({ type: 'Hammer', lot: 'l1' })).toMatchObject([
      { type: 'LotSold', buyer: 'b1', hammerMinor: 5000 },
    ]);
  });
  example('R-3', 'reserve jump', () => {
    const house = new House(saleOf({}, [{ openingMinor: 3000, reserveMinor: 10000 }], steps(100))).open();
    house.max('b1', 10000);
    house.max('b2', 15000);
    expect(house.stands()).toBe('b2 10100 10200');
  });
  example('R-7', 'house bids below the reserve', () => {
    const house = new House(saleOf({}, [{ openingMinor: 5000, reserveMinor: 6000 }], steps(500))).open();
    house.bid('room', 5000, 'bid', { channel: 'floor' });
    house.bid('house', 5500, 'bid', { channel: 'house' });
    house.bid('room', 6000, 'bid', { channel: 'floor' });
    expect(house.lot()).toMatchObject({ reserveMet: true, priceMinor: 6000, leader: 'room' });
  });
  example('S-1', 'extension base bid, window 2 min, + 5 min, twice', () => {
    const house = timed({ windowMs: min(2), addMs: min(5), maxCount: 2 }, min(30));
    expect(closes(house, [min(29), min(32), min(36)])).toEqual([min(34), min(37), min(37)]);
  });
  example('S-3', 'extension base bid, window 3 min', () => {
    const house = timed({ windowMs: min(3), addMs: min(3) }, min(60));
    expect(closes(house, [min(58), min(60)])).toEqual([min(61), min(63)]);
  });
  example('S-5', 'extension base end, window 1 min, + 3 min', () => {
    const house = timed({ windowMs: min(1), addMs: min(3), base: 'end' }, min(60));
    expect(closes(house, [min(59.5)])).toEqual([min(63)]);
  });
  example('S-7', 'extension scope sale', () => {
    const house = timed({ windowMs: min(1), addMs: min(3), scope: 'sale' }, min(60), 3);
    house.max('b1', 500, { at: min(59.5) });
    expect(['l1', 'l2', 'l3'].map((lot) => house.lot(lot).closesAt)).toEqual([min(62.5), min(62.5), min(62.5)]);
  });
  example('H-1', 'Reopen: a recorded discretion, never automatic', () => {
    const house = new House(saleOf()).open();
    house.bid('b1', 100);
    house.do({ type: 'Hammer', lot: 'l1' });
    expect(said(house.bid('b2', 110))).toBe('BidRejected:closed');
    expect(house.do({ type: 'Reopen', lot: 'l1', reason: 'a bid while the hammer fell' })).toMatchObject([
      { type: 'LotReopened', reason: 'a bid while the hammer fell' },
    ]);
    expect(said(house.bid('b2', 110))).toBe('BidAccepted PriceChanged');
  });
  example('X-3', 'LowerMax', () => {
    const house = new House(saleOf({}, [{ openingMinor: 75 }], steps(1))).open();
    house.max('b1', 1000);
    const lowered = [100, 76, 75].map((amountMinor, i) =>
      said(house.do({ type: 'LowerMax', id: `y${i}`, lot: 'l1', bidder: 'b1', amountMinor })),
    );
    expect(lowered).toEqual(['MaxLowered', 'MaxLowered', 'CommandRefused:below-price']);
  });
  example('O-3', 'HoldSale: the last valid state stands', () => {
    const house = timed({ windowMs: 0, addMs: 0 }, min(60));
    house.max('b1', 500, { at: min(10) });
    house.do({ type: 'HoldSale', at: min(20), reason: 'outage' });
    expect(said(house.max('b2', 600, { at: min(70) }))).toBe('BidRejected:held');
    house.do({ type: 'ResumeSale', at: min(80), graceMs: 5 * 60_000 });
    expect(house.lot()).toMatchObject({
      leader: 'b1',
      priceMinor: 100,
      closesAt: min(60 + 60 + 5),
      status: 'open',
    });
  });
  for (const id of ['B-1', 'B-3', 'B-5']) {
    example(id, 'premium, marginal tiers', (one) => {
      const given = one.given as [number | null, number][];
      const tiers = given.map(([, percent], i) => [given[i - 1]?.[0] ?? 0, percent * 100] as const);
      const { hammer } = one.steps as { hammer: number };
      const { premium } = one.expect as { premium: number };
      expect(premiumMinor(tiers, hammer)).toBe(premium);
    });
  }
  example('L-3', 'limit wins', () => {
    const house = new House(saleOf({ limit: 'wins' }, [{}, { format: 'timed', opensAt: 1, closesAt: 99 }]), {
      b1: 1000,
    }).open();
    house.max('b1', 900, { at: 2, lot: 'l2' });
    expect(said(house.max('b1', 900))).toBe('BidAccepted PriceChanged');
  });

  afterAll(() => {
    const all = data.vectors.map((one) => one.id).sort();
    expect([...tried, ...Object.keys(INEXPRESSIBLE)].sort()).toEqual(all);
  });
});

function min(minutes: number): number {
  return 1_000_000 + minutes * 60_000;
}

function timed(extension: Readonly<Record<string, unknown>>, closesAt: number, lots = 1): House {
  const span = { windowMs: 0, addMs: 0 };
  for (const key of ['windowMs', 'addMs'] as const) span[key] = Math.max(0, Number(extension[key]) - 1_000_000);
  const policy = { base: 'bid', maxCount: null, hardEndAt: null, scope: 'lot', ...extension, ...span };
  const lot = { format: 'timed', opensAt: 1, closesAt } as const;
  return new House(
    saleOf(
      { extension: policy as never },
      Array.from({ length: lots }, () => lot),
    ),
  );
}

/** Bids of two bidders in turn at these times: the close after each. */
function closes(house: House, times: readonly number[]): (number | null)[] {
  return times.map((at, i) => {
    house.bid(i % 2 === 0 ? 'b1' : 'b2', 100 + i * 10, 'bid', { at });
    return house.lot().closesAt;
  });
}

function cents(text: string): number {
  return Math.round(Number(text) * 100);
}
