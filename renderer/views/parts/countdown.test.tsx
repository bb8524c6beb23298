// @vitest-environment happy-dom
import { act, cleanup, render } from '@testing-library/react';
import { Profiler } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DeskContext } from '../../select.ts';
import type { Desk } from '../../store.ts';
import { Countdown } from './countdown.tsx';

const DAY_MS = 86_400_000;
const BEAT_MS = 200;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function stage(until: number) {
  let nowMs = 0;
  let renders = 0;
  const desk = { saleMs: () => nowMs } as unknown as Desk;
  const view = (end: number) => (
    <DeskContext value={desk}>
      <Profiler id="countdown" onRender={() => (renders += 1)}>
        <Countdown until={end} />
      </Profiler>
    </DeskContext>
  );
  const { container, rerender } = render(view(until));
  return {
    text: () => container.textContent,
    renders: () => renders,
    move: (end: number) => rerender(view(end)),
    pass: (ms: number) =>
      act(() => {
        nowMs += ms;
        vi.advanceTimersByTime(BEAT_MS);
      }),
    /** Updates that React keeps for the next render, in all hooks of the countdown. */
    kept: () => keptIn(container.querySelector('[role=timer]')),
  };
}

/** React chains the updates of a hook in a ring; those that change nothing stay in it until something renders. */
function keptIn(element: Element | null): number {
  type Update = { readonly next: Update };
  type Hook = { readonly queue: { readonly pending: Update | null } | null; readonly next: Hook | null };
  type Fiber = { readonly return: Fiber | null; readonly type: unknown; readonly memoizedState: Hook | null };
  const key = Object.keys(element ?? {}).find((name) => name.startsWith('__reactFiber$'));
  let fiber = key === undefined ? null : ((element as unknown as Record<string, Fiber>)[key] ?? null);
  while (fiber !== null && fiber.type !== Countdown) fiber = fiber.return;
  if (fiber === null) throw new Error('React keeps its fibers elsewhere now: look again for where updates are kept.');
  let kept = 0;
  for (let hook = fiber.memoizedState; hook !== null; hook = hook.next) {
    const first = hook.queue?.pending ?? null;
    for (let at = first; at !== null; at = at.next === first ? null : at.next) kept += 1;
  }
  return kept;
}

test('is drawn when its words change and keeps nothing for the beats between: a desk that is open for days does not grow', () => {
  const { text, renders, pass, kept } = stage(2 * DAY_MS + 3_600_000);
  expect(text()).toBe('2d 1h');
  const before = renders();
  for (let beat = 0; beat < 500; beat += 1) pass(BEAT_MS);
  expect(kept()).toBeLessThan(5);
  expect([text(), renders()]).toEqual(['2d 0h', before + 1]);
});

test('an end that is moved shows at once, there and back', () => {
  const { text, move, pass } = stage(2 * DAY_MS);
  move(3 * DAY_MS);
  expect(text()).toBe('3d 0h');
  move(2 * DAY_MS);
  pass(1);
  expect(text()).toBe('1d 23h');
});
