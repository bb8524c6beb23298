// @vitest-environment happy-dom
/** The fields of an extension: what is typed is what the sale gets, and an emptied field is no limit. */
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { DeskContext } from '../../select.ts';
import { createLink } from '../../store/link.ts';
import { createSale } from '../../store/sale.ts';
import { setupOf } from '../../store/setup.ts';
import type { Desk } from '../../store.ts';
import { Policy } from './policy.tsx';

afterEach(cleanup);

function open() {
  const desk = { link: createLink(), sale: createSale(), bridge: {} } as unknown as Desk;
  render(
    <DeskContext value={desk}>
      <Policy />
    </DeskContext>,
  );
  const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
  return { type, extension: () => setupOf(desk).store.getState().rules.policies.extension };
}

test('a most of extensions and a last end are typed, taken back, and never half taken', () => {
  const { type, extension } = open();
  type('Extension of timed lots', 'end');
  expect(extension()).toMatchObject({ base: 'end', maxCount: null, hardEndAt: null });
  type('At most so many extensions a lot', '7');
  type('No lot ends later than', '2027-01-02T12:30');
  expect(extension()).toMatchObject({ maxCount: 7, hardEndAt: new Date(2027, 0, 2, 12, 30).getTime() });
  expect(screen.getByLabelText<HTMLInputElement>('No lot ends later than').value).toBe('2027-01-02T12:30');
  type('At most so many extensions a lot', '0');
  expect(extension()?.maxCount).toBe(7);
  type('At most so many extensions a lot', '');
  type('No lot ends later than', '');
  expect(extension()).toMatchObject({ maxCount: null, hardEndAt: null });
});
