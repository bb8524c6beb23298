/**
 * How long the house bears somebody who is told no and goes on all the same: first he is not listened to, then he is cut off. Fed by
 * the refusals of the door; knows no bus and no session.
 */
import type { Limits } from './limits.ts';

export type Patience = {
  /** Milliseconds that he has to be silent before he is listened to again; 0: he is. */
  shutMs(user: string, atMs: number): number;
  /** He was told no. */
  refused(user: string, atMs: number): void;
};

export type PatienceInput = {
  readonly limits: Pick<Limits, 'refusalsBorne' | 'pauseMs' | 'shutAfterMs' | 'cutAfterMs' | 'ratesKept'>;
  /** Told of those who are to be cut off, several at once where many come together. */
  readonly cut: (users: readonly string[]) => void;
  /** Runs a call a little later; those who are due by then are cut off together. */
  readonly later: (call: () => void) => void;
};

/** Refusals without a pause between them. */
type Stretch = { sinceAt: number; lastAt: number; count: number };

export function createPatience({ limits, cut, later }: PatienceInput): Patience {
  const stretches = new Map<string, Stretch>();
  const due = new Set<string>();

  function cutDue(): void {
    const users = [...due];
    due.clear();
    for (const user of users) {
      // What was under way is not held against him: he begins anew, still unheard until he has paused.
      const stretch = stretches.get(user);
      if (stretch !== undefined) stretch.sinceAt = stretch.lastAt - limits.shutAfterMs;
    }
    cut(users);
  }

  return {
    shutMs(user, atMs) {
      const stretch = stretches.get(user);
      if (stretch === undefined || stretch.count < limits.refusalsBorne) return 0;
      if (atMs - stretch.lastAt >= limits.pauseMs || atMs - stretch.sinceAt < limits.shutAfterMs) return 0;
      return limits.pauseMs;
    },
    refused(user, atMs) {
      const stretch = stretches.get(user);
      if (stretch === undefined || atMs - stretch.lastAt >= limits.pauseMs) {
        if (stretch === undefined && stretches.size >= limits.ratesKept) forget(stretches, atMs - limits.pauseMs);
        stretches.set(user, { sinceAt: atMs, lastAt: atMs, count: 1 });
        return;
      }
      stretch.lastAt = atMs;
      stretch.count += 1;
      if (stretch.count < limits.refusalsBorne || atMs - stretch.sinceAt < limits.cutAfterMs) return;
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
