/** The console on a feed of the test's own, and the presses of a clerk, for the tests of the clerk's desk. */
import { act, cleanup, configure, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import type {
  ClerkReply,
  ClerkRequest,
  PresenceReply,
  PublicLot,
  RoomReply,
  Snapshot,
  Tick,
} from '../../../protocol/wire.ts';
import { testDesk } from '../../desk.fixture.ts';
import type { FeedOrder, FeedWord } from '../../feed/words.ts';
import { sale, tick as tickOf } from '../../sale.fixture.ts';
import { DeskContext } from '../../select.ts';
import { Clerk } from './clerk.tsx';

vi.mock('uplot', async () => (await import('../../uplot.fixture.ts')).uplot);

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

// What is waited for comes when the machine has time.
configure({ asyncUtilTimeout: 10_000 });

export const tick = (lot: string, rev: number, more: Partial<Tick> = {}): Tick => ({
  ...tickOf(rev),
  lot,
  priceMinor: rev * 10_000,
  askMinor: (rev + 1) * 10_000,
  leader: '7',
  reserveMet: true,
  ...more,
});
export const waiting = (lot: string) =>
  tick(lot, 0, { status: 'upcoming', priceMinor: null, askMinor: null, leader: null, reserveMet: false });

export const snapshot: Snapshot = {
  seq: 1,
  at: 1,
  sale: {
    ...sale,
    currency: 'GBP',
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
    { bidder: 'anna', name: 'Anna Lindqvist', paddle: '101', limitMinor: null, suspended: false, wonMinor: 0 },
    { bidder: 'phone-Mr-Ito', paddle: 'Phone-1', limitMinor: null, suspended: false, wonMinor: 0 },
  ],
  bids: [
    { id: 'bid-a', kind: 'bid', channel: 'online', amountMinor: 5_000, bidder: '101' },
    { id: 'bid-b', kind: 'bid', channel: 'floor', amountMinor: 10_000, bidder: 'room' },
  ],
};

type Ask = Extract<FeedOrder, { type: 'ask' }>;

/** `after`: the lots that come after the first. `presence`: whose desk is there; without it this is a house that knows no such question. The console on a feed of the test's own: questions about the room are answered at once, orders when the test says so. */
export async function sit(
  ticks: readonly Tick[] = snapshot.ticks,
  after: readonly PublicLot[] | null = null,
  presence: () => PresenceReply | null = () => null,
) {
  const asks: Ask[] = [];
  const answerTo = (payload: unknown) =>
    typeof payload === 'object' && payload !== null && 'presence' in payload ? presence() : null;
  const { desk, hear, pass } = testDesk({
    newId: () => 'none of the clerk’s',
    onOrder: (order, answer) => {
      if (order.type === 'ask' && order.topic === 'clerk') asks.push(order);
      if (order.type === 'ask' && order.topic === 'snapshot')
        answer({ type: 'answer', ticket: order.ticket, ok: true, value: answerTo(order.payload) ?? room, error: null });
    },
  });
  const say = (word: FeedWord) => act(async () => hear(word));
  const sayTick = (next: Tick) =>
    say({ type: 'lots', lots: [{ tick: next, hole: false, trail: [next] }], arrivedAtMs: 0 });
  await say({ type: 'connection', connection: { state: 'live' } });
  const [first, ...others] = snapshot.sale.lots;
  const lots = first === undefined ? [] : [first, ...(after ?? others)];
  await say({ type: 'snapshot', snapshot: { ...snapshot, sale: { ...snapshot.sale, lots }, ticks } });
  for (const each of ticks) await sayTick(each);
  pass(1_000);
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
    desk,
    say,
    sayTick,
    orders: () => asks.map(({ payload }) => payload as ClerkRequest),
    pass,
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

const CODES: Readonly<Record<string, string>> = {
  ' ': 'Space',
  Enter: 'Enter',
  Escape: 'Escape',
  ArrowUp: 'ArrowUp',
  ArrowDown: 'ArrowDown',
};
/** A press as a browser delivers it: to whatever has the focus. */
export const press = (key: string, more: { readonly repeat?: boolean } = {}) =>
  act(async () => {
    const code = CODES[key] ?? (/\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`);
    fireEvent.keyDown(document.activeElement ?? document.body, { key, code, ...more });
  });
export const type = (label: string, value: string) =>
  act(async () => {
    fireEvent.change(screen.getByRole('textbox', { name: label }), { target: { value } });
  });
/** Enter in a field: the browser's own submitting, which there is none of here. */
export const submit = (label: string) =>
  act(async () => {
    const { form } = screen.getByRole('textbox', { name: label }) as HTMLInputElement;
    if (form === null) throw new Error(`${label} is in no form`);
    fireEvent.submit(form);
  });
