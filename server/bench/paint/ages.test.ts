import { expect, test } from 'vitest';
import { agesOf } from './ages.ts';

test('a tick is as old as the frame that shows it or a later one of its lot, and what was not seen does not count', () => {
  const told = new Map([
    ['a', { rev: 10, atMs: [100, 110, 120, 130] }],
    ['b', { rev: 5, atMs: [105, 115] }],
  ]);
  const paint = (atMs: number, ...revs: readonly (readonly [string, number])[]) => ({ atMs, oldestMs: 0, revs });
  // Of `a`, 11 was there first: 12 and 13 are shown by the second frame, 14 by the third. `b` shows once what it had when it was told.
  const paints = [paint(112, ['a', 11], ['b', 5]), paint(140, ['a', 13]), paint(150, ['a', 14], ['b', 7], ['c', 1])];
  expect(agesOf(paints, told)).toEqual([30, 20, 20, 45, 35]);
});
