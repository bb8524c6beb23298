/** The rules one by one: what is accepted, and its twin at the boundary that is not. */
import { describe, expect, test } from 'vitest';
import { House, said, saleOf } from './given.fixture.ts';
import { decisionOf, nextDueAt } from './sale.ts';

const OK = 'BidAccepted PriceChanged';
const order = (house: House, type: string, more: Readonly<Record<string, unknown>> = {}) =>
  said(house.do({ type, lot: 'l1', reason: 'because', ...more }));
const TIMED = { format: 'timed', opensAt: 10, closesAt: 100 } as const;
const SEALED = { format: 'sealed', opensAt: 10, closesAt: 100, pricing: 'second' } as const;
const DUTCH = { format: 'dutch', startMinor: 1000, floorMinor: 900, dropMinor: 50, everyMs: 10 } as const;
const EXTENSION = { windowMs: 20, base: 'bid', addMs: 30, maxCount: null, hardEndAt: null, scope: 'lot' } as const;

describe('amounts', () => {
  test('at the ask, and one below', () => {
    const house = new House(saleOf()).open();
    expect(said(house.bid('b1', 99))).toBe('BidRejected:below-ask');
    expect(said(house.bid('b1', 100))).toBe(OK);
    expect(said(house.bid('b2', 109))).toBe('BidRejected:below-ask');
    expect(said(house.bid('b2', 110))).toBe(OK);
  });
  test('the leader: a bid never, a maximum only above his own', () => {
    const house = new House(saleOf()).open();
    house.max('b1', 500);
    expect(said(house.bid('b1', 900))).toBe('BidRejected:already-leading');
    expect(said(house.max('b1', 500))).toBe('BidRejected:max-not-raised');
    expect(said(house.max('b1', 501))).toBe('BidAccepted');
  });
  test('an ask that was set lasts until the next accepted bid', () => {
    const house = new House(saleOf()).open();
    house.bid('b1', 100);
    expect(order(house, 'SetAsk', { askMinor: 100 })).toBe('CommandRefused:below-price');
    expect(order(house, 'SetAsk', { askMinor: 101 })).toBe('AskSet');
    expect(said(house.bid('b2', 101))).toBe(OK);
    expect(house.lot().askMinor).toBe(111);
  });
  test('a challenging maximum pays the ask that was set, where that is more', () => {
    const house = new House(saleOf()).open();
    house.bid('b1', 100);
    order(house, 'SetAsk', { askMinor: 300 });
    house.max('b2', 900);
    expect(house.stands()).toBe('b2 300 310');
  });
  test('off the ladder: kept, taken down, refused; the ask itself never is', () => {
    const at = (offLadder: 'keep' | 'down' | 'refuse', amount: number) => {
      const house = new House(saleOf({ offLadder }, [{ openingMinor: 103 }])).open();
      return [said(house.bid('b1', amount)), house.lot().priceMinor];
    };
    expect(at('keep', 115)).toEqual([OK, 115]);
    expect(at('down', 115)).toEqual([OK, 110]);
    expect(at('down', 104)).toEqual([OK, 103]);
    expect(at('refuse', 115)).toEqual(['BidRejected:off-ladder', null]);
    expect(at('refuse', 103)).toEqual([OK, 103]);
  });
  test('reserve: jump and full, and the house below it only', () => {
    const jump = new House(saleOf({}, [{ reserveMinor: 500 }])).open();
    jump.max('b1', 499);
    expect(jump.lot()).toMatchObject({ priceMinor: 100, reserveMet: false });
    jump.max('b1', 500);
    expect(jump.lot()).toMatchObject({ priceMinor: 500, reserveMet: true });
    const full = new House(saleOf({ reserve: 'full' }, [{ reserveMinor: 500 }])).open();
    full.max('b1', 499);
    expect(full.lot().priceMinor).toBe(499);
    const house = new House(saleOf({}, [{ reserveMinor: 500 }])).open();
    expect(said(house.bid('house', 500, 'bid', { channel: 'house' }))).toBe('BidRejected:house-at-reserve');
    expect(said(house.bid('house', 499, 'bid', { channel: 'house' }))).toBe(OK);
  });
  test('limits: at the limit, and one above; exposure counts other lots that he leads', () => {
    const wins = new House(saleOf({ limit: 'wins' }), { b1: 500 }).open();
    expect(said(wins.max('b1', 501))).toBe('BidRejected:over-limit');
    expect(said(wins.max('b1', 500))).toBe(OK);
    const exposed = new House(saleOf({ limit: 'exposure' }, [{}, TIMED]), { b1: 500 });
    exposed.max('b1', 300, { lot: 'l2', at: 10 });
    exposed.open();
    expect(said(exposed.max('b1', 201))).toBe('BidRejected:over-limit');
    expect(said(exposed.max('b1', 200))).toBe(OK);
    expect(said(exposed.max('b2', 900, { lot: 'l2' }))).toBe(OK);
    expect(said(exposed.max('b1', 500))).toBe('BidAccepted');
  });
});

