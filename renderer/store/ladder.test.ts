/** The next asks are the house's words: kept as chains, asked for again only where none leads on. */
import { expect, test } from 'vitest';
import { createLadder } from './ladder.ts';

function house() {
  const asked: number[] = [];
  const ladder = createLadder(async (payload) => {
    const { asksAfter } = payload as { asksAfter: number };
    asked.push(asksAfter);
    return { after: asksAfter, asks: [1, 2, 3, 4].map((n) => asksAfter + n * 100) };
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { ladder, asked, settle };
}

test('one question serves several asks; a jump off the chain is another question', async () => {
  const { ladder, asked, settle } = house();
  expect(ladder.after(1000, 3)).toEqual([]);
  ladder.climb(1000, 3);
  ladder.climb(1000, 3);
  await settle();
  expect(ladder.after(1000, 3)).toEqual([1100, 1200, 1300]);
  expect(ladder.after(1100, 3)).toEqual([1200, 1300, 1400]);
  ladder.climb(1100, 3);
  expect(asked).toEqual([1000]);
  ladder.climb(1200, 3);
  await settle();
  expect(ladder.after(1200, 3)).toEqual([1300, 1400, 1500]);
  expect(asked).toEqual([1000, 1400]);
  ladder.climb(5050, 3);
  await settle();
  expect(ladder.after(5050, 3)).toEqual([5150, 5250, 5350]);
});

test('another sale knows nothing of this one’s steps, not even from an answer that comes late', async () => {
  const { ladder, settle } = house();
  ladder.climb(1000, 3);
  ladder.clear();
  await settle();
  expect(ladder.after(1000, 3)).toEqual([]);
});
