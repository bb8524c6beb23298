// @vitest-environment happy-dom
/** One key is one order. */
import { act, fireEvent, screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { HOUSE_HOLDS } from '../../../protocol/command.ts';
import { unknownClock } from '../../clock.ts';
import { press, sit, submit, tick, type, waiting } from './sit.fixture.tsx';

describe('one key is one order', () => {
  test('Space is a floor bid at exactly the ask', async () => {
    const { orders } = await sit();
    await press(' ');
    expect(orders()).toMatchObject([
      { type: 'PlaceBid', lot: 'l1', bidder: 'room', amountMinor: 20_000, kind: 'bid', channel: 'floor' },
    ]);
    await press(' ', { repeat: true });
    expect(orders()).toHaveLength(1);
  });

  test('Space while the room leads is the second place of the room, registered first', async () => {
    const { orders, reply } = await sit([tick('l1', 1, { leader: 'room' }), waiting('l2')]);
    await press(' ');
    expect(orders()).toMatchObject([{ type: 'RegisterBidder', bidder: 'floor-2', paddle: 'Floor2' }]);
    await reply({});
    expect(orders()[1]).toMatchObject({ type: 'PlaceBid', bidder: 'floor-2', amountMinor: 20_000, channel: 'floor' });
  });

  test('a digit is that telephone line’s bid; a line that is not there is asked for', async () => {
    const { orders } = await sit();
    await press('1');
    expect(orders()).toMatchObject([{ bidder: 'phone-Mr-Ito', amountMinor: 20_000, channel: 'phone' }]);
    await press('2');
    expect(orders()).toHaveLength(1);
    expect(screen.getByRole('dialog', { name: 'New telephone line' })).toBeTruthy();
  });

  test('W warns, H hammers the lot on the block', async () => {
    const { orders } = await sit();
    await press('w');
    await press('h');
    expect(orders()).toEqual([
      { type: 'FairWarning', lot: 'l1' },
      { type: 'Hammer', lot: 'l1' },
    ]);
  });

  test('Enter opens the next lot, and only when none is open', async () => {
    const { orders, say, sayTick } = await sit();
    await press('Enter');
    expect(orders()).toEqual([]);
    expect(screen.getByText(/A lot is open/)).toBeTruthy();
    const sold = tick('l1', 2, { status: 'sold', askMinor: null });
    await sayTick(sold);
    await say({ type: 'turn', tick: sold, before: 'open' });
    await press('Enter');
    await press('Enter');
    expect(orders()).toEqual([{ type: 'OpenLot', lot: 'l2' }]);
  });

  test('the next lot is known as soon as the house says how the lots stand, and again after it was withdrawn', async () => {
    const { orders, sayTick } = await sit([]);
    expect(screen.getByRole('button', { name: /Open next/ }).getAttribute('aria-disabled')).toBe('true');
    await sayTick(waiting('l1'));
    await sayTick(waiting('l2'));
    expect(screen.getByText('Next: lot 1, A clock')).toBeTruthy();
    await sayTick(tick('l1', 1, { status: 'withdrawn', priceMinor: null, askMinor: null }));
    expect(await screen.findByText('Next: lot 2, A watch')).toBeTruthy();
    await act(async () => undefined);
    await press('Enter');
    expect(orders()).toEqual([{ type: 'OpenLot', lot: 'l2' }]);
  });

  test('the arrows go over a timed lot that waits for its clock: no key opens it', async () => {
    const timed = { lotId: 'l2', number: 2, title: 'A print', format: 'timed', hasReserve: false } as const;
    const last = { lotId: 'l3', number: 3, title: 'A watch', format: 'live', hasReserve: false } as const;
    await sit([waiting('l1'), waiting('l2'), waiting('l3')], [timed, last]);
    expect(screen.getByText('Next: lot 1, A clock')).toBeTruthy();
    await press('ArrowDown');
    expect(await screen.findByText('Next: lot 3, A watch')).toBeTruthy();
    await press('ArrowUp');
    expect(await screen.findByText('Next: lot 1, A clock')).toBeTruthy();
  });

  test('Space takes what the clock of a Dutch lot shows, once however fast it falls', async () => {
    const terms = { startMinor: 100_000, floorMinor: 40_000, dropMinor: 10_000, everyMs: 1_000 };
    const dutch = { lotId: 'l2', number: 2, title: 'A lamp', format: 'dutch', hasReserve: false, ...terms } as const;
    const { desk, orders, say, sayTick, pass } = await sit(
      [tick('l1', 1, { status: 'passed' }), waiting('l2')],
      [dutch],
    );
    const clock = { ...unknownClock, offsetMs: 0, errorMs: 1 };
    const unknown = { roundTripMs: 1, p50Ms: 1, p95Ms: 1, wallOffByMs: 0, silentMs: 0 };
    await say({ type: 'pulse', pulse: { ...unknown, clock } });
    const bare = { priceMinor: null, askMinor: null, leader: null } as const;
    const opened = tick('l2', 1, { ...bare, openedAt: (desk.saleMs() ?? 0) - 2_500 });
    await sayTick(opened);
    await say({ type: 'turn', tick: opened, before: 'upcoming' });
    expect(screen.getByRole('region', { name: 'On the block' }).textContent).toContain(
      'Ask£800falls by £100 every 1 s, to £400',
    );
    await press(' ');
    pass(1_000);
    await press(' ');
    expect(orders()).toMatchObject([
      { type: 'PlaceBid', lot: 'l2', bidder: 'room', amountMinor: 80_000, channel: 'floor' },
    ]);
  });

  test('A and an amount set the ask: a jump above it, a cut below it', async () => {
    const { orders } = await sit();
    await press('a');
    await type('Ask', '1.5k');
    await submit('Ask');
    expect(orders()).toEqual([{ type: 'SetAsk', lot: 'l1', askMinor: 150_000, reason: 'Jump' }]);
    await press('a');
    await type('Ask', 'a lot');
    await submit('Ask');
    expect(orders()).toHaveLength(1);
    await type('Ask', '150');
    await submit('Ask');
    expect(orders()[1]).toMatchObject({ askMinor: 15_000, reason: 'Cut' });
  });

  test('F bids for a paddle at the ask; an unknown paddle is said', async () => {
    const { orders } = await sit();
    await press('f');
    await type('Paddle', '999');
    await submit('Paddle');
    expect(screen.getByRole('alert').textContent).toMatch(/no paddle 999/);
    await type('Paddle', '101');
    await submit('Paddle');
    expect(orders()).toMatchObject([{ type: 'PlaceBid', bidder: 'anna', amountMinor: 20_000, channel: 'floor' }]);
  });

  test('P makes a line, registered under its name, which the next digit calls', async () => {
    const { orders, reply } = await sit();
    await press('p');
    await type('Name of the line', 'Ms Okoye');
    await submit('Name of the line');
    expect(orders()).toMatchObject([{ type: 'RegisterBidder', bidder: 'phone-Ms-Okoye', paddle: 'Phone-2' }]);
    await reply({});
    await press('2');
    expect(orders()[1]).toMatchObject({ type: 'PlaceBid', bidder: 'phone-Ms-Okoye', channel: 'phone' });
  });

  test('B enters a maximum for a paddle, and the amount is nowhere on the screen afterwards', async () => {
    const { orders, reply } = await sit();
    await press('b');
    await type('Paddle', '101');
    await type('Maximum', '7,770');
    await submit('Maximum');
    expect(orders()).toMatchObject([
      { type: 'PlaceBid', lot: 'l1', bidder: 'anna', amountMinor: 777_000, kind: 'max', channel: 'book' },
    ]);
    await reply({});
    expect(document.body.innerHTML).not.toMatch(/7,?770/);
  });

  test('R registers a paddle, without a limit unless one is typed', async () => {
    const { orders } = await sit();
    await press('r');
    await type('Bidder', 'björk');
    await type('Paddle', '310');
    await submit('Paddle');
    expect(screen.getByRole('alert').textContent).toMatch(/without accents/);
    expect(orders()).toEqual([]);
    await type('Bidder', 'bjork');
    await type('Limit, if any', '2k');
    await submit('Paddle');
    expect(orders()).toEqual([{ type: 'RegisterBidder', bidder: 'bjork', paddle: '310', limitMinor: 200_000 }]);
  });

  test('X, D and a digit pass and withdraw with that reason; L holds', async () => {
    const { orders } = await sit();
    await press('x');
    await press('2');
    await press('d');
    await press('2');
    await press('l');
    await press('1');
    expect(orders()).toEqual([
      { type: 'Pass', lot: 'l1', reason: 'Reserve not met' },
      { type: 'Withdraw', lot: 'l1', reason: 'Damaged' },
      { type: 'HoldSale', reason: 'Technical trouble' },
    ]);
  });

  test('a hammer falls at the price that was read: a bid that came as it was pressed takes a second press, of the key and of the button', async () => {
    const { orders, sayTick, pass, reply } = await sit();
    const last = { kind: 'bid', channel: 'online', amountMinor: 30_000, bidder: '101' } as const;
    await sayTick(tick('l1', 3, { priceMinor: 30_000, askMinor: 40_000, last }));
    await press('h');
    pass(249);
    await act(async () => screen.getByRole('button', { name: /^Hammer/ }).click());
    expect(orders()).toEqual([]);
    expect(screen.getByText('A bid came as you pressed. Look, then press again.')).toBeTruthy();
    pass(1);
    await press('h');
    expect(orders()).toEqual([{ type: 'Hammer', lot: 'l1' }]);
    await reply({ outcome: 'refused', reason: 'reserve-not-met' });
    // After a bid that he took himself he need not wait.
    await sayTick(tick('l1', 4, { priceMinor: 40_000, askMinor: 50_000, last: { ...last, channel: 'floor' } }));
    await press('h');
    expect(orders()).toHaveLength(2);
  });

  test('L resumes a held sale with the grace of the digit', async () => {
    const { orders, say } = await sit();
    await say({ type: 'sale-word', word: { type: 'held', seq: 2, at: 2, reason: 'Dispute' } });
    expect(screen.getByText('The sale is held.')).toBeTruthy();
    await press('l');
    await press('3');
    expect(orders()).toEqual([{ type: 'ResumeSale', graceMs: 30_000 }]);
    await say({ type: 'sale-word', word: { type: 'held', seq: 3, at: 3, reason: HOUSE_HOLDS.restarted } });
    expect(screen.getByText('The sale is held.').parentElement?.textContent).toContain('The house started again.');
    fireEvent.click(screen.getByRole('radio', { name: 'Messages' }));
    expect(screen.getByText('Held: The house started again')).toBeTruthy();
  });

  test('O reopens what was hammered', async () => {
    const { orders } = await sit([tick('l1', 2, { status: 'sold', askMinor: null }), waiting('l2')]);
    await press('o');
    await press('1');
    expect(orders()).toEqual([{ type: 'Reopen', lot: 'l1', reason: 'Hammer fell with a bid on its way' }]);
  });

  test('V offers the bids, newest first, then asks why', async () => {
    const { orders } = await sit();
    await press('v');
    await press('1');
    expect(screen.getByRole('dialog', { name: /Void £100, Room/ })).toBeTruthy();
    await press('3');
    expect(orders()).toEqual([{ type: 'VoidBid', bidId: 'bid-b', reason: 'Wrong amount called' }]);
    expect(screen.getByText('Lot 1: void £100, Room, Wrong amount called')).toBeTruthy();
  });
});
