// @vitest-environment happy-dom
import { act, cleanup, configure, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DeskBridge } from '../../../protocol/bridge.ts';
import type { ClerkReply, ClerkRequest, RoomReply, Snapshot, Tick } from '../../../protocol/wire.ts';
import type { FeedOrder, FeedWord } from '../../feed-words.ts';
import { createFrame } from '../../frame.ts';
import { DeskContext } from '../../select.ts';
import { createDesk } from '../../store.ts';
import { Clerk } from './clerk.tsx';
import { SETTLE_MS } from './use-console.ts';

// What is waited for comes when the machine has time.
configure({ asyncUtilTimeout: 10_000 });

// There is no canvas here.
vi.mock('uplot', () => ({
  default: class {
    static paths = {};
    setData() {}
    setSize() {}
    destroy() {}
  },
}));

const tick = (lot: string, rev: number, more: Partial<Tick> = {}): Tick => ({
  lot,
  rev,
  seq: rev,
  at: rev,
  status: 'open',
  priceMinor: rev * 10_000,
  askMinor: (rev + 1) * 10_000,
  leader: '7',
  reserveMet: true,
  closesAt: null,
  bids: rev,
  last: null,
  ...more,
});
const waiting = (lot: string) =>
  tick(lot, 0, { status: 'upcoming', priceMinor: null, askMinor: null, leader: null, reserveMet: false });

const snapshot: Snapshot = {
  seq: 1,
  at: 1,
  sale: {
    saleId: 's1',
    title: 'A sale',
    currency: 'GBP',
    increments: { kind: 'ladder258' },
    policies: {
      tie: 'earliest',
      offLadder: 'keep',
      leaderRaise: 'hold',
      reserve: 'jump',
      extension: null,
      limit: 'none',
      void: 'recompute',
    },
    premium: [],
    lots: [
      { lotId: 'l1', number: 1, title: 'A clock', format: 'live', hasReserve: true },
      { lotId: 'l2', number: 2, title: 'A watch', format: 'live', hasReserve: false },
    ],
  },
  held: null,
  registered: 3,
  ticks: [tick('l1', 1), waiting('l2')],
  standing: null,
};

const room: RoomReply = {
  seq: 1,
  bidders: [
    { bidder: 'room', paddle: 'room', limitMinor: null, suspended: false, wonMinor: 0 },
    { bidder: 'anna', paddle: '101', limitMinor: null, suspended: false, wonMinor: 0 },
    { bidder: 'phone-Mr-Ito', paddle: 'Phone-Mr-Ito', limitMinor: null, suspended: false, wonMinor: 0 },
  ],
  bids: [
    { id: 'bid-a', kind: 'bid', channel: 'online', amountMinor: 5_000, bidder: '101' },
    { id: 'bid-b', kind: 'bid', channel: 'floor', amountMinor: 10_000, bidder: 'room' },
  ],
};

type Ask = Extract<FeedOrder, { type: 'ask' }>;

