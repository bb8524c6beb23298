// @vitest-environment happy-dom
/** What is set by whom: a bidder's cautions are a bidder's. */
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { DeskContext } from '../../select.ts';
import { createLink } from '../../store/link.ts';
import { createPrefs } from '../../store/prefs.ts';
import { createSale } from '../../store/sale.ts';
import type { Desk } from '../../store.ts';
import { Settings } from './settings.tsx';

afterEach(cleanup);

function open(role: 'bidder' | 'clerk') {
  const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  const desk = { link: createLink(), sale: createSale(), prefs: createPrefs(storage) } as unknown as Desk;
  desk.link.setState({ session: { phase: 'in', pass: { user: { role } } } as never });
  render(
    <DeskContext value={desk}>
      <Settings onClose={() => undefined} />
    </DeskContext>,
  );
}

test('a bidder sets from which amount on he is asked, and how near a watched lot is', () => {
  open('bidder');
  expect(screen.getByLabelText('Confirm bids from this amount')).toBeTruthy();
  expect(screen.getByText('A watched lot is near')).toBeTruthy();
  expect(screen.getByLabelText(/^Outbid, won, up soon, or the connection lost/)).toBeTruthy();
});

test('who does not bid is not asked for it', () => {
  open('clerk');
  expect(screen.queryByLabelText('Confirm bids from this amount')).toBeNull();
  expect(screen.queryByText('A watched lot is near')).toBeNull();
  expect(screen.getByLabelText(/^The connection is lost, while/)).toBeTruthy();
});
