import { expect, it } from 'vitest';
import { typeWords } from './row-words.ts';

it('an operator’s suspension is told from a clerk’s', () => {
  const [out, back] = [
    { type: 'SuspendBidder', kind: null },
    { type: 'ReinstateBidder', kind: null },
  ] as const;
  expect([typeWords(out), typeWords(back)]).toEqual(['Bidder suspended', 'Bidder reinstated']);
  expect(typeWords({ ...out, by: 'house' })).toBe('Bidder suspended by the house');
  expect(typeWords({ ...back, by: 'house' })).toBe('Bidder reinstated by the house');
});
