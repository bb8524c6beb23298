/** The house's clock: epoch milliseconds that never step back, and timers on the monotonic clock. The only reader of real time for sales. */

export type HouseClock = {
  /** Whole milliseconds since the epoch; never less than the time before. */
  now(): number;
  /** Calls once after `ms`; the return value cancels. */
  after(ms: number, call: () => void): () => void;
};

/** The longest timer that the platform keeps; a longer wait is asked again. */
const TIMER_MS_MAX = 0x7fff_ffff;

/** A clock that takes the wall's time once and then follows the monotonic clock, whatever becomes of the wall's. */
export function monotonicClock(startMs = Date.now()): HouseClock {
  const origin = startMs - performance.now();
  return {
    now: () => Math.floor(origin + performance.now()),
    after(ms, call) {
      const timer = setTimeout(call, Math.min(Math.max(0, Math.ceil(ms)), TIMER_MS_MAX));
      return () => clearTimeout(timer);
    },
  };
}

export type SteeredClock = HouseClock & {
  /** Moves on to `at`, calling what falls due on the way, each at its own moment. */
  advanceTo(at: number): void;
};

/** A clock that stands still until it is told. */
export function steeredClock(startMs: number): SteeredClock {
  let now = startMs;
  let nextId = 0;
  const timers = new Map<number, { readonly at: number; readonly call: () => void }>();
  const earliest = () => {
    let found: [number, { readonly at: number; readonly call: () => void }] | null = null;
    for (const entry of timers) if (found === null || entry[1].at < found[1].at) found = entry;
    return found;
  };
  return {
    now: () => now,
    after(ms, call) {
      const id = nextId++;
      timers.set(id, { at: now + Math.max(0, Math.ceil(ms)), call });
      return () => void timers.delete(id);
    },
    advanceTo(at) {
      for (let due = earliest(); due !== null && due[1].at <= at; due = earliest()) {
        timers.delete(due[0]);
        now = Math.max(now, due[1].at);
        due[1].call();
      }
      now = Math.max(now, at);
    },
  };
}
