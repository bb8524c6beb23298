// @vitest-environment happy-dom
/** The list as it was written: a reason leads to its cell, which may be columns away, and an empty desk says what a list has. */
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { checkCatalogue } from '../../../protocol/catalogue.ts';
import { DeskContext } from '../../select.ts';
import { createLink } from '../../store/link.ts';
import { createSale } from '../../store/sale.ts';
import { setupOf } from '../../store/setup.ts';
import type { Desk } from '../../store.ts';
import { Preview } from './preview.tsx';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function open() {
  const desk = { link: createLink(), sale: createSale(), bridge: {} } as unknown as Desk;
  const view = (
    <DeskContext value={desk}>
      <Preview />
    </DeskContext>
  );
  return { setup: setupOf(desk), view };
}

test('a reason that is pressed brings its cell into sight, each time', () => {
  const { setup, view } = open();
  const catalogue = checkCatalogue('title,section,opening\nA,Clocks,1\nB,Clocks,x\n', 'csv', {
    saleId: 's',
    title: 'S',
    currency: 'GBP',
  });
  setup.store.setState({ catalogue });
  // Without a height no row of a long table exists.
  vi.spyOn(window.HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(window.HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600);
  render(view);
  const brought: string[] = [];
  vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(function (this: Element) {
    brought.push(this.textContent ?? '');
  });
  fireEvent.click(screen.getByRole('button', { name: 'C3' }));
  fireEvent.click(screen.getByRole('button', { name: 'C3' }));
  expect(brought).toEqual(['x', 'x']);
});

test('an empty desk names the columns', () => {
  const { view } = open();
  render(view);
  expect(screen.getByText(/title and opening, and any of lot, number, format/)).toBeTruthy();
});
