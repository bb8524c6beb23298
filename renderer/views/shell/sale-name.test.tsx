// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { DeskContext } from '../../select.ts';
import { createSale } from '../../store/sale.ts';
import { fetchSales } from '../../store/sales.ts';
import type { Desk } from '../../store.ts';
import { SaleName } from './sale-name.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test('the sales that can be chosen are told by their titles, running ones first, and by their ids where two are called the same', async () => {
  const sales = [
    { id: 'old', title: 'Clocks', running: false },
    { id: 'a', title: 'Evening sale', running: true },
    { id: 'b', title: 'Clocks', running: true },
    { id: 'c', title: '', running: true },
  ];
  vi.stubGlobal('fetch', async () => Response.json({ sales }));
  const sale = createSale();
  sale.setState({ saleId: 'a', sales: await fetchSales() });
  const takeSale = vi.fn();
  render(
    <DeskContext value={{ sale, takeSale } as unknown as Desk}>
      <SaleName />
    </DeskContext>,
  );
  const picker = screen.getByLabelText<HTMLSelectElement>('Sale');
  expect([...picker.options].map(({ text }) => text)).toEqual(['Evening sale', 'Clocks (b)', 'c', 'Clocks (old)']);
  picker.focus();
  fireEvent.change(picker, { target: { value: 'old' } });
  expect(takeSale).toHaveBeenCalledWith('old');
  // The desk's keys are the desk's again.
  expect(document.activeElement).toBe(document.body);
});
