// @vitest-environment happy-dom
/** Who may bid: whoever is chosen in the list stands in the line that decides, with the limit that he has. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { DeskContext } from '../../select.ts';
import { createLink } from '../../store/link.ts';
import { createSale } from '../../store/sale.ts';
import type { Desk } from '../../store.ts';
import { Bidders } from './bidders.tsx';

afterEach(cleanup);

const person = { sale: 's1', state: 'applied', limitMinor: null, paddle: null, at: 1 } as const;
const people = [
  { ...person, bidder: 'zoe-1', name: 'Zoë Able', state: 'approved-limited', limitMinor: 250_050, paddle: '7' },
  { ...person, bidder: 'a-9', name: 'Carl Young' },
] as const;

test('a bidder is chosen by name, and decided on by the id that the house knows', async () => {
  const decided: unknown[] = [];
  const bridge = {
    async setup(_pass: unknown, request: { readonly ask: string; readonly decision?: object }) {
      if (request.ask === 'registrations') return { registrations: people };
      decided.push(request.decision);
      return { ...people[0], limitMinor: 300_000 };
    },
  };
  const desk = { link: createLink(), sale: createSale(), bridge } as unknown as Desk;
  desk.sale.setState({ saleId: 's1' });
  desk.link.setState({ session: { phase: 'in', pass: {} } as never });
  await act(async () => {
    render(
      <DeskContext value={desk}>
        <Bidders />
      </DeskContext>,
    );
  });
  // Who waits comes first, then by name.
  expect(screen.getAllByRole('rowheader').map((cell) => cell.textContent)).toEqual(['Carl Young', 'Zoë Able']);
  fireEvent.click(screen.getByRole('button', { name: 'Zoë Able' }));
  expect(screen.getByLabelText<HTMLInputElement>('Bidder').value).toBe('zoe-1');
  const limit = screen.getByLabelText<HTMLInputElement>('Limit in GBP');
  expect(limit.value).toBe('2500.50');
  fireEvent.change(limit, { target: { value: '3k' } });
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Approve to £3,000' })));
  expect(decided).toEqual([{ bidder: 'zoe-1', state: 'approved-limited', limitMinor: 300_000 }]);
  expect(screen.getByLabelText<HTMLInputElement>('Bidder').value).toBe('');
});
