/**
 * The house's clock as a desk knows it: an offset from several exchanges, never stepped back. Pure: the caller
 * gives every local time, from a monotonic clock, so that a wrong or jumping wall clock changes nothing.
 */

/** How many exchanges are kept; the one with the least round trip speaks for all. */
export const SAMPLES_MAX = 16;
/** An exchange older than this no longer speaks: crystals drift by some 50 ppm. */
export const SAMPLE_AGE_MS_MAX = 300_000;
/** The shown clock gains or loses at most this much on the true one while it slews. */
export const SLEW_RATE = 0.05;
/** Further off than this it steps forward at once, since slewing would take too long. */
export const STEP_MS = 2_000;

/** One exchange: local monotonic times of sending and hearing, and the house's of hearing and answering. */
export type Exchange = { readonly t0: number; readonly t1: number; readonly t2: number; readonly t3: number };
type Sample = { readonly offsetMs: number; readonly roundTripMs: number; readonly atMs: number };

export type Clock = {
  readonly samples: readonly Sample[];
  /** House time less local monotonic time, as measured. */
  readonly offsetMs: number | null;
  /** The true offset lies within ± this. */
  readonly errorMs: number | null;
  /** What is shown, slewed towards `offsetMs`, as it stood at `shownAtMs` (local). */
  readonly shownOffsetMs: number | null;
  readonly shownAtMs: number;
};

export const unknownClock: Clock = {
  samples: [],
  offsetMs: null,
  errorMs: null,
  shownOffsetMs: null,
  shownAtMs: 0,
};

/** The clock after one more exchange. An impossible one (heard before it was sent) changes nothing. */
export function observe(clock: Clock, exchange: Exchange): Clock {
  const { t0, t1, t2, t3 } = exchange;
  const roundTripMs = t3 - t0 - (t2 - t1);
  if (!Number.isFinite(roundTripMs) || roundTripMs < 0 || t3 < t0) return clock;
  const sample = { offsetMs: (t1 - t0 + (t2 - t3)) / 2, roundTripMs, atMs: t3 };
  const fresh = clock.samples.filter((old) => t3 - old.atMs <= SAMPLE_AGE_MS_MAX);
  const samples = [...fresh, sample].slice(-SAMPLES_MAX);
  const best = samples.reduce((least, each) => (each.roundTripMs < least.roundTripMs ? each : least));
  return {
    samples,
    offsetMs: best.offsetMs,
    errorMs: best.roundTripMs / 2,
    // Until now it slewed towards what was the target until now.
    shownOffsetMs: clock.offsetMs === null ? best.offsetMs : slewed(clock, clock.offsetMs, t3),
    shownAtMs: t3,
  };
}

/** The house's time at a local moment, or null before the first exchange. Never decreases as `localMs` grows. */
export function houseNow(clock: Clock, localMs: number): number | null {
  if (clock.offsetMs === null) return null;
  const offset = slewed(clock, clock.offsetMs, localMs);
  return offset === null ? null : localMs + offset;
}

/** Forgets the exchanges (after a sleep the monotonic clock may have stood still) but not what was shown. */
export function forget(clock: Clock): Clock {
  return { ...clock, samples: [] };
}

/** The shown offset, moved towards its target by at most `SLEW_RATE` of the time gone by. */
function slewed(clock: Clock, targetMs: number, localMs: number): number | null {
  const { shownOffsetMs, shownAtMs } = clock;
  if (shownOffsetMs === null) return targetMs;
  const apart = targetMs - shownOffsetMs;
  if (apart > STEP_MS) return targetMs;
  const most = Math.max(0, localMs - shownAtMs) * SLEW_RATE;
  return shownOffsetMs + Math.sign(apart) * Math.min(Math.abs(apart), most);
}
