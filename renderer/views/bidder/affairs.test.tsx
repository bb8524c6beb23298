// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Standing } from '../../../protocol/wire.ts';
import { button, click, seat, snapshot, tick } from './seat.fixture.tsx';

// A table without a height draws no row.
beforeEach(() => void vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600));
afterEach(() => vi.restoreAllMocks());

test('your lots: a price is marked old with who leads, and the maximum of a lot that is over is no amount any more', () => {
  const { sayTick, say } = seat();
  say({ type: 'notice', notice: { type: 'max', lot: 'l1', seq: 2, at: 2, maxMinor: 15_000 } });
  const row = () =>
    within(screen.getByRole('table', { name: 'Lots that you have bid on' })).getAllByRole('row')[1]?.textContent;
  expect(row()).toMatch(/\$100\$150$/);
  say({ type: 'connection', connection: { state: 'reconnecting', attempt: 1, sinceMs: 0 } });
  expect(row()).toMatch(/Outbid old\$100 old\$150$/);
  say({ type: 'connection', connection: { state: 'live' } });
  sayTick(tick(2, { status: 'sold', askMinor: null, leader: '101' }));
  expect(row()).toMatch(/Won\$200$/);
});

test('who is outbid at a desk that did not make the bid is told so: his maximum is gone, what he has at stake is not', () => {
  const { say, sayTick } = seat();
  say({
    type: 'notice',
    notice: { type: 'leading', lot: 'l1', rev: 2, seq: 2, at: 2, priceMinor: 20_000, maxMinor: 20_000 },
  });
  sayTick(tick(2, { leader: '101' }));
  expect(screen.queryByText('Outbid')).toBeNull();
  say({
    type: 'notice',
    notice: { type: 'outbid', lot: 'l1', rev: 3, seq: 3, at: 3, priceMinor: 30_000, maxMinor: null },
  });
  sayTick(tick(3));
  // In the lot, in the board and in one's own lots.
  expect(screen.getAllByText('Outbid')).toHaveLength(3);
});

test('a desk that sits down late marks what was bid at another one: outbid, and lost or sealed, and has it among one’s own', () => {
  const { say, sayTick } = seat();
  const row = () =>
    within(screen.getByRole('table', { name: 'Lots that you have bid on' })).getAllByRole('row')[1]?.textContent;
  const standing = { ...snapshot.standing, bids: { l1: 15_000 } } as Standing;
  say({ type: 'snapshot', snapshot: { ...snapshot, standing } });
  sayTick(tick(2));
  // Its maximum is gone.
  expect(row()).toMatch(/Outbid\$200$/);
  expect(screen.getAllByText('Outbid')).toHaveLength(3);
  sayTick(tick(3, { status: 'sold', askMinor: null }));
  expect(row()).toMatch(/Lost\$300$/);
});

test('a bid of another desk that was beaten at once is known by its paddle', () => {
  const { sayTick } = seat();
  const last = { kind: 'bid', channel: 'online', amountMinor: 15_000 } as const;
  sayTick(tick(2, { last: { ...last, bidder: '7' } }));
  expect(screen.queryByText('Outbid')).toBeNull();
  sayTick(tick(3, { last: { ...last, bidder: '101' } }));
  expect(screen.getAllByText('Outbid')).toHaveLength(3);
});

test('a sealed amount that another desk replaced is the newer one here too', () => {
  const { decide, say, sayTick } = seat({}, 'sealed');
  const sealed = { priceMinor: null, askMinor: null, leader: null };
  sayTick(tick(1, sealed));
  fireEvent.change(screen.getByRole('textbox', { name: 'Your sealed amount' }), { target: { value: '800' } });
  fireEvent.submit(screen.getByRole('textbox', { name: 'Your sealed amount' }));
  decide({ seq: 7, rev: 2, leading: false, priceMinor: null });
  const lots = snapshot.sale.lots.map((lot) => ({ ...lot, format: 'sealed' as const }));
  const standing = { ...snapshot.standing, maxima: { l1: 90_000 } } as Standing;
  say({ type: 'snapshot', snapshot: { ...snapshot, sale: { ...snapshot.sale, lots }, standing } });
  expect(screen.getByText('Sealed: $900')).toBeTruthy();
});

test('a plain bid is no maximum, though the house has its amount as one; what reaches further than the price is', () => {
  const { say, sayTick } = seat();
  const leading = (maxMinor: number) =>
    say({
      type: 'notice',
      notice: { type: 'leading', lot: 'l1', rev: 2, seq: 2, at: 2, priceMinor: 20_000, maxMinor },
    });
  const row = () =>
    within(screen.getByRole('table', { name: 'Lots that you have bid on' })).getAllByRole('row')[1]?.textContent;
  leading(20_000);
  sayTick(tick(2, { leader: '101' }));
  expect(row()).toMatch(/Leading\$200$/);
  expect(document.body.textContent).not.toMatch(/Your maximum \$|Yours: \$/);
  expect(button(/^Set/)).toBeTruthy();
  leading(50_000);
  expect(row()).toMatch(/Leading\$200\$500$/);
  expect(document.body.textContent).toMatch(/Your maximum \$500.*Yours: \$500/);
  expect(button(/^Raise/)).toBeTruthy();
  sayTick(tick(5, { leader: '101' }));
  expect(document.body.textContent).not.toMatch(/Your maximum \$|Yours: \$/);
});

