// @vitest-environment happy-dom
/** Limit and exposure on the screen are what the house counts now, not what it counted when the desk sat down. */
import { act, cleanup, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { testDesk } from '../../desk.fixture.ts';
import { standing as anna, sale, tick } from '../../sale.fixture.ts';
import { DeskContext } from '../../select.ts';
import { ACCOUNT_EVERY_MS, useAccount } from './use-account.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const standing = { ...anna, limitMinor: 60_000 };

function seat() {
  let asked = 0;
  let used: number | null = 0;
  const { desk, hear } = testDesk({
    newId: () => 'bid-1',
    onOrder(order, say) {
      if (order.type !== 'ask') return;
      asked += 1;
      const value =
        used === null ? { outcome: 'refused' } : { seq: 2, limitMinor: 60_000, wonMinor: 0, usedMinor: used };
      say({ type: 'answer', ticket: order.ticket, ok: true, value, error: null });
    },
  });
  hear({ type: 'connection', connection: { state: 'live' } });
  hear({ type: 'snapshot', snapshot: { seq: 1, at: 1, sale, held: null, registered: 1, ticks: [tick(1)], standing } });
  renderHook(() => useAccount(), {
    wrapper: ({ children }: { children: ReactNode }) => <DeskContext value={desk}>{children}</DeskContext>,
  });
  return {
    hear,
    asked: () => asked,
    counts: (minor: number | null) => {
      used = minor;
    },
    used: () => desk.sale.getState().standing?.usedMinor,
    pass: (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms)),
  };
}

const lead = (maxMinor: number) =>
  ({
    type: 'notice',
    notice: { type: 'leading', lot: 'l1', rev: 2, seq: 2, at: 2, priceMinor: 200, maxMinor },
  }) as const;

test('to lead is to be exposed: the house is asked, once a second at most, and once more when it did not answer', async () => {
  const { hear, asked, counts, used, pass } = seat();
  expect(asked()).toBe(0);
  counts(30_000);
  hear(lead(30_000));
  await pass(0);
  expect(used()).toBe(30_000);
  counts(40_000);
  for (let i = 0; i < 50; i += 1) hear(lead(40_000));
  await pass(ACCOUNT_EVERY_MS);
  expect([asked(), used()]).toEqual([2, 40_000]);
  await pass(ACCOUNT_EVERY_MS * 3);
  expect(asked()).toBe(2);
  counts(null);
  hear(lead(50_000));
  await pass(0);
  expect(used()).toBe(40_000);
  counts(50_000);
  await pass(ACCOUNT_EVERY_MS);
  expect(used()).toBe(50_000);
});

test('a lot that is passed frees what was promised on it, though nobody is told in private', async () => {
  const { hear, counts, used, pass } = seat();
  counts(30_000);
  hear(lead(30_000));
  await pass(ACCOUNT_EVERY_MS);
  counts(0);
  const passed = tick(3, { status: 'passed', askMinor: null });
  hear({ type: 'lots', lots: [{ tick: passed, hole: false, trail: [passed] }], arrivedAtMs: 0 });
  await pass(ACCOUNT_EVERY_MS);
  expect(used()).toBe(0);
});
