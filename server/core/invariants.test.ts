/** What a log cannot say without being torn: the core stops, in production too, rather than go on from a state that is not the sale's. */
import { expect, test } from 'vitest';
import type { Event } from '../../protocol/event.ts';
import { House, saleOf } from './given.fixture.ts';
import { lotHolds } from './invariants.ts';
import { RULES_VERSION } from './rules.ts';
import { fold, wonMinor } from './sale.ts';

/** A house in which b1 leads l1 at 100, with a maximum of 500. */
function led(): House {
  const house = new House(saleOf()).open();
  house.max('b1', 500);
  return house;
}

/** Folds these events as a record of the log. */
function record(house: House, ...events: readonly Event[]): () => void {
  const { at } = house;
  return () => fold(house.state, { seq: 1, at, rules: RULES_VERSION, command: { type: 'Clock', at }, events });
}

test('price and runner-up are within the maximum, the ask is above the price', () => {
  const lot = led().state.lots.get('l1');
  if (lot === undefined) throw new Error('no lot');
  expect(() => lotHolds({ ...lot, priceMinor: 501 })).toThrow(/above the leader/);
  expect(() => lotHolds({ ...lot, runnerUpMinor: 501 })).toThrow(/runner-up/);
  expect(() => lotHolds({ ...lot, askMinor: 100 })).toThrow(/ask/);
});

test('a record that is folded twice, or one that is left out, is found by the revision of its lot', () => {
  const sayPrice = (rev: number): Event => ({
    ...{ type: 'PriceChanged', lot: 'l1', rev, priceMinor: 200, leader: 'b1', askMinor: 210, reserveMet: true },
  });
  const house = led();
  expect(house.lot().rev).toBe(2);
  expect(record(house, sayPrice(4))).toThrow(/rev has a hole: l1 2 4/);
  expect(record(house, sayPrice(3))).not.toThrow();
  expect(record(house, sayPrice(3))).toThrow(/rev has a hole: l1 3 3/);
  expect(record(house, sayPrice(4), sayPrice(5))).toThrow(/rev has a hole/);
});

test('a lot closes once, and only a closed one is reopened', () => {
  const house = led();
  expect(record(house, { type: 'LotReopened', lot: 'l1', rev: 3, reason: 'because' })).toThrow(/before it closed/);
  const sold = led();
  sold.do({ type: 'Hammer', lot: 'l1' });
  const again: Event = { type: 'LotSold', lot: 'l1', rev: 4, buyer: 'b1', hammerMinor: 100, premiumMinor: 25 };
  expect(record(sold, again)).toThrow(/closes twice/);
});

test.each([
  ['taken back', 4],
  ['one more, and are then four', 3],
])('what a bidder won is the sum of his hammers: asked when his wins are %s', (when, wins) => {
  const house = new House(saleOf({}, [{}, {}, {}, {}]));
  const win = (lot: string) => {
    house.open(lot).bid('b1', 100, 'bid', { lot });
    return house.do({ type: 'Hammer', lot });
  };
  for (let i = 1; i <= wins; i += 1) win(`l${i}`);
  expect(wonMinor(house.state, 'b1')).toBe(100 * wins);
  const account = house.state.bidders.get('b1');
  if (account === undefined) throw new Error('no bidder');
  account.wonMinor += 1;
  const next = () => (when === 'taken back' ? house.do({ type: 'Reopen', lot: 'l4', reason: 'because' }) : win('l4'));
  expect(next).toThrow(/do not add up: b1/);
});