/** The console on a feed of the test's own: questions about the room are answered at once, orders when the test says so. */
async function sit(ticks: readonly Tick[] = snapshot.ticks) {
  let nowMs = 100_000;
  let hear: (word: FeedWord) => void = () => undefined;
  const asks: Ask[] = [];
  const memory = new Map<string, string>();
  const storage = {
    getItem: (key: string) => memory.get(key) ?? null,
    setItem: (key: string, value: string) => void memory.set(key, value),
    removeItem: (key: string) => void memory.delete(key),
  };
  const bridge = {
    pending: async () => [],
    keepPending: async () => undefined,
    onSystem: () => () => undefined,
    notify: async () => undefined,
  } as unknown as DeskBridge;
  const desk = createDesk({
    bridge,
    feed: {
      send: (order) => {
        if (order.type === 'ask' && order.topic === 'clerk') asks.push(order);
        if (order.type === 'ask' && order.topic === 'snapshot')
          hear({ type: 'answer', ticket: order.ticket, ok: true, value: room, error: null });
      },
      hear: (listener) => {
        hear = listener;
      },
    },
    storage,
    passes: storage,
    sales: async () => ['s1'],
    nowMs: () => nowMs,
    wallMs: () => 1,
    newId: () => 'none of the clerk’s',
    later: (run) => run(),
    sounds: { play: () => undefined },
    isAway: () => false,
    frame: (commit, painted) =>
      createFrame(commit, painted, {
        request: (run) => {
          run();
          return 0;
        },
        cancel: () => undefined,
      }),
  });
  const say = (word: FeedWord) => act(async () => hear(word));
  const sayTick = (next: Tick) =>
    say({ type: 'lots', lots: [{ tick: next, hole: false, trail: [next] }], arrivedAtMs: 0 });
  await say({ type: 'connection', connection: { state: 'live' } });
  await say({ type: 'snapshot', snapshot: { ...snapshot, ticks } });
  for (const first of ticks) await sayTick(first);
  nowMs += 1_000;
  await act(async () => {
    render(
      <DeskContext value={desk}>
        <Clerk />
      </DeskContext>,
    );
  });
  const last = () => {
    const ask = asks.at(-1);
    if (ask === undefined) throw new Error('nothing was ordered');
    return ask;
  };
  return {
    say,
    sayTick,
    orders: () => asks.map(({ payload }) => payload as ClerkRequest),
    pass: (ms: number) => {
      nowMs += ms;
    },
    reply: (reply: Partial<ClerkReply>) =>
      say({
        type: 'answer',
        ticket: last().ticket,
        ok: true,
        value: { outcome: 'accepted', events: [], ...reply },
        error: null,
      }),
    silence: () =>
      say({
        type: 'answer',
        ticket: last().ticket,
        ok: false,
        value: null,
        error: 'The house did not answer in time.',
      }),
  };
}

