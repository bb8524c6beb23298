/** When a connection counts as live, and its round trips. Pure: the caller gives every time. */
import type { Connection } from './words.ts';

/** No word from the house for this long: shown, and no bid is taken. */
export const DEGRADED_MS = 3_000;
/** For this long: every price may be old; the socket is taken for half open and opened anew. */
export const STALE_MS = 15_000;
/** A firewall that lets pages through and no other port is asked for ever; one try may come too early for a house that starts. */
const SHUT_ATTEMPTS = 2;
/** Round trips that speak for the present. */
export const TRIPS_MAX = 60;

/**
 * Why prices may be old. `sale`: another sale was asked for, and nothing is lost. `unreadable`: the house answers in a way that
 * this desk does not know.
 */
export type StaleWhy = Extract<Connection, { readonly state: 'stale' }>['why'];

export type LinkFacts = {
  readonly signedIn: boolean;
  /** A connection has stood at least once. */
  readonly hasLink: boolean;
  readonly isUp: boolean;
  readonly attempt: number;
  readonly downSinceMs: number;
  /** The snapshot after the last connection has been folded. */
  readonly isSynced: boolean;
  readonly staleWhy: StaleWhy;
  readonly silentMs: number | null;
};

export function connectionOf(facts: LinkFacts): Connection {
  if (!facts.signedIn) return { state: 'offline', why: 'signed-out' };
  if (!facts.isUp && !facts.hasLink) return { state: 'connecting', isShut: facts.attempt > SHUT_ATTEMPTS };
  if (!facts.isUp) return { state: 'reconnecting', attempt: Math.max(1, facts.attempt), sinceMs: facts.downSinceMs };
  const silentMs = facts.silentMs ?? 0;
  // A bus that stands, and no house behind it: there is nothing to catch up with.
  if (!facts.isSynced) return { state: 'stale', why: silentMs >= DEGRADED_MS ? 'silence' : facts.staleWhy };
  if (silentMs >= STALE_MS) return { state: 'stale', why: 'silence' };
  if (silentMs >= DEGRADED_MS) return { state: 'degraded' };
  return { state: 'live' };
}

/** The value at a share of the sorted trips, or null of none. */
export function percentile(trips: readonly number[], share: number): number | null {
  if (trips.length === 0) return null;
  const sorted = [...trips].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? null;
}
