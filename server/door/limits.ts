/** Every limit of the house by name, and the one rate limiter (GCRA). Configuration may replace any of them. */
import { type Crowd, NO_CROWD } from './crowd.ts';

export type Rate = { readonly perSecond: number; readonly burst: number };

export const LIMITS = {
  /** Bids of one bidder in one sale. */
  bidder: { perSecond: 20, burst: 40 } as Rate,
  /** Bids of one bidder on one lot. */
  bidderLot: { perSecond: 10, burst: 20 } as Rate,
  /** Commands of one clerk. */
  clerk: { perSecond: 50, burst: 100 } as Rate,
  /** Snapshots, receipts, reviews and clock questions of one user. */
  query: { perSecond: 20, burst: 60 } as Rate,
  loginAccount: { perSecond: 0.2, burst: 10 } as Rate,
  loginAddress: { perSecond: 5, burst: 100 } as Rate,
  /** Renewals and other signed requests of one user: each signature is remembered until it cannot be shown again. */
  signed: { perSecond: 20, burst: 1_000 } as Rate,
  /** Refusals that are borne before anything is done about them. */
  refusalsBorne: 40,
  /** Refusals that lie less than this apart are one stretch: whoever was silent for so long has listened. */
  pauseMs: 1_000,
  /** A stretch of this length, and he is not listened to until he pauses. */
  shutAfterMs: 1_000,
  /** A stretch of this length, and his connection is cut. */
  cutAfterMs: 5_000,
  /** So many people at once who ask for more than their pace are a crowd. */
  crowdPeople: 200,
  /** Whoever had so many bids let in at his pace, and was not told to wait since, has his burst even beside a crowd. */
  standingBids: 3,
  /** Beside a crowd: refusals that are borne, and the stretches after which one is not listened to and is cut. */
  crowdRefusalsBorne: 3,
  crowdShutAfterMs: 250,
  crowdCutAfterMs: 1_000,
  /** Those whose time is up are gathered for so long and cut together: nats-server looks at every connection each time. */
  cutTogetherMs: 500,
  /** Connections of one user at once: nats-server has places for so many in all, and one person could take them. */
  connectionsEach: 64,
  /** Commands that are taken in and not yet answered, all sales together. */
  inFlightMax: 8_192,
  /** From so many in flight on nobody bursts: the rate alone lets through. */
  crowdedAt: 2_048,
  /** Commands decided and made durable together. */
  batchMax: 1_024,
  /** A sale's standing is saved beside its log every so many records, and of a long log every twentieth part more. */
  snapshotRecords: 50_000,
  /** Password checks at a time; each takes 19 MiB. */
  loginsAtOnceMax: 16,
  /** Users and lots whose rates are remembered. */
  ratesKept: 200_000,
  httpBodyBytesMax: 65_536,
  /** A sale that a clerk publishes from his desk. */
  saleBodyBytesMax: 16_777_216,
  feedClientsMax: 1_000,
  /** What may wait for one reader of the feed before it is cut off. */
  feedPendingBytesMax: 1_048_576,
  /** Ticks that `Last-Event-ID` can go back to, a sale. */
  feedKept: 1_024,
  jwtLifeMs: 300_000,
  /** How far a signed request's clock may be off, and how long its signature is remembered. */
  replayWindowMs: 30_000,
};
export type Limits = typeof LIMITS;

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
