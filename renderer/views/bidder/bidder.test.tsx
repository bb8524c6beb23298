// @vitest-environment happy-dom
import { act, fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';
import { HOUSE_HOLDS } from '../../../protocol/command.ts';
import { DOUBLE_PRESS_MS, FRESH_ASK_MS } from '../../press.ts';
import { DeskContext } from '../../select.ts';
import { TroubleBar } from '../shell/connection.tsx';
import { HouseWords } from './house-words.tsx';
import { button, click, seat, tick } from './seat.fixture.tsx';

vi.mock('uplot', async () => (await import('../../uplot.fixture.ts')).uplot);

describe('the bid button', () => {
  test('bids exactly the ask it shows, and carries the revision that was seen', () => {
    const { bids } = seat();
    click(/Bid \$200/);
    expect(bids()).toMatchObject([{ id: 'bid-1', lot: 'l1', kind: 'bid', amountMinor: 20_000, basedOnRev: 1 }]);
  });

  test('by its key bids the same', () => {
    const { bids } = seat();
    fireEvent.keyDown(window, { key: 'b', code: 'KeyB' });
    expect(bids()).toMatchObject([{ amountMinor: 20_000 }]);
    fireEvent.keyDown(window, { key: 'b', code: 'KeyB', repeat: true });
    expect(bids()).toHaveLength(1);
  });

  test('takes a second press when the price had just changed', () => {
    const { bids, sayTick, pass } = seat();
    sayTick(tick(2));
    pass(FRESH_ASK_MS - 50);
    click(/Bid \$300/);
    expect(bids()).toHaveLength(0);
    expect(screen.getByText(/Press again/)).toBeTruthy();
    pass(100);
    click(/bid \$300/i);
    expect(bids()).toMatchObject([{ amountMinor: 30_000, basedOnRev: 2 }]);
  });

  test('takes a second press when the price changed between the finger down and up', () => {
    const { bids, sayTick, pass } = seat();
    fireEvent.pointerDown(button(/Bid \$200/));
    sayTick(tick(2));
    pass(5_000);
    fireEvent.click(button(/Bid \$300/));
    expect(bids()).toHaveLength(0);
    click(/bid \$300/i);
    expect(bids()).toHaveLength(1);
  });

  test('pressed twice is one bid, while it is pending and just after', () => {
    const { bids, pass, decide, sayTick } = seat();
    click(/Bid \$200/);
    fireEvent.click(button(/Asking the house/));
    expect(bids()).toHaveLength(1);
    decide({ outcome: 'rejected', reason: 'below-ask' });
    pass(DOUBLE_PRESS_MS - 10);
    click(/Bid \$200/);
    expect(bids()).toHaveLength(1);
    pass(1_000);
    sayTick(tick(1));
    click(/Bid \$200/);
    expect(bids()).toHaveLength(2);
  });

  test('is off while a word of the house is missing, and while the desk is not live', () => {
    const { bids, sayTick, say, pass } = seat();
    sayTick(tick(3), true);
    pass(5_000);
    click(/Bid \$400/);
    fireEvent.keyDown(window, { key: 'b', code: 'KeyB' });
    expect(bids()).toHaveLength(0);
    sayTick(tick(3));
    say({ type: 'connection', connection: { state: 'reconnecting', attempt: 2, sinceMs: 0 } });
    click(/Bid \$400/);
    expect(bids()).toHaveLength(0);
    expect(screen.getAllByText(/old/).length).toBeGreaterThan(0);
  });
});

describe('what became of a bid', () => {
  test('is off while the sale is held, and says why in words', () => {
    const { desk, say } = seat();
    render(
      <DeskContext value={desk}>
        <TroubleBar />
        <HouseWords />
      </DeskContext>,
    );
    say({ type: 'sale-word', word: { type: 'held', seq: 2, at: 2, reason: HOUSE_HOLDS.restarted } });
    expect(screen.getByText('Sale held: The house started again. Clocks and bids wait.')).toBeTruthy();
    expect(screen.getByText('The sale is held: The house started again.')).toBeTruthy();
    expect(document.body.textContent).not.toContain(HOUSE_HOLDS.restarted);
  });

  test('who leads is no more certain than the price: old while a word is missing, and until the house is back', () => {
    const { say, sayTick } = seat();
    sayTick(tick(2, { leader: '101' }));
    say({ type: 'notice', notice: { type: 'max', lot: 'l1', seq: 2, at: 2, maxMinor: 50_000 } });
    const marks = () => screen.getAllByText(/^Leading/).map(({ textContent }) => textContent);
    expect(new Set(marks())).toEqual(new Set(['Leading']));
    expect(button(/You lead/)).toBeTruthy();
    const old = () => {
      expect(new Set(marks())).toEqual(new Set(['Leading old']));
      expect(button(/You led when last heard/)).toBeTruthy();
    };
    sayTick(tick(2, { leader: '101' }), true);
    old();
    sayTick(tick(2, { leader: '101' }));
    expect(button(/You lead/)).toBeTruthy();
    say({ type: 'connection', connection: { state: 'reconnecting', attempt: 1, sinceMs: 0 } });
    old();
  });

  test('nothing is called a success before the house said so, and the price on screen stays the house’s', () => {
    const { decide, kept } = seat();
    click(/Bid \$200/);
    expect(button(/Asking the house/)).toBeTruthy();
    expect(screen.queryByText('Taken')).toBeNull();
    expect(screen.queryByText('Leading')).toBeNull();
    expect(screen.getAllByText('$100').length).toBeGreaterThan(0);
    expect(kept.at(-1)).toEqual(['bid-1']);
    decide({});
    expect(screen.getByText('Taken')).toBeTruthy();
    expect(kept.at(-1)).toEqual([]);
  });

  test('a bid that is taken and beaten in one breath says both', () => {
    const { decide } = seat();
    click(/Bid \$200/);
    decide({ leading: false });
    expect(screen.getByText('Taken, beaten')).toBeTruthy();
    expect(screen.queryByText('Taken')).toBeNull();
  });

  test('a bid that was beaten later is not green any more, and never beaten before the lot has said who leads', () => {
    const { decide, sayTick, say } = seat();
    const tintOf = () => screen.getByText('Taken').parentElement?.className;
    click(/Bid \$200/);
    decide({ seq: 7, rev: 2, leading: true });
    const before = tintOf();
    // Nobody is called outbid by a word of the lot that is older than his bid.
    expect(screen.queryByText('Outbid')).toBeNull();
    sayTick(tick(2, { leader: '101' }));
    expect(tintOf()).not.toBe(before);
    sayTick(tick(3));
    expect(screen.getAllByText('Outbid').length).toBeGreaterThan(0);
    expect(screen.getByText('Taken, then beaten')).toBeTruthy();
    expect(screen.queryByText('Taken')).toBeNull();
    say({
      type: 'notice',
      notice: { type: 'voided', lot: 'l1', bidId: 'bid-1', seq: 9, at: 9, reason: 'Made in error' },
    });
    expect(screen.getByText('Voided')).toBeTruthy();
    expect(screen.getByText('Bid $200. The house voided it: Made in error')).toBeTruthy();
  });

  test('silence is unknown and resolving, never failed, until the house has spoken', () => {
    const { say, decide, kept } = seat();
    click(/Bid \$200/);
    say({ type: 'unanswered', id: 'bid-1' });
    expect(screen.getByText('Unknown, resolving')).toBeTruthy();
    expect(screen.queryByText(/fail|Not taken/i)).toBeNull();
    expect(kept.at(-1)).toEqual(['bid-1']);
    decide({ outcome: 'rejected', reason: 'over-limit' });
    expect(screen.getByText(/over your limit/)).toBeTruthy();
    say({ type: 'unreceived', id: 'bid-1' });
    expect(screen.getByText(/over your limit/)).toBeTruthy();
  });
});

test('the receipt of a bid that led says what beat it later, and nothing before that', async () => {
  const { decide, say } = seat();
  click(/Bid \$200/);
  decide({ seq: 7, leading: true });
  await act(async () => void fireEvent.keyDown(window, { key: 'r', code: 'KeyR' }));
  expect(screen.queryByText('What beat it')).toBeNull();
  const outbid = { type: 'outbid', lot: 'l1', at: 1_000, maxMinor: null } as const;
  say({ type: 'notice', notice: { ...outbid, rev: 2, seq: 6, priceMinor: 20_000 } });
  expect(screen.queryByText('What beat it')).toBeNull();
  say({ type: 'notice', notice: { ...outbid, rev: 3, seq: 8, priceMinor: 30_000 } });
  say({ type: 'notice', notice: { ...outbid, rev: 9, seq: 12, priceMinor: 50_000 } });
  expect(screen.getByText('What beat it').nextSibling?.textContent).toMatch(/^\$300, record 8, /);
});

test('the ladder goes up from the ask in the house’s own steps, and says how far one’s maximum reaches', async () => {
  const { say, orders } = seat();
  const asked = orders().find((order) => order.type === 'ask' && JSON.stringify(order.payload).includes('asksAfter'));
  if (asked?.type !== 'ask') throw new Error('the house was not asked');
  const asks = [30_000, 50_000, 80_000, 100_000, 120_000, 150_000];
  say({ type: 'answer', ticket: asked.ticket, ok: true, value: { after: 20_000, asks }, error: null });
  say({ type: 'notice', notice: { type: 'max', lot: 'l1', seq: 2, at: 2, maxMinor: 50_000 } });
  await screen.findByText('$800');
  const rows = [...screen.getByRole('region', { name: 'Ladder of bids' }).querySelectorAll('tbody tr')];
  expect(rows.slice(3, 7).map(({ textContent }) => textContent)).toEqual([
    'Then$800',
    'Then, within your maximum$500',
    'Then, within your maximum$300',
    'Next ask$200',
  ]);
});

test('a lot that is over says what became of it where it could be bid on', () => {
  const { sayTick, say } = seat();
  sayTick(tick(3, { status: 'sold', askMinor: null, leader: '204' }));
  expect(screen.getByText('Sold to paddle 204 for $300.')).toBeTruthy();
  sayTick(tick(4, { status: 'passed', askMinor: null, leader: null }));
  say({
    type: 'sale-word',
    word: { type: 'override', seq: 5, at: 5, lot: 'l1', what: 'LotPassed', reason: 'Reserve not met' },
  });
  expect(screen.getByText('Not sold: Reserve not met')).toBeTruthy();
  say({
    type: 'notice',
    notice: { type: 'won', lot: 'l1', seq: 6, at: 6, hammerMinor: 50_000, premiumMinor: 13_000 },
  });
  sayTick(tick(5, { status: 'sold', askMinor: null, leader: '101' }));
  expect(screen.getByText('Yours for $500, and a premium of $130.')).toBeTruthy();
});

test('what a clerk did to a lot is told in words, and by no name of the log', () => {
  const { desk, say } = seat();
  render(
    <DeskContext value={desk}>
      <HouseWords />
    </DeskContext>,
  );
  const did = { type: 'override', seq: 2, at: 2, lot: 'l1' } as const;
  say({ type: 'sale-word', word: { ...did, what: 'LotReopened', reason: 'Bid missed in the room' } });
  expect(screen.getByText('Lot 1: reopened. Bid missed in the room')).toBeTruthy();
  say({ type: 'sale-word', word: { ...did, at: 3, what: 'AskSet', reason: 'Jump', amountMinor: 150_000 } });
  expect(screen.getByText('Lot 1: ask set to $1,500. Jump')).toBeTruthy();
});

test('on a telephone the button that bids says of which lot it is, where the lot is not in sight', () => {
  vi.stubGlobal('matchMedia', () => ({ matches: true, addEventListener: () => {}, removeEventListener: () => {} }));
  seat();
  expect(screen.queryByRole('button', { name: 'Lot 1, A clock' })).toBeNull();
  fireEvent.click(screen.getByRole('radio', { name: 'Yours' }));
  expect(button(/Bid \$200/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Lot 1, A clock' }));
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'This lot' }).checked).toBe(true);
});