test('a bid before one’s newest was beaten when the house said so, whoever leads now', () => {
  const { decide, sayTick, say } = seat();
  fireEvent.click(screen.getByRole('radio', { name: 'Your bids' }));
  const fates = () =>
    within(screen.getByRole('table', { name: 'Your bids' }))
      .getAllByText(/^Taken/)
      .map(({ textContent }) => textContent);
  click(/Bid \$200/);
  decide({ seq: 7, rev: 2, leading: true });
  sayTick(tick(3));
  say({
    type: 'notice',
    notice: { type: 'outbid', lot: 'l1', rev: 3, seq: 8, at: 8, priceMinor: 30_000, maxMinor: null },
  });
  fireEvent.change(screen.getByRole('textbox', { name: 'Your maximum' }), { target: { value: '900' } });
  fireEvent.click(button(/^Set/));
  decide({ id: 'bid-2', seq: 9, rev: 4, leading: true });
  sayTick(tick(4, { leader: '101' }));
  expect(fates()).toEqual(['Taken', 'Taken, then beaten']);
});

test('a sealed bid is sealed until the close: that nobody leads is no word on it', () => {
  const { bids, decide, pass, sayTick, desk } = seat({}, 'sealed');
  sayTick(tick(1, { priceMinor: null, askMinor: null, leader: null }));
  const bid = (amount: string) => {
    fireEvent.change(screen.getByRole('textbox', { name: 'Your sealed amount' }), { target: { value: amount } });
    fireEvent.submit(screen.getByRole('textbox', { name: 'Your sealed amount' }));
  };
  bid('800');
  decide({ seq: 7, rev: 2, leading: false, priceMinor: null });
  sayTick(tick(2, { priceMinor: null, askMinor: null, leader: null }));
  expect(screen.getByText('Bid $800. Nobody sees it before the close.')).toBeTruthy();
  expect(screen.queryByText(/beaten|higher/)).toBeNull();
  expect(desk.voice.store.getState().polite).not.toMatch(/higher/);
  expect(screen.getByText('Sealed: $800')).toBeTruthy();
  expect(button(/^Replace/)).toBeTruthy();
  pass(1_000);
  bid('900');
  expect(bids()).toMatchObject([{ amountMinor: 80_000 }, { kind: 'bid', amountMinor: 90_000 }]);
  decide({ id: 'bid-2', seq: 8, rev: 3, leading: false, priceMinor: null });
  fireEvent.click(screen.getByRole('radio', { name: 'Your bids' }));
  const table = within(screen.getByRole('table', { name: 'Your bids' }));
  expect(table.getAllByText(/^(Sealed|Replaced)$/).map(({ textContent }) => textContent)).toEqual([
    'Sealed',
    'Replaced',
  ]);
  sayTick(tick(4, { status: 'sold', priceMinor: 95_000, askMinor: null, leader: '204' }));
  expect(table.getByText('Taken, then beaten')).toBeTruthy();
  sayTick(tick(5, { status: 'sold', priceMinor: 90_000, askMinor: null, leader: '101' }));
  expect(table.getByText('Taken')).toBeTruthy();
});

test('a maximum that is left for a lot to come waits for it: that nobody leads is no word on it', () => {
  const { decide, sayTick, desk } = seat();
  const upcoming = { status: 'upcoming', priceMinor: null, leader: null, reserveMet: false } as const;
  sayTick(tick(1, upcoming));
  fireEvent.change(screen.getByRole('textbox', { name: 'Your maximum' }), { target: { value: '900' } });
  fireEvent.click(button(/^Leave it/));
  decide({ seq: 7, rev: 2, leading: false, priceMinor: null });
  sayTick(tick(2, upcoming));
  expect(screen.getByText('With the house')).toBeTruthy();
  expect(screen.getByText('Maximum $900. The house bids for you once the lot is open.')).toBeTruthy();
  expect(document.body.textContent).not.toMatch(/beaten|higher/);
  expect(desk.voice.store.getState().polite).not.toMatch(/higher/);
  sayTick(tick(3, { leader: '101' }));
  expect(screen.getByText('Taken')).toBeTruthy();
  sayTick(tick(9, { leader: '7' }));
  expect(screen.getByText('Taken, then beaten')).toBeTruthy();
});

test('a maximum that was typed too low is called that, and no price is blamed', () => {
  const { decide } = seat();
  fireEvent.change(screen.getByRole('textbox', { name: 'Your maximum' }), { target: { value: '1' } });
  fireEvent.click(button(/^Set/));
  decide({ outcome: 'rejected', reason: 'below-ask' });
  expect(screen.getByText('Maximum $1. It is below the ask.')).toBeTruthy();
});
