/** How many rehearsals there are at once, and that one which nobody looks at ends. */
import { afterEach, expect, test } from 'vitest';
import { smallSale } from '../stage/sales.ts';
import { createRehearsals, REHEARSALS_MAX, type Rehearsals } from './rehearsals.ts';

let rehearsals: Rehearsals | null = null;
afterEach(() => rehearsals?.close());
const task = { sale: smallSale('s1'), speed: 1, seed: 1 };

test('one a person, so many in all', () => {
  rehearsals = createRehearsals();
  const first = rehearsals.begin('p0', task);
  const second = rehearsals.begin('p0', task);
  expect(rehearsals.report('p0', first ?? '')).toBeNull();
  expect(rehearsals.report('p0', second ?? '')).toMatchObject({ phase: 'playing' });
  for (let i = 1; i < REHEARSALS_MAX; i += 1) expect(rehearsals.begin(`p${i}`, task)).not.toBeNull();
  expect(rehearsals.begin('one more', task)).toBeNull();
});

test('what nobody looks at is gone after its time', async () => {
  rehearsals = createRehearsals(20);
  const id = rehearsals.begin('p0', task) ?? '';
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(rehearsals.report('p0', id)).toBeNull();
});