describe('time', () => {
  test('at closesAt - 1 a bid counts, at closesAt it is closed, timer or not', () => {
    const house = new House(saleOf({}, [TIMED]));
    expect(said(house.bid('b1', 100, 'bid', { at: 9 }))).toBe('BidRejected:not-open');
    expect(said(house.bid('b1', 100, 'bid', { at: 10 }))).toBe(`LotOpened ${OK}`);
    expect(said(house.bid('b2', 110, 'bid', { at: 99 }))).toBe(OK);
    expect(said(house.bid('b3', 120, 'bid', { at: 100 }))).toBe('LotSold BidRejected:closed');
    expect(house.lot().rev).toBe(3);
  });
  test('a command in the past is malformed, and time does not move', () => {
    const house = new House(saleOf());
    house.do({ type: 'Clock', at: 50 });
    expect(said(house.do({ type: 'Clock', at: 49 }))).toBe('CommandRefused:malformed');
    expect(said(house.do({ type: 'Clock', at: 50 }))).toBe('');
  });
  test('extension: inside the window and one outside; a raise of one’s own never', () => {
    const house = new House(saleOf({ extension: EXTENSION }, [TIMED]));
    expect(said(house.bid('b1', 100, 'bid', { at: 79 }))).toBe(`LotOpened ${OK}`);
    expect(said(house.bid('b2', 110, 'bid', { at: 80 }))).toBe('BidAccepted LotExtended PriceChanged');
    expect(house.lot().closesAt).toBe(110);
    expect(said(house.max('b2', 300, { at: 109 }))).toBe('BidAccepted');
    expect(said(house.bid('b1', 111, 'bid', { at: 109 }))).toBe('BidRejected:below-ask');
    expect(nextDueAt(house.state)).toBe(110);
  });
  test('extension: never past the hard end, never more often than the count', () => {
    const hard = new House(saleOf({ extension: { ...EXTENSION, hardEndAt: 105 } }, [TIMED]));
    hard.bid('b1', 100, 'bid', { at: 99 });
    expect(hard.lot().closesAt).toBe(105);
    const once = new House(saleOf({ extension: { ...EXTENSION, base: 'end', maxCount: 1 } }, [TIMED]));
    once.bid('b1', 100, 'bid', { at: 99 });
    once.bid('b2', 110, 'bid', { at: 120 });
    expect(once.lot().closesAt).toBe(130);
  });
  test('extension of the whole sale: open timed lots that would close earlier move along, by number; their own count stays', () => {
    const lots = [TIMED, { ...TIMED, number: 9 }, { ...TIMED, number: 5 }, { ...TIMED, closesAt: 200 }, {}, SEALED];
    const at = (scope: 'lot' | 'sale') => {
      const house = new House(saleOf({ extension: { ...EXTENSION, scope, maxCount: 1 } }, lots));
      house.do({ type: 'Clock', at: 10 });
      const moved = house.bid('b1', 100, 'bid', { at: 90 }).filter((event) => event.type === 'LotExtended');
      const second = said(house.bid('b2', 110, 'bid', { at: 95 }));
      const other = said(house.bid('b1', 100, 'bid', { lot: 'l2', at: scope === 'sale' ? 119 : 99 }));
      return [moved.map(({ lot, rev, closesAt }) => `${lot} ${rev} ${closesAt}`), second, other];
    };
    const extended = 'BidAccepted LotExtended PriceChanged';
    expect(at('lot')).toEqual([['l1 2 120'], OK, extended]);
    // The second bid on l1 has no extension left; l2, moved along before, still has its own. A sealed lot closes on time.
    const along = 'LotPassed BidAccepted LotExtended LotExtended LotExtended PriceChanged';
    expect(at('sale')).toEqual([['l1 2 120', 'l3 2 120', 'l2 2 120'], OK, along]);
  });
  test('at one moment closings come before openings, then by lot number', () => {
    const lots = [{ ...TIMED, opensAt: 100, closesAt: 200 }, TIMED, { ...TIMED, number: 0 }];
    const events = new House(saleOf({}, lots)).do({ type: 'Clock', at: 100 });
    expect(events.map((event) => `${event.type} ${'lot' in event ? event.lot : ''}`)).toEqual([
      'LotOpened l3',
      'LotOpened l2',
      'LotPassed l3',
      'LotPassed l2',
      'LotOpened l1',
    ]);
  });
  test('a hold stops the clock and gives back its length and a grace', () => {
    const house = new House(saleOf({ extension: { ...EXTENSION, hardEndAt: 100 } }, [TIMED, DUTCH]));
    house.open('l2');
    house.do({ type: 'HoldSale', at: 5, reason: 'fire' });
    expect(nextDueAt(house.state)).toBeNull();
    expect(said(house.bid('b1', 100, 'bid', { at: 500 }))).toBe('BidRejected:held');
    expect(order(house, 'Hammer')).toBe('CommandRefused:held');
    house.do({ type: 'ResumeSale', at: 505, graceMs: 7 });
    expect(house.lot()).toMatchObject({ opensAt: 517, closesAt: 607, status: 'upcoming' });
    expect(house.lot('l2')).toMatchObject({ openedAt: 507, status: 'open' });
    expect(order(house, 'ResumeSale', { graceMs: 0 })).toBe('CommandRefused:wrong-state');
  });
});

