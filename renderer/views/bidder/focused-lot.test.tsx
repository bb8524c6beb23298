// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import { createRef, Profiler } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Snapshot, Tick } from '../../../protocol/wire.ts';
import { testDesk } from '../../desk.fixture.ts';
import type { FeedWord } from '../../feed/words.ts';
import { sale, tick as tickOf } from '../../sale.fixture.ts';
import { DeskContext } from '../../select.ts';
import { FocusedLot } from './focused-lot.tsx';
import { STORY_EVERY_MS } from './ladder.tsx';

vi.mock('uplot', async () => (await import('../../uplot.fixture.ts')).uplot);

const tick = (rev: number): Tick => ({
  ...tickOf(rev),
  priceMinor: rev * 10_000,
  askMinor: (rev + 1) * 10_000,
  leader: `${200 + rev}`,
  bids: rev,
});
const snapshot: Snapshot = {
  ...{ seq: 1, at: 1, held: null, registered: 1, ticks: [tick(1)], standing: null },
  sale: { ...sale, lots: [{ lotId: 'l1', number: 1, title: 'A clock', format: 'timed', hasReserve: false }] },
};
const nothing = () => undefined;
const bidding = {
  ...{ whyNot: null, again: false, confirming: null },
  ...{ down: nothing, press: nothing, offer: nothing, confirm: nothing },
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: nothing, removeEventListener: nothing }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('a timed lot says which late bid adds time, and that its end was moved', () => {
  const { desk, hear } = testDesk({ onOrder: nothing, newId: () => 'bid-1' });
  const say = (word: FeedWord) => act(() => hear(word));
  const sayTick = (next: Tick) =>
    say({ type: 'lots', lots: [{ tick: next, hole: false, trail: [next] }], arrivedAtMs: 0 });
  const extension = { windowMs: 120_000, base: 'bid', addMs: 30_000, maxCount: null, hardEndAt: null, scope: 'lot' };
  const timed = { ...snapshot.sale, policies: { ...sale.policies, extension } } as const;
  const lots = snapshot.sale.lots.map((lot) => ({ ...lot, closesAt: 50_000 }));
  say({ type: 'connection', connection: { state: 'live' } });
  say({ type: 'snapshot', snapshot: { ...snapshot, sale: { ...timed, lots } } as Snapshot });
  sayTick({ ...tick(1), closesAt: 50_000 });
  render(
    <DeskContext value={desk}>
      <FocusedLot lot="l1" bidding={bidding} maxField={createRef()} bar />
    </DeskContext>,
  );
  expect(screen.getByText(/· Timed: a bid in the last 2 min adds time/)).toBeTruthy();
  expect(screen.queryByText('Extended')).toBeNull();
  sayTick({ ...tick(2), closesAt: 80_000 });
  expect(screen.getByText('Extended')).toBeTruthy();
  expect(desk.voice.store.getState().polite).toContain('extended');
  sayTick({ ...tick(3), status: 'sold', askMinor: null, closesAt: 80_000 });
  expect(screen.queryByText('Extended')).toBeNull();
});

test('bids that were left for a lot to come are no story that the house still owes', () => {
  const { desk, hear } = testDesk({ onOrder: nothing, newId: () => 'bid-1' });
  act(() => hear({ type: 'snapshot', snapshot }));
  const upcoming: Tick = { ...tick(1), status: 'upcoming', priceMinor: null, leader: null };
  act(() => hear({ type: 'lots', lots: [{ tick: upcoming, hole: false, trail: [upcoming] }], arrivedAtMs: 0 }));
  render(
    <DeskContext value={desk}>
      <FocusedLot lot="l1" bidding={bidding} maxField={createRef()} bar />
    </DeskContext>,
  );
  expect(screen.getByText('Bids were left; none is told before the lot opens.')).toBeTruthy();
});

test('a sealed lot with bids says that they are sealed, and one that ended so that there is no price to draw', () => {
  const { desk, hear } = testDesk({ onOrder: nothing, newId: () => 'bid-1' });
  const lots = snapshot.sale.lots.map((lot) => ({ ...lot, format: 'sealed' as const }));
  act(() => hear({ type: 'snapshot', snapshot: { ...snapshot, sale: { ...snapshot.sale, lots } } }));
  const sayTick = (more: Partial<Tick>) => {
    const sealed: Tick = { ...tick(3), priceMinor: null, askMinor: null, leader: null, ...more };
    act(() => hear({ type: 'lots', lots: [{ tick: sealed, hole: false, trail: [sealed] }], arrivedAtMs: 0 }));
  };
  sayTick({});
  render(
    <DeskContext value={desk}>
      <FocusedLot lot="l1" bidding={bidding} maxField={createRef()} bar />
    </DeskContext>,
  );
  const chart = () => screen.getByRole('figure', { name: 'Price of this lot over time' }).textContent;
  expect(chart()).toBe('The bids are sealed until the lot ends.');
  sayTick({ rev: 4, status: 'passed' });
  expect(chart()).toBe('The lot ended without a price.');
});

test('ticks of the lot in focus are written and not rendered: price, ask and who leads at once, its story twice a second', () => {
  const { desk, hear } = testDesk({ onOrder: nothing, newId: () => 'bid-1' });
  const say = (word: FeedWord) => act(() => hear(word));
  const sayTick = (next: Tick) =>
    say({ type: 'lots', lots: [{ tick: next, hole: false, trail: [next] }], arrivedAtMs: 0 });
  say({ type: 'connection', connection: { state: 'live' } });
  say({ type: 'snapshot', snapshot });
  sayTick(tick(1));
  let renders = 0;
  render(
    <DeskContext value={desk}>
      <Profiler id="lot" onRender={() => (renders += 1)}>
        <FocusedLot lot="l1" bidding={bidding} maxField={createRef()} bar />
      </Profiler>
    </DeskContext>,
  );
  // The first after a pause tells the story at once.
  sayTick(tick(2));
  const before = renders;
  sayTick(tick(3));
  sayTick(tick(4));
  expect(screen.getByText('Price · 4 bids · leader paddle 204')).toBeTruthy();
  expect(screen.getByText('$400')).toBeTruthy();
  expect(screen.getByRole('button', { name: /^Bid \$500/ })).toBeTruthy();
  expect(renders).toBe(before);
  act(() => vi.advanceTimersByTime(STORY_EVERY_MS));
  expect(renders).toBeGreaterThan(before);
  expect(screen.getByPlaceholderText('from $500')).toBeTruthy();
  sayTick({ ...tick(5), leader: 'Phone-1' });
  expect(screen.getByText('Price · 5 bids · leader a telephone')).toBeTruthy();
});
