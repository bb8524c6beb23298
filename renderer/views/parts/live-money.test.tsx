// @vitest-environment happy-dom
import { act, cleanup, render } from '@testing-library/react';
import { Profiler, type ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Snapshot, Tick } from '../../../protocol/wire.ts';
import { DeskContext } from '../../select.ts';
import { createLotBook, type LotFace } from '../../store/lots.ts';
import { createSale } from '../../store/sale.ts';
import type { Desk } from '../../store.ts';
import { FLASH_MS } from './flash.ts';
import { LiveMoney } from './live-money.tsx';
import { LiveWords } from './live-words.tsx';

const tick = (rev: number, priceMinor: number | null): Tick => ({
  lot: 'l1',
  rev,
  seq: rev,
  at: rev,
  status: 'open',
  priceMinor,
  askMinor: null,
  leader: null,
  reserveMet: false,
  closesAt: null,
  bids: rev,
  last: null,
});

/** One amount on the screen, fed by its lot's store; `renders` counts what React drew. */
function stage(beside: ReactNode = null) {
  const lots = createLotBook(() => 0);
  const lot = { lotId: 'l1', number: 1, title: 'A clock', format: 'live', hasReserve: false } as const;
  lots.seat({ sale: { lots: [lot] } } as unknown as Snapshot);
  const say = (rev: number, priceMinor: number | null) =>
    act(() => lots.commit([{ tick: tick(rev, priceMinor), hole: false, trail: [] }]));
  let renders = 0;
  const shown = (old: boolean) => (
    <DeskContext value={{ lots, sale: createSale() } as unknown as Desk}>
      <Profiler id="amount" onRender={() => (renders += 1)}>
        <LiveMoney lot="l1" of="priceMinor" none="none yet" old={old} flash />
        {beside}
      </Profiler>
    </DeskContext>
  );
  const { container, rerender } = render(shown(false));
  return {
    say,
    text: () => container.textContent,
    style: (name: string) =>
      [...container.querySelectorAll('span')].map((span) => span.style.getPropertyValue(name)).find(Boolean) ?? null,
    flash: () => container.querySelector<HTMLElement>('[data-flash]')?.dataset.flash ?? null,
    renders: () => renders,
    grow: (old: boolean) => rerender(shown(old)),
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  // The sweep of what is gone from the page ends its timer.
  vi.runAllTimers();
  vi.useRealTimers();
});

test('an amount follows its lot without a render, and comes and goes with one', () => {
  const { say, text, renders } = stage();
  expect(text()).toBe('none yet');
  say(1, 10_000);
  expect(text()).toBe('$100');
  const before = renders();
  say(2, 12_000);
  say(3, 12_050);
  expect(text()).toBe('$120.50');
  expect(renders()).toBe(before);
  say(4, null);
  expect(text()).toBe('none yet');
});

test('a render in between does not bring back what was shown before', () => {
  const { say, text, grow } = stage();
  say(1, 10_000);
  say(2, 12_000);
  grow(true);
  expect(text()).toBe('$120 old');
  say(3, 13_000);
  grow(false);
  expect(text()).toBe('$130');
});

test('a change is tinted by its way until it has rested; the first amount is no change', () => {
  const { say, flash } = stage();
  say(1, 10_000);
  expect(flash()).toBeNull();
  say(2, 12_000);
  expect(flash()).toBe('up');
  vi.advanceTimersByTime(FLASH_MS - 100);
  say(3, 11_000);
  expect(flash()).toBe('down');
  vi.advanceTimersByTime(FLASH_MS - 100);
  expect(flash()).toBe('down');
  vi.advanceTimersByTime(400);
  expect(flash()).toBeNull();
});

test('an amount that stands alone is as wide as its figures are many, and keeps its width while their number does', () => {
  const { say, style } = stage();
  say(1, 90_000);
  expect(style('--figures')).toBe('4');
  say(2, 99_900);
  expect(style('--figures')).toBe('4');
  say(3, 100_000);
  expect(style('--figures')).toBe('5.5');
});

test('words on a lot follow it without a render', () => {
  const bids = ({ tick }: LotFace) => (tick === null ? 'nothing' : ` after ${tick.bids} bids`);
  const { say, text, renders, style } = stage(<LiveWords lot="l1" words={bids} />);
  expect(text()).toBe('none yetnothing');
  say(1, 10_000);
  const before = renders();
  say(2, 12_000);
  expect(text()).toBe('$120 after 2 bids');
  expect(style('--letters')).toBe('13');
  expect(renders()).toBe(before);
});