describe('the auctioneer', () => {
  test('open, warn, hammer, reopen, and each in its wrong state', () => {
    const house = new House(saleOf({}, [{ reserveMinor: 110 }, {}]));
    expect(order(house, 'Hammer')).toBe('CommandRefused:wrong-state');
    expect(order(house, 'OpenLot')).toBe('LotOpened');
    expect(order(house, 'OpenLot', { lot: 'l2' })).toBe('CommandRefused:another-lot-open');
    expect(order(house, 'Hammer')).toBe('CommandRefused:no-bid');
    house.bid('b1', 100);
    expect(order(house, 'Hammer')).toBe('CommandRefused:reserve-not-met');
    expect(order(house, 'FairWarning')).toBe('FairWarningGiven');
    expect(order(house, 'FairWarning')).toBe('CommandRefused:wrong-state');
    house.bid('b2', 110);
    expect(house.lot().status).toBe('open');
    expect(order(house, 'Hammer')).toBe('LotSold');
    expect(order(house, 'Reopen')).toBe('LotReopened');
    expect(house.stands()).toBe('b2 110 120');
    expect(order(house, 'Hammer')).toBe('LotSold');
    house.open('l2');
    expect(order(house, 'Reopen')).toBe('CommandRefused:wrong-state');
  });
  test('a void takes the rest again, or revives nothing', () => {
    const voided = (policy: 'recompute' | 'revivesNothing') => {
      const house = new House(saleOf({ void: policy })).open();
      house.max('b1', 300);
      house.max('b2', 500);
      const heard = order(house, 'VoidBid', { bidId: 'x2' });
      expect(order(house, 'VoidBid', { bidId: 'x2' })).toBe('CommandRefused:unknown-bid');
      return [heard, house.stands()];
    };
    expect(voided('recompute')).toEqual(['BidVoided PriceChanged', 'b1 100 110']);
    expect(voided('revivesNothing')).toEqual(['BidVoided PriceChanged', 'null null 100']);
  });
});

describe('the book after a void', () => {
  const house = () => {
    const one = new House(saleOf({}, [{}]));
    one.max('b1', 500, { channel: 'book' });
    one.max('b2', 400, { channel: 'book' });
    one.do({ type: 'LowerMax', id: 'low', lot: 'l1', bidder: 'b1', amountMinor: 300 });
    one.open();
    expect(one.stands()).toBe('b2 310 320');
    one.max('b3', 600);
    expect(one.stands()).toBe('b3 410 420');
    return one;
  };
  test('a lowered maximum stays lowered, and the book is taken again as it stood at the opening', () => {
    const one = house();
    expect(order(one, 'VoidBid', { bidId: 'x3' })).toBe('BidVoided PriceChanged');
    expect(one.stands()).toBe('b2 310 320');
    expect(order(one, 'VoidBid', { bidId: 'x2' })).toBe('BidVoided PriceChanged');
    expect(one.stands()).toBe('b1 100 110');
    expect(one.lot().leaderMaxMinor).toBe(300);
  });
  test('a book bid that is void is gone with its lowering', () => {
    const one = house();
    expect(order(one, 'VoidBid', { bidId: 'x1' })).toBe('BidVoided');
    expect(one.stands()).toBe('b3 410 420');
    expect(order(one, 'VoidBid', { bidId: 'x3' })).toBe('BidVoided PriceChanged');
    expect(one.stands()).toBe('b2 100 110');
  });
  test('a lowering after the opening is taken again where it still stands', () => {
    const one = new House(saleOf()).open();
    one.max('b1', 500);
    one.do({ type: 'LowerMax', id: 'low', lot: 'l1', bidder: 'b1', amountMinor: 300 });
    one.max('b2', 900);
    order(one, 'VoidBid', { bidId: 'x2' });
    expect([one.stands(), one.lot().leaderMaxMinor]).toEqual(['b1 100 110', 300]);
    // Of the lowered bid itself nothing is left to lower.
    one.max('b3', 800);
    order(one, 'VoidBid', { bidId: 'x1' });
    expect([one.stands(), one.lot().leaderMaxMinor]).toEqual(['b3 100 110', 800]);
  });
});

