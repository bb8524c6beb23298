/** Both sides of the boundaries of the rules, one amount or one state apart. */
import { describe, expect, test } from 'vitest';
import { House, said, saleOf } from './given.fixture.ts';
import { bidderView, wonMinor } from './sale.ts';

const book = { channel: 'book' } as const;
const OK = 'BidAccepted PriceChanged';
const OVER = 'BidRejected:over-limit';
const MOST = Number.MAX_SAFE_INTEGER;
const lower = (house: House, bidder: string, amountMinor: number, lot = 'l1') =>
  said(house.do({ type: 'LowerMax', id: `low-${amountMinor}`, lot, bidder, amountMinor }));

describe('amounts', () => {
  test('a book maximum is lowered to the opening, and not below it', () => {
    const house = new House(saleOf());
    house.max('b1', 500, book);
    expect(lower(house, 'b1', 99)).toBe('CommandRefused:below-price');
    expect(lower(house, 'b1', 100)).toBe('MaxLowered');
  });
  test('a Dutch bid of the very price takes the lot; its limit judges the price, not the amount', () => {
    const dutch = { format: 'dutch', startMinor: 1000, floorMinor: 900, dropMinor: 50, everyMs: 10 } as const;
    const house = new House(saleOf({ limit: 'wins' }, [dutch]), { b1: 950, b2: 949 }).open();
    expect(said(house.bid('b2', 2000, 'bid', { at: 19 }))).toBe(OVER);
    expect(said(house.bid('b1', 949, 'bid', { at: 19 }))).toBe('BidRejected:below-ask');
    expect(said(house.bid('b1', 950, 'bid', { at: 19 }))).toBe('BidAccepted LotSold');
    expect(wonMinor(house.state, 'b1')).toBe(950);
  });
  test('money ends at 2^53 - 1: it can be asked, bid and won, and is never passed', () => {
    const house = new House(saleOf({}, [{ openingMinor: MOST - 10 }])).open();
    house.bid('b1', MOST - 10);
    expect(house.stands()).toBe(`b1 ${MOST - 10} ${MOST}`);
    house.bid('b2', MOST);
    expect(house.stands()).toBe(`b2 ${MOST} null`);
    expect(said(house.bid('b1', MOST))).toBe('BidRejected:below-ask');
    const one = new House(saleOf({}, [{ openingMinor: MOST - 9 }])).open();
    one.bid('b1', MOST - 9);
    expect(one.stands()).toBe(`b1 ${MOST - 9} null`);
  });
  test('on the saleroom ladder from 200 on, 210 and 230 lie between values', () => {
    const ladder = { increments: { kind: 'ladder258', minorPerUnit: 1 } } as const;
    const taken = (amount: number) => {
      const house = new House(saleOf({ offLadder: 'down' }, [{}], ladder)).open();
      return house.bid('b1', amount).find((event) => event.type === 'BidAccepted')?.amountMinor;
    };
    expect([190, 199, 200, 210, 219, 220, 230, 279, 280].map(taken)).toEqual([
      190, 190, 200, 200, 200, 220, 220, 250, 280,
    ]);
  });
  test("the leader's raise: with a runner-up it pays a step above him, alone or under hold the price stays", () => {
    const raised = (leaderRaise: 'reprice' | 'hold', rival: number | null) => {
      const house = new House(saleOf({ leaderRaise })).open();
      house.max('b1', 305);
      if (rival !== null) house.max('b2', rival);
      house.max('b1', 500);
      return house.lot().priceMinor;
    };
    expect([raised('reprice', 300), raised('hold', 300)]).toEqual([310, 305]);
    expect([raised('reprice', null), raised('hold', null)]).toEqual([100, 100]);
  });
  test('sealed, second price: the second highest, also when the highest came first or in between', () => {
    const paid = (...amounts: readonly number[]) => {
      const sealed = { format: 'sealed', opensAt: 1, closesAt: 9, pricing: 'second' } as const;
      const house = new House(saleOf({}, [sealed]));
      amounts.forEach((amount, i) => {
        house.bid(`b${i + 1}`, amount, 'bid', { at: 1 });
      });
      house.do({ type: 'Clock', at: 9 });
      return [house.lot().leader, house.lot().priceMinor];
    };
    expect(paid(900, 400, 600)).toEqual(['b1', 600]);
    expect(paid(400, 900, 600)).toEqual(['b2', 600]);
    expect(paid(400, 600, 900)).toEqual(['b3', 600]);
  });
});