describe('one’s own caution', () => {
  test('a bid from the threshold on is asked about first; a price that moved meanwhile is not bid', () => {
    const { bids, sayTick } = seat({ confirmFromMinor: 20_000 });
    click(/Bid \$200/);
    expect(bids()).toHaveLength(0);
    sayTick(tick(2));
    fireEvent.click(button(/^Bid \$200$/));
    expect(bids()).toHaveLength(0);
    expect(screen.getByText(/Press again/)).toBeTruthy();
  });

  test('a maximum is read in shorthand, raised as a maximum and lowered as one', () => {
    const { bids, decide, pass } = seat();
    const field = screen.getByRole('textbox', { name: 'Your maximum' });
    fireEvent.change(field, { target: { value: '1.5k' } });
    fireEvent.click(button(/^Set/));
    expect(bids()).toMatchObject([{ kind: 'max', amountMinor: 150_000 }]);
    decide({});
    pass(1_000);
    fireEvent.change(screen.getByRole('textbox', { name: 'Your maximum' }), { target: { value: '900' } });
    fireEvent.click(button(/^Lower/));
    expect(bids()[1]).toMatchObject({ kind: 'lower', amountMinor: 90_000 });
  });

  test('a maximum typed while a bid is on its way stays in its field until it can be sent', () => {
    const { bids, decide, pass } = seat();
    click(/Bid \$200/);
    const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Your maximum' });
    fireEvent.change(field, { target: { value: '900' } });
    fireEvent.submit(field);
    expect(bids()).toHaveLength(1);
    expect(field.value).toBe('900');
    expect(screen.getByText('$900 waits: the house is being asked.')).toBeTruthy();
    decide({ rev: 2 });
    pass(1_000);
    fireEvent.submit(field);
    expect(bids()[1]).toMatchObject({ kind: 'max', amountMinor: 90_000 });
    expect(field.value).toBe('');
  });

  test('a maximum that was entered leaves the keys to the desk: the next one is no letter in its field', () => {
    const { bids } = seat();
    fireEvent.keyDown(window, { key: 'x', code: 'KeyX' });
    const field = screen.getByRole('textbox', { name: 'Your maximum' });
    expect(document.activeElement).toBe(field);
    fireEvent.change(field, { target: { value: '1.5k' } });
    fireEvent.submit(field);
    expect(bids()).toHaveLength(1);
    expect(document.activeElement).not.toBe(field);
  });
});
