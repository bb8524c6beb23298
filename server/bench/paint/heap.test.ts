import { expect, test } from 'vitest';
import { slopeOf } from './heap.ts';

const line = (perMs: number, noise: (at: number) => number) =>
  Array.from({ length: 10 }, (_, at) => ({ atMs: at * 1_000, bytes: 20e6 + at * 1_000 * perMs + noise(at) }));

test('a heap that grows by a MiB a minute grows by ten in ten, and the line says how sure it is', () => {
  const { mib, errorMib } = slopeOf(line(2 ** 20 / 60_000, () => 0));
  expect(mib).toBeCloseTo(10, 3);
  expect(errorMib).toBeCloseTo(0, 3);
});

test('a heap that swings about one place does not grow, but the swing is in the error', () => {
  const { mib, errorMib } = slopeOf(line(0, (at) => [0, 3e5, 3e5, 0][at % 4] ?? 0));
  expect(Math.abs(mib)).toBeLessThan(2 * errorMib);
  expect(errorMib).toBeGreaterThan(1);
});
