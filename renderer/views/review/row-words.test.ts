import { expect, it } from 'vitest';
import type { ReviewRow } from '../../../protocol/wire.ts';
import { typeWords, whyOf, whyWords } from './row-words.ts';
import { timeText, typedTime } from './typed-time.ts';

it('an operator’s suspension is told from a clerk’s', () => {
  const [out, back] = [
    { type: 'SuspendBidder', kind: null, events: [] },
    { type: 'ReinstateBidder', kind: null, events: [] },
  ] as const;
  expect([typeWords(out), typeWords(back)]).toEqual(['Bidder suspended', 'Bidder reinstated']);
  expect(typeWords({ ...out, by: 'house' })).toBe('Bidder suspended by the house');
  expect(typeWords({ ...back, by: 'house' })).toBe('Bidder reinstated by the house');
});

it('what the clock did is said, each thing once', () => {
  const clock = (...events: string[]) => typeWords({ type: 'Clock', kind: null, events });
  expect(clock('LotOpened', 'PriceChanged', 'LotOpened')).toBe('Opened by clock');
  expect(clock('LotSold', 'LotPassed')).toBe('Sold by clock, Passed by clock');
  expect(clock()).toBe('Clock');
});

it('a bid that was taken and led nothing says who led; a reason is said of somebody else', () => {
  const bid = {
    ...{ seq: 1, at: 1, type: 'PlaceBid', lot: 'l1', bidder: 'anna', paddle: '101', channel: 'online', kind: 'bid' },
    ...{ amountMinor: 100, outcome: 'accepted', reason: null, priceMinor: 200, events: [] },
  } as const satisfies ReviewRow;
  expect(whyOf({ ...bid, leader: '102' })).toBe('Outbid by 102');
  expect(whyOf({ ...bid, leader: '101' })).toBe('');
  expect(whyOf({ ...bid, paddle: null, leader: 'anna' })).toBe('');
  expect(whyOf(bid)).toBe('');
  expect(whyOf({ ...bid, outcome: 'rejected', reason: 'over-limit' })).toBe('Over the bidder’s limit');
  expect(whyWords('already-leading')).not.toMatch(/\byou/i);
});

it('a time in a filter’s field is read back to the millisecond, on whatever day it is', () => {
  const day = new Date(2026, 10, 26, 9).getTime();
  for (const at of [day, day + 1, day + 90_061_250, day - 30 * 86_400_000])
    expect(typedTime(timeText(at, day), day), timeText(at, day)).toBe(at);
  expect(timeText(day, day)).toBe('09:00:00');
  expect(timeText(day + 86_400_000 + 50, day)).toBe('2026-11-27 09:00:00.050');
});
