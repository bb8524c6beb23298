/** A bidder's seat on a feed of the test's own, and the presses of a bidder, for the tests of the bidder's desk. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import type { BidReply, PublicLot, Snapshot, Tick } from '../../../protocol/wire.ts';
import { testDesk } from '../../desk.fixture.ts';
import type { FeedOrder, FeedWord } from '../../feed/words.ts';
import { sale, standing, tick as tickOf } from '../../sale.fixture.ts';
import { DeskContext } from '../../select.ts';
import { Bidder } from './bidder.tsx';

vi.mock('uplot', async () => (await import('../../uplot.fixture.ts')).uplot);

export const tick = (rev: number, more: Partial<Tick> = {}): Tick => ({
  ...tickOf(rev),
  priceMinor: rev * 10_000,
  askMinor: (rev + 1) * 10_000,
  leader: '7',
  reserveMet: true,
  ...more,
});

export const snapshot: Snapshot = {
  seq: 1,
  at: 1,
  sale: {
    ...sale,
    lots: [{ lotId: 'l1', number: 1, title: 'A clock', format: 'live', hasReserve: true }],
  },
  held: null,
  registered: 1,
  ticks: [tick(1)],
  standing,
};

/** A desk with a feed of the test's own in place of the worker: it says what the house says and keeps what was ordered. */
export function seat(prefs: Record<string, unknown> = {}, format: PublicLot['format'] = 'live') {
  let ids = 0;
  const orders: FeedOrder[] = [];
  const kept: (readonly string[])[] = [];
  const { desk, hear, pass } = testDesk({
    kept: [['rostrum.prefs.v1', JSON.stringify(prefs)]],
    keepPending: (open) => void kept.push(open),
    onOrder: (order) => void orders.push(order),
    newId: () => {
      ids += 1;
      return `bid-${ids}`;
    },
  });
  const say = (word: FeedWord) => act(() => hear(word));
  const sayTick = (next: Tick, hole = false) =>
    say({ type: 'lots', lots: [{ tick: next, hole, trail: [next] }], arrivedAtMs: 0 });
  say({ type: 'connection', connection: { state: 'live' } });
  const lots = snapshot.sale.lots.map((lot) => ({ ...lot, format }));
  say({ type: 'snapshot', snapshot: { ...snapshot, sale: { ...snapshot.sale, lots } } });
  sayTick(tick(1));
  pass(1_000);
  render(
    <DeskContext value={desk}>
      <Bidder />
    </DeskContext>,
  );
  return {
    desk,
    say,
    orders: () => orders,
    sayTick,
    kept,
    pass,
    bids: () => orders.flatMap((order) => (order.type === 'bid' ? [order.request] : [])),
    decide: (more: Partial<BidReply>) =>
      say({
        type: 'decision',
        reply: { id: 'bid-1', outcome: 'accepted', receivedAt: 1, decidedAt: 2, ...more },
        roundTripMs: 3,
        heardAt: 4,
      }),
  };
}

export const button = (name: RegExp) => screen.getByRole('button', { name });
export const click = (name: RegExp) => {
  fireEvent.pointerDown(button(name));
  fireEvent.click(button(name));
};

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});
