/** What a chart says of the place under the pointer. */
import { expect, test, vi } from 'vitest';
import { readoutWords } from './chart.tsx';

vi.mock('uplot', () => ({ default: class {} }));

test('the figures of a place are told by their series; where there is nothing, nothing is said', () => {
  const chart = {
    label: 'Price',
    xs: [10, 20],
    series: [
      { label: 'Price', values: [100, 200], token: '--text', shape: 'step' },
      { label: 'Your bid', values: [null, 200], token: '--accent', shape: 'points' },
    ],
    xWords: (x: number) => `at ${x}`,
    yWords: (y: number) => `£${y}`,
    table: { head: [], rows: () => [] },
    empty: '',
  } as const;
  expect(readoutWords(chart, 0)).toBe('at 10   Price £100');
  expect(readoutWords(chart, 1)).toBe('at 20   Price £200   Your bid £200');
  expect([readoutWords(chart, null), readoutWords(chart, 7)]).toEqual(['', '']);
});