describe('what a limit counts', () => {
  const later = { format: 'timed', opensAt: 50, closesAt: 99 } as const;
  const sealed = { format: 'sealed', opensAt: 0, closesAt: 99, pricing: 'first' } as const;

  test('under exposure: maxima in books, sealed amounts and leads of other lots, to the unit', () => {
    const house = new House(saleOf({ limit: 'exposure' }, [{}, later, sealed]), { b1: 1000 }).open();
    house.max('b1', 300, { ...book, lot: 'l2' });
    house.bid('b1', 200, 'bid', { lot: 'l3' });
    expect(bidderView(house.state, 'b1').usedMinor).toBe(500);
    expect(said(house.max('b1', 501))).toBe(OVER);
    expect(said(house.max('b1', 500))).toBe(OK);
    expect(bidderView(house.state, 'b1').usedMinor).toBe(1000);
    // His own lot counts once: what he raises there replaces what he stands for.
    expect(said(house.max('b1', 400, { ...book, lot: 'l2' }))).toBe(OVER);
    expect(lower(house, 'b1', 200, 'l2')).toBe('MaxLowered');
    expect(said(house.max('b1', 601))).toBe(OVER);
    expect(said(house.max('b1', 600))).toBe('BidAccepted');
    expect(lower(house, 'b1', 400)).toBe('MaxLowered');
    expect(said(house.max('b1', 401, { ...book, lot: 'l2' }))).toBe(OVER);
    expect(said(house.max('b1', 400, { ...book, lot: 'l2' }))).toBe('BidAccepted');
  });
  test('under exposure a promise ends with its lot, with the lead, and with its bid', () => {
    const house = new House(saleOf({ limit: 'exposure' }, [{}, later]), { b1: 1000, b2: 1000 });
    const used = (bidder: string) => bidderView(house.state, bidder).usedMinor;
    house.max('b1', 600, book);
    house.max('b2', 400, book);
    house.open();
    // At the opening the book is taken: only the leader promises.
    expect([used('b1'), used('b2')]).toEqual([600, 0]);
    house.max('b2', 700);
    expect([used('b1'), used('b2')]).toEqual([0, 700]);
    house.do({ type: 'VoidBid', bidId: 'x3', reason: 'because' });
    expect([used('b1'), used('b2')]).toEqual([600, 0]);
    expect(said(house.max('b1', 401, { ...book, lot: 'l2' }))).toBe(OVER);
    house.do({ type: 'Pass', lot: 'l1', reason: 'because' });
    expect(said(house.max('b1', 1000, { ...book, lot: 'l2' }))).toBe('BidAccepted');
    house.do({ type: 'Withdraw', lot: 'l2', reason: 'because' });
    expect(used('b1')).toBe(0);
  });
  test('under wins: the hammers that fell, and no promise', () => {
    const house = new House(saleOf({ limit: 'wins' }, [{}, later]), { b1: 1000 }).open();
    house.max('b1', 1000, { ...book, lot: 'l2' });
    house.bid('b1', 400);
    expect(bidderView(house.state, 'b1').usedMinor).toBe(0);
    house.do({ type: 'Hammer', lot: 'l1' });
    expect(bidderView(house.state, 'b1').usedMinor).toBe(400);
    expect(said(house.max('b1', 1001, { ...book, lot: 'l2' }))).toBe(OVER);
  });
});

describe('orders in the wrong state', () => {
  const dutch = { format: 'dutch', startMinor: 1000, floorMinor: 900, dropMinor: 50, everyMs: 10 } as const;
  const lots = [{}, dutch, { format: 'timed', opensAt: 0, closesAt: 99 }] as const;
  const pass = (house: House, lot: string) => said(house.do({ type: 'Pass', lot, reason: 'because' }));

  test('a live or Dutch lot is passed while it is on the block: not before, not after, and no timed one', () => {
    const house = new House(saleOf({}, lots));
    expect(['l1', 'l2', 'l3'].map((lot) => pass(house, lot))).toEqual(Array(3).fill('CommandRefused:wrong-state'));
    expect(pass(house.open('l1'), 'l1')).toBe('LotPassed');
    expect(pass(house, 'l1')).toBe('CommandRefused:wrong-state');
    expect(pass(house.open('l2'), 'l2')).toBe('LotPassed');
  });
  test('a Dutch lot is neither warned nor hammered nor asked for, a timed one neither opened', () => {
    const house = new House(saleOf({}, lots)).open('l2');
    const order = (type: string, lot: string) => said(house.do({ type, lot, askMinor: 500, reason: 'because' }));
    for (const type of ['FairWarning', 'Hammer', 'SetAsk', 'Reopen'])
      for (const lot of ['l2', 'l3'])
        expect([type, lot, order(type, lot)]).toEqual([type, lot, 'CommandRefused:wrong-state']);
    expect(order('OpenLot', 'l2')).toBe('CommandRefused:wrong-state');
    // Of two reasons the first in the list.
    expect(order('OpenLot', 'l3')).toBe('CommandRefused:another-lot-open');
    pass(house, 'l2');
    expect(order('OpenLot', 'l3')).toBe('CommandRefused:wrong-state');
  });
});
