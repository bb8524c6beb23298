// @vitest-environment happy-dom
/** What stands in the fields is what the file says, of each file anew; what is the house's instead is said. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { HOUSE_TERMS } from '../../../protocol/catalogue.ts';
import { DeskContext } from '../../select.ts';
import { createLink } from '../../store/link.ts';
import { createSale } from '../../store/sale.ts';
import { setupOf } from '../../store/setup.ts';
import type { Desk } from '../../store.ts';
import { Terms } from './terms.tsx';

afterEach(cleanup);

function open() {
  const desk = { link: createLink(), sale: createSale(), bridge: {} } as unknown as Desk;
  render(
    <DeskContext value={desk}>
      <Terms />
    </DeskContext>,
  );
  const drop = (rules: object) => {
    const text = JSON.stringify({ saleId: 'j1', title: 'J', currency: 'GBP', ...HOUSE_TERMS, ...rules, lots: [{}] });
    return act(() => setupOf(desk).take({ name: 'j.json', size: text.length, text: async () => text }));
  };
  const shown = (label: string) => screen.getByLabelText<HTMLInputElement>(label).value;
  return { drop, shown };
}

test('of a file with a fault, and of the next one that is as long', async () => {
  const { drop, shown } = open();
  const rules = (step: number, rate: number) => ({
    ...{ increments: { kind: 'steps', bound: 'low', rows: [[0, step]] }, premium: [[0, rate]] },
  });
  await drop(rules(5000, 2600));
  expect([shown('Steps'), shown('Buyer’s premium')]).toEqual(['0 50', '0 26']);
  fireEvent.change(screen.getByLabelText('Steps'), { target: { value: '0 10; 200 20' } });
  await drop(rules(7000, 2500));
  expect([shown('Steps'), shown('Buyer’s premium')]).toEqual(['0 70', '0 25']);
  expect(screen.queryByText(/The house’s stand here/)).toBeNull();
});

test('of a file whose own cannot be taken the house’s are named as such', async () => {
  const { drop, shown } = open();
  await drop({ increments: { kind: 'steps' }, premium: [[0, -1]] });
  expect(shown('Increments')).toBe('ladder258');
  expect(screen.getByText(/^The file’s own increments and premium cannot be taken/)).toBeTruthy();
});
