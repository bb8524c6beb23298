/**
 * How long the house bears somebody who is told no and goes on all the same: first he is not listened to, then he is cut off. Fed by
 * the refusals of the door; knows no bus and no session.
 */
import type { Crowd } from './crowd.ts';
import type { Limits } from './limits.ts';

export type Patience = {
  /** Milliseconds that he has to be silent before he is listened to again; 0: he is. */
  shutMs(user: string, atMs: number): number;
  /** He was told no. */
  refused(user: string, atMs: number): void;
};

export type PatienceInput = {
  readonly limits: Pick<
    Limits,
    | ('refusalsBorne' | 'shutAfterMs' | 'cutAfterMs')
    | ('crowdRefusalsBorne' | 'crowdShutAfterMs' | 'crowdCutAfterMs')
    | ('pauseMs' | 'ratesKept')
  >;
  /** Beside a crowd less is borne: one who floods is felt by nobody, a thousand by all. */
  readonly crowd: Pick<Crowd, 'isHere'>;
  /** Told of those who are to be cut off, several at once where many come together. */
  readonly cut: (users: readonly string[]) => void;
  /** Runs a call a little later; those who are due by then are cut off together. */
  readonly later: (call: () => void) => void;
};

/** Refusals without a pause between them. `borneFromAt`: the first, or the last before he was cut. */
type Stretch = { readonly sinceAt: number; borneFromAt: number; lastAt: number; count: number };

export function createPatience({ limits, crowd, cut, later }: PatienceInput): Patience {
  const alone = {
    borne: limits.refusalsBorne,
    shutAfterMs: limits.shutAfterMs,
    cutAfterMs: limits.cutAfterMs,
  };
  const crowded = {
    borne: limits.crowdRefusalsBorne,
    shutAfterMs: limits.crowdShutAfterMs,
    cutAfterMs: limits.crowdCutAfterMs,
  };
  const boundsAt = (atMs: number) => (crowd.isHere(atMs) ? crowded : alone);
  const stretches = new Map<string, Stretch>();
  const due = new Set<string>();

  function cutDue(): void {
    const users = [...due];
    due.clear();
    for (const user of users) {
      // What was under way is not held against him: he is cut anew when he goes on as long again, still unheard until he has paused.
      const stretch = stretches.get(user);
      if (stretch !== undefined) stretch.borneFromAt = stretch.lastAt;
    }
    cut(users);
  }

  return {
    shutMs(user, atMs) {
      const stretch = stretches.get(user);
      if (stretch === undefined || atMs - stretch.lastAt >= limits.pauseMs) return 0;
      const { borne, shutAfterMs } = boundsAt(atMs);
      return stretch.count < borne || atMs - stretch.sinceAt < shutAfterMs ? 0 : limits.pauseMs;
    },
    refused(user, atMs) {
      const stretch = stretches.get(user);
      if (stretch === undefined || atMs - stretch.lastAt >= limits.pauseMs) {
        if (stretch === undefined && stretches.size >= limits.ratesKept) forget(stretches, atMs - limits.pauseMs);
        stretches.set(user, { sinceAt: atMs, borneFromAt: atMs, lastAt: atMs, count: 1 });
        return;
      }
      stretch.lastAt = atMs;
      stretch.count += 1;
      const { borne, cutAfterMs } = boundsAt(atMs);
      if (stretch.count < borne || atMs - stretch.borneFromAt < cutAfterMs) return;
      if (due.has(user)) return;
      due.add(user);
      if (due.size === 1) later(cutDue);
    },
  };
}

/** Those who paused; if nobody did, the oldest half goes, which errs on the side of bearing. */
function forget(stretches: Map<string, Stretch>, beforeMs: number): void {
  const before = stretches.size;
  for (const [user, { lastAt }] of stretches) if (lastAt < beforeMs) stretches.delete(user);
  if (stretches.size < before) return;
  let over = before >> 1;
  for (const user of stretches.keys()) {
    if (over-- <= 0) break;
    stretches.delete(user);
  }
}
