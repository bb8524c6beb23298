/** A row says who bid what and what became of it: never one bidder's name beside another one's price. */
import { expect, test } from 'vitest';
import type { LotStep, PublicBid } from '../protocol/wire.ts';
import { amountWords } from './words.ts';
import { type StepKind, stepWords, storyOf } from './words-story.ts';

const names = {
  name: (who: string) => (who === '101' ? 'You' : who === 'room' ? 'The room' : `Paddle ${who}`),
  money: (minor: number) => amountWords(minor, 'GBP'),
};
const opened: LotStep = {
  ...{ rev: 1, seq: 10, at: 1, status: 'open', priceMinor: null, askMinor: 10_000, leader: null, bids: 0, last: null },
};
const online = (bidder: string, amountMinor: number, kind: PublicBid['kind'] = 'bid'): PublicBid => ({
  ...{ kind, channel: 'online', amountMinor, bidder },
});

/** Each change on top of the step before it. */
function told(...changes: readonly Partial<LotStep>[]): readonly (readonly [StepKind, string])[] {
  const steps: LotStep[] = [];
  for (const change of changes) {
    const before = steps.at(-1) ?? { ...opened, rev: 0 };
    steps.push({ ...before, rev: before.rev + 1, ...change });
  }
  return storyOf(steps).map((row) => [row.kind, stepWords(row, names)]);
}

test('a bid that a maximum beat at once names both: who bid what, and who leads', () => {
  const [, leads, beaten, taken] = told(
    {},
    { bids: 1, priceMinor: 10_000, leader: '231', last: online('231', 10_000, 'max') },
    { bids: 2, priceMinor: 330_000, leader: '231', last: online('101', 320_000) },
    { bids: 3, priceMinor: 340_000, leader: '101', last: online('101', 340_000) },
  );
  expect(leads).toEqual(['bid', 'Paddle 231 left a maximum']);
  expect(beaten).toEqual(['bid', 'You bid £3,200 — 231 leads']);
  expect(taken).toEqual(['bid', 'You bid']);
});

test('a leader who raises his maximum to the reserve moves the price: no step of it is without a row', () => {
  const bid = { bids: 1, priceMinor: 10_000, leader: '101', last: online('101', 10_000) };
  const [, , raised, quiet] = told({}, bid, { bids: 2, priceMinor: 28_000, askMinor: 30_000 }, { bids: 3 });
  expect(raised).toEqual(['raised', 'You raised your maximum']);
  expect(quiet?.[0]).toBe('quiet');
  const other = told(
    {},
    { ...bid, leader: '7', last: online('7', 10_000) },
    { bids: 2, priceMinor: 28_000, askMinor: 30_000 },
  );
  expect(other[2]).toEqual(['raised', 'Paddle 7 raised the maximum']);
});

test('every turn has its word: the book, a warning, a void, a jump, a sale, a reopening', () => {
  const book: PublicBid = { kind: 'max', channel: 'book', amountMinor: 10_000, bidder: '7' };
  expect(
    told(
      { status: 'upcoming', bids: 1 },
      { status: 'open', priceMinor: 10_000, leader: '7', last: book },
      { status: 'warned' },
      { status: 'open', bids: 2, priceMinor: 20_000, leader: 'room', last: online('room', 20_000) },
      { askMinor: 90_000 },
      { bids: 1, priceMinor: 10_000, leader: '7', last: book },
      { bids: 2 },
      { status: 'sold', askMinor: null },
      { status: 'open', askMinor: 11_000 },
      { status: 'passed', askMinor: null },
    ),
  ).toEqual([
    ['quiet', 'A book bid'],
    ['opened', 'Opened by the book — 7 leads'],
    ['warned', 'Fair warning'],
    ['bid', 'The room bid'],
    ['ask', 'Ask set to £900'],
    ['voided', 'A bid was voided — 7 leads'],
    ['quiet', 'A maximum was changed'],
    ['sold', 'Sold to paddle 7'],
    ['reopened', 'Reopened'],
    ['passed', 'Passed'],
  ]);
});

test('a Dutch lot goes with its bid: the row is the sale', () => {
  const [row] = told({ status: 'sold', bids: 1, priceMinor: 50_000, leader: '101', last: online('101', 50_000) });
  expect(row).toEqual(['sold', 'Sold to you']);
});

test('a first step whose past is not known yet still says its bid', () => {
  const [row] = told({ rev: 40, bids: 9, priceMinor: 30_000, leader: '8', last: online('101', 29_000) });
  expect(row?.[1]).toBe('You bid £290 — 8 leads');
});
