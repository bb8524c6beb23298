import { expect, test } from 'vitest';
import type { PublicLot, Tick } from '../protocol/wire.ts';
import { dutchClock } from './dutch.ts';

const lot: PublicLot = {
  lotId: 'l1',
  number: 1,
  title: 'Tulips',
  format: 'dutch',
  hasReserve: false,
  startMinor: 1_000,
  floorMinor: 400,
  dropMinor: 100,
  everyMs: 1_000,
};
const tick: Tick = {
  lot: 'l1',
  rev: 1,
  seq: 1,
  at: 10_000,
  status: 'open',
  priceMinor: null,
  askMinor: 1_000,
  leader: null,
  reserveMet: false,
  closesAt: null,
  bids: 0,
  last: null,
};

test('falls a step at a time from the opening, and is gone below the floor', () => {
  expect(dutchClock(lot, tick, 10_999)).toBe(1_000);
  expect(dutchClock(lot, tick, 11_000)).toBe(900);
  expect(dutchClock(lot, tick, 16_000)).toBe(400);
  expect(dutchClock(lot, tick, 17_000)).toBeNull();
});

test('a hold has moved the opening: the clock counts from there and not from the tick', () => {
  expect(dutchClock(lot, { ...tick, openedAt: 15_000 }, 16_000)).toBe(900);
});

test('shows nothing without the house’s time, or when the lot does not run', () => {
  expect(dutchClock(lot, tick, null)).toBeNull();
  expect(dutchClock(lot, { ...tick, status: 'sold' }, 11_000)).toBeNull();
});