const CODES: Readonly<Record<string, string>> = { ' ': 'Space', Enter: 'Enter', Escape: 'Escape' };
/** A press as a browser delivers it: to whatever has the focus. */
const press = (key: string, more: { readonly repeat?: boolean } = {}) =>
  act(async () => {
    const code = CODES[key] ?? (/\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`);
    fireEvent.keyDown(document.activeElement ?? document.body, { key, code, ...more });
  });
const type = (label: string, value: string) =>
  act(async () => {
    fireEvent.change(screen.getByRole('textbox', { name: label }), { target: { value } });
  });
/** Enter in a field: the browser's own submitting, which there is none of here. */
const submit = (label: string) =>
  act(async () => {
    const { form } = screen.getByRole('textbox', { name: label }) as HTMLInputElement;
    if (form === null) throw new Error(`${label} is in no form`);
    fireEvent.submit(form);
  });

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

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
    expect(orders()).toEqual([{ type: 'OpenLot', lot: 'l2' }]);
  });

  test('the next lot is known as soon as the house says how the lots stand, and again after it was withdrawn', async () => {
    const { orders, sayTick } = await sit([]);
    expect(screen.getByRole('button', { name: /Open next/ }).hasAttribute('disabled')).toBe(true);
    await sayTick(waiting('l1'));
    await sayTick(waiting('l2'));
    expect(screen.getByText('Next: lot 1, A clock')).toBeTruthy();
    await sayTick(tick('l1', 1, { status: 'withdrawn', priceMinor: null, askMinor: null }));
    expect(await screen.findByText('Next: lot 2, A watch')).toBeTruthy();
    await act(async () => undefined);
    await press('Enter');
    expect(orders()).toEqual([{ type: 'OpenLot', lot: 'l2' }]);
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
    expect(orders()).toMatchObject([{ type: 'RegisterBidder', bidder: 'phone-Ms-Okoye', paddle: 'Phone-Ms-Okoye' }]);
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

  test('L resumes a held sale with the grace of the digit', async () => {
    const { orders, say } = await sit();
    await say({ type: 'sale-word', word: { type: 'held', seq: 2, at: 2, reason: 'Dispute' } });
    expect(screen.getByText('The sale is held.')).toBeTruthy();
    await press('l');
    await press('3');
    expect(orders()).toEqual([{ type: 'ResumeSale', graceMs: 30_000 }]);
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
  });
});

describe('a press that must not be a bid', () => {
  test('an ask that changed a moment ago takes a second press', async () => {
    const { orders, sayTick, pass } = await sit();
    await sayTick(tick('l1', 2));
    pass(SETTLE_MS - 50);
    await press(' ');
    expect(orders()).toEqual([]);
    expect(screen.getByText(/Press again/)).toBeTruthy();
    pass(100);
    await press(' ');
    expect(orders()).toMatchObject([{ amountMinor: 30_000 }]);
  });

  test('the same amount is not bid again while the house is being asked, by no channel', async () => {
    const { orders, reply } = await sit();
    await press(' ');
    await press(' ');
    await press('1');
    expect(orders()).toHaveLength(1);
    expect(screen.getByText(/being asked for this bid already/)).toBeTruthy();
    await reply({ outcome: 'refused', reason: 'rate-limited' });
    await press(' ');
    expect(orders()).toHaveLength(2);
  });

  test('a digit that answers a question bids on no line, nor does one typed in a field', async () => {
    const { orders } = await sit();
    await press('x');
    // A browser paints between two listeners of one press: the question is gone when the console's own would hear it.
    const console = vi.fn();
    window.addEventListener('keydown', console);
    await press('1');
    window.removeEventListener('keydown', console);
    expect(console).not.toHaveBeenCalled();
    expect(orders()).toMatchObject([{ type: 'Pass' }]);
    await press('a');
    await press('1');
    await press(' ');
    expect(orders()).toHaveLength(1);
    await press('Escape');
    expect(screen.queryByRole('dialog')).toBeNull();
    await press('x');
    await act(async () => screen.getByRole('textbox', { name: 'Own words' }).focus());
    await press('1');
    expect(orders()).toHaveLength(1);
  });
});

describe('what became of an order', () => {
  test('nothing is done before the house has said so', async () => {
    const { reply } = await sit();
    await press(' ');
    expect(screen.getByText('Asking the house…')).toBeTruthy();
    expect(screen.queryByText('Done')).toBeNull();
    await reply({});
    expect(screen.getByText('Done')).toBeTruthy();
  });

  test('silence is unknown, never failed, and is asked again by the same id', async () => {
    const { orders, silence, reply } = await sit();
    await press(' ');
    await silence();
    expect(screen.getByText('Unknown')).toBeTruthy();
    expect(screen.queryByText(/fail|Not taken/i)).toBeNull();
    await act(async () => {
      fireEvent.click(screen.getByRole('button', { name: /Ask again/ }));
    });
    const [first, second] = orders();
    expect(second).toEqual(first);
    expect(second).toMatchObject({ type: 'PlaceBid', id: expect.stringMatching(/./) });
    await reply({});
    expect(screen.getByText('Done')).toBeTruthy();
  });

  test('a refusal says why in words, whether the door or the rules refused', async () => {
    const { reply } = await sit();
    await press('h');
    await reply({ outcome: 'refused', reason: 'reserve-not-met' });
    expect(screen.getByText('Not taken')).toBeTruthy();
    expect(screen.getByText(/The reserve is not met/)).toBeTruthy();
    await press(' ');
    await reply({
      outcome: 'accepted',
      events: [{ type: 'BidRejected', id: 'x', lot: 'l1', bidder: 'room', reason: 'below-ask' }] as never,
    });
    expect(screen.getByText(/The price had moved on. Look at the ask/)).toBeTruthy();
  });
});