describe('dutch and sealed', () => {
  test('the first who reaches the clock’s price takes it at that price; below the floor the lot passes', () => {
    const house = new House(saleOf({}, [DUTCH])).open();
    expect(said(house.bid('b1', 949, 'bid', { at: 19 }))).toBe('BidRejected:below-ask');
    const events = house.bid('b1', 960, 'bid', { at: 19 });
    expect(events).toMatchObject([
      { type: 'BidAccepted', amountMinor: 960 },
      { type: 'LotSold', hammerMinor: 950 },
    ]);
    const late = new House(saleOf({}, [DUTCH])).open();
    expect(said(late.do({ type: 'Clock', at: 29 }))).toBe('');
    expect(said(late.do({ type: 'Clock', at: 30 }))).toBe('LotPassed');
  });
  test('the highest amount wins at the second highest; nothing shows before', () => {
    const house = new House(saleOf({}, [SEALED]));
    house.bid('b1', 500, 'bid', { at: 10 });
    expect(said(house.bid('b1', 500))).toBe('BidRejected:max-not-raised');
    expect(said(house.bid('b2', 99))).toBe('BidRejected:below-ask');
    house.bid('b2', 400);
    expect(house.lot()).toMatchObject({ priceMinor: null, leader: null, askMinor: null });
    expect(house.do({ type: 'Clock', at: 100 })).toMatchObject([{ type: 'LotSold', buyer: 'b1', hammerMinor: 400 }]);
  });
});

describe('identity', () => {
  test('an id decides once: the same bidder hears the first decision, another is malformed', () => {
    const house = new House(saleOf()).open();
    house.bid('b1', 90, 'bid', { id: 'once' });
    expect(said(house.bid('b1', 100, 'bid', { id: 'once' }))).toBe('');
    expect(decisionOf(house.state, 'once')).toMatchObject({ type: 'BidRejected', reason: 'below-ask' });
    expect(said(house.bid('b2', 100, 'bid', { id: 'once' }))).toBe('BidRejected:malformed');
  });
  test('of two who suspended a bidder each lifts his own: a clerk of the sale, and the house', () => {
    const by = 'house' as const;
    const [out, back] = [
      { type: 'SuspendBidder', bidder: 'b1', reason: 'unpaid' },
      { type: 'ReinstateBidder', bidder: 'b1' },
    ] as const;
    for (const [first, second] of [
      [{}, { by }],
      [{ by }, {}],
    ]) {
      const house = new House(saleOf()).open();
      expect(said(house.bid('b1', 100))).not.toContain('BidRejected');
      expect(house.do({ ...out, ...first })).toEqual([
        { type: 'BidderSuspended', bidder: 'b1', reason: 'unpaid', ...first },
      ]);
      house.do({ ...out, ...second });
      expect(house.do({ ...back, ...second })).toEqual([{ type: 'BidderReinstated', bidder: 'b1', ...second }]);
      expect(said(house.bid('b1', 900))).toBe('BidRejected:suspended');
      house.do({ ...back, ...first });
      expect(said(house.bid('b2', 900))).not.toContain('BidRejected');
      expect(said(house.max('b1', 5_000))).not.toContain('BidRejected');
    }
  });
  test('precedence: each reason hides those after it', () => {
    const house = new House(saleOf());
    house.do({ type: 'SuspendBidder', bidder: 'b1', reason: 'unpaid' });
    house.do({ type: 'HoldSale', reason: 'fire' });
    expect(said(house.bid('nobody', 1, 'bid', { lot: 'none', amountMinor: -1 }))).toBe('BidRejected:malformed');
    expect(said(house.bid('nobody', 1, 'bid', { lot: 'none' }))).toBe('BidRejected:unknown-lot');
    expect(said(house.bid('nobody', 1))).toBe('BidRejected:not-registered');
    expect(said(house.bid('b1', 1))).toBe('BidRejected:suspended');
    expect(said(house.bid('b2', 1))).toBe('BidRejected:held');
    house.do({ type: 'ResumeSale', graceMs: 0 });
    expect(said(house.bid('b2', 1))).toBe('BidRejected:not-open');
  });
});
