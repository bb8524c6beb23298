import { expect, test } from 'vitest';
import { judge, type Minute, soakMarkdown } from './soak-report.ts';

const WHOLE = { lost: 0, different: 0, acknowledged: 720_000 };

function minutes(change: (index: number) => Partial<Minute> = () => ({})): Minute[] {
  return Array.from({ length: 12 }, (_, index) => ({
    ...{ p50Ms: 1, p99Ms: 4, rssMiB: 200 + index, heapMiB: 40, handles: 60, bids: 60_000, unanswered: 0, refused: 0 },
    ...change(index),
  }));
}

const missed = (kept: readonly Minute[], proof = WHOLE): string[] =>
  judge(kept, proof)
    .filter(({ met }) => !met)
    .map(({ goal }) => goal.split(',')[0] ?? '');

test('an hour like its beginning is met', () => {
  expect(missed(minutes())).toEqual([]);
});

test('what grows is named', () => {
  expect(missed(minutes((index) => ({ p99Ms: 4 + index })))).toEqual(['p99 of the last third over the first']);
  expect(missed(minutes((index) => ({ handles: 60 + 3 * index })))).toEqual(['handles more in the last third']);
  expect(missed(minutes((index) => ({ heapMiB: 40 + index })))).toEqual(['heap of the last third over the first']);
  expect(missed(minutes((index) => ({ rssMiB: 200 + 10 * index })))).toEqual(['bytes of memory more for each bid']);
});

test('what is missing is named, however short the soak', () => {
  const [first] = minutes((index) => (index === 0 ? { unanswered: 1 } : {}));
  expect(missed(first === undefined ? [] : [first], { lost: 1, different: 2, acknowledged: 9 })).toEqual([
    'bids unanswered',
    'acknowledged bids that the log lacks after the kill',
    'acknowledged bids that the log tells otherwise',
  ]);
});

test('the page has a line for each part and says what was missed', () => {
  const page = soakMarkdown(
    minutes((index) => ({ handles: 60 + 3 * index })),
    WHOLE,
    1_000,
  );
  expect(page).toContain('| 12–12 | 60,000 | 1 | 4 | 40 | 211 | 93 |');
  expect(page).toContain('**not met**: handles more in the last third, at most 16 (24)');
});
