import { afterEach, describe, expect, it, vi } from 'vitest';
import { monotonicClock, steeredClock } from './clock.ts';

describe('the house’s clock', () => {
  afterEach(() => void vi.useRealTimers());

  it('does not follow a wall clock that jumps', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_700_000_000_000 });
    const clock = monotonicClock();
    vi.setSystemTime(1_600_000_000_000);
    expect(clock.now()).toBeGreaterThanOrEqual(1_700_000_000_000);
    vi.setSystemTime(1_900_000_000_000);
    expect(clock.now()).toBeLessThan(1_700_000_060_000);
  });

  it('tells whole milliseconds that never fall', () => {
    const clock = monotonicClock();
    let last = 0;
    for (let i = 0; i < 10_000; i += 1) {
      const now = clock.now();
      expect(Number.isSafeInteger(now) && now >= last).toBe(true);
      last = now;
    }
  });

  it('steered, calls what is due at its own moment and in order', () => {
    const clock = steeredClock(1_000);
    const calls: string[] = [];
    clock.after(30, () => calls.push(`b ${clock.now()}`));
    clock.after(10, () => {
      calls.push(`a ${clock.now()}`);
      clock.after(5, () => calls.push(`c ${clock.now()}`));
    });
    clock.after(20, () => calls.push('never'))();
    clock.advanceTo(1_030);
    expect(calls).toEqual(['a 1010', 'c 1015', 'b 1030']);
  });
});
