/** The one rate limiter (GCRA). Knows no limit by name. */
import { type Crowd, NO_CROWD } from './crowd.ts';

export type Rate = { readonly perSecond: number; readonly burst: number };

export type RateLimiter = {
  /** 0 when it may pass (and is counted), else the milliseconds until another try can. `isCrowded`: without the burst. */
  take(key: string, nowMs: number, isCrowded?: boolean): number;
  readonly size: number;
};

/** Times are whole milliseconds: two within one are not told apart. */
const CLOCK_STEP_MS = 1;

/** `kept`: how many came no sooner than the rate has it, since one was refused. */
type Bucket = { dueAt: number; kept: number };

/**
 * Generic cell rate: one number a key; a full bucket lets `burst` through at once, then `perSecond`. Beside a crowd the burst is for
 * those who are known to keep their pace; nobody's pace is touched.
 */
export function rateLimiter(rate: Rate, keysMax: number, crowd: Crowd = NO_CROWD, standingAt = 0): RateLimiter {
  const spacingMs = 1_000 / rate.perSecond;
  const toleranceMs = spacingMs * (rate.burst - 1);
  const crowdedMs = Math.min(toleranceMs, CLOCK_STEP_MS);
  const buckets = new Map<string, Bucket>();
  return {
    take(key, nowMs, isCrowded = false) {
      const bucket = buckets.get(key);
      const due = bucket?.dueAt ?? nowMs;
      const aheadMs = due - nowMs;
      let borneMs = isCrowded ? crowdedMs : toleranceMs;
      const isHasty = aheadMs > crowdedMs;
      if (isHasty && bucket !== undefined && bucket.kept < standingAt) {
        crowd.pressed(key, nowMs);
        if (crowd.isHere(nowMs)) borneMs = crowdedMs;
      }
      if (aheadMs > borneMs) {
        if (bucket !== undefined) bucket.kept = 0;
        return Math.ceil(aheadMs - borneMs);
      }
      const dueAt = Math.max(due, nowMs) + spacingMs;
      if (bucket !== undefined) {
        bucket.dueAt = dueAt;
        if (!isHasty) bucket.kept += 1;
      } else {
        if (buckets.size >= keysMax) forget(buckets, nowMs, keysMax);
        buckets.set(key, { dueAt, kept: 1 });
      }
      return 0;
    },
    get size() {
      return buckets.size;
    },
  };
}

/** Full buckets hold no information; if none is full, the oldest half goes, which errs on the side of letting in. */
function forget(buckets: Map<string, Bucket>, nowMs: number, keysMax: number): void {
  for (const [key, { dueAt }] of buckets) if (dueAt <= nowMs) buckets.delete(key);
  if (buckets.size < keysMax) return;
  let over = buckets.size >> 1;
  for (const key of buckets.keys()) {
    if (over-- <= 0) break;
    buckets.delete(key);
  }
}
