/**
 * The stories of the lots that are looked at: what the house told before this desk sat down, or in folded ticks, is asked for and put
 * in its place (ADR 0074). Must not know a view, nor what a step means.
 */
import type { HistoryReply, LotStep } from '../../protocol/wire.ts';
import type { LotBook, LotStore } from './lots.ts';

/** A lot's story is asked for at most this often: a hot lot's ticks are folded all the time. */
export const STORY_AGAIN_MS = 5_000;
/** Answers read for one story; the house keeps no more in memory. */
const PAGES_MAX = 8;

export type Stories = {
  /** Keeps the lot's story whole until the function that is given back is called. */
  readonly look: (lot: string) => () => void;
};

type Parts = {
  readonly lots: LotBook;
  readonly ask: (payload: unknown) => Promise<unknown>;
  /** All lots that are looked at now: the steps of others need not come (ADR 0077). */
  readonly onLook: (lots: readonly string[]) => void;
  readonly nowMs: () => number;
  readonly later: (run: () => void, ms: number) => unknown;
};

type Story = {
  /** Up to this revision the trail is whole, or the house has no more to tell. */
  whole: number;
  askedAtMs: number;
  isAsking: boolean;
  lookers: number;
};

export function createStories({ lots, ask, onLook, nowMs, later }: Parts): Stories {
  const stories = new WeakMap<LotStore, Story>();
  const looked = new Map<string, number>();

  const count = (lot: string, by: number): void => {
    const lookers = (looked.get(lot) ?? 0) + by;
    if (lookers > 0) looked.set(lot, lookers);
    else looked.delete(lot);
    if (lookers === 0 || (by > 0 && lookers === 1)) onLook([...looked.keys()]);
  };

  const storyOf = (store: LotStore): Story => {
    const known = stories.get(store) ?? { whole: 0, askedAtMs: Number.NEGATIVE_INFINITY, isAsking: false, lookers: 0 };
    stories.set(store, known);
    return known;
  };

  const check = (lot: string, store: LotStore): void => {
    const story = storyOf(store);
    if (story.isAsking || story.lookers === 0 || lots.get(lot) !== store) return;
    story.whole = wholeTo(store.getState().trail, story.whole);
    const rev = store.getState().tick?.rev ?? 0;
    if (rev <= story.whole) return;
    const waitMs = story.askedAtMs + STORY_AGAIN_MS - nowMs();
    story.isAsking = true;
    if (waitMs > 0) later(() => void fill(lot, store, story), waitMs);
    else void fill(lot, store, story);
  };

  const fill = async (lot: string, store: LotStore, story: Story): Promise<void> => {
    story.askedAtMs = nowMs();
    const steps = story.lookers === 0 ? null : await read(lot, story.whole).catch(() => null);
    story.isAsking = false;
    if (lots.get(lot) !== store) return;
    if (steps !== null) {
      lots.tell(lot, steps);
      // What is older is not to be had here; what came meanwhile is looked at again.
      story.whole = Math.max(story.whole, steps.at(-1)?.rev ?? store.getState().tick?.rev ?? 0);
    }
    check(lot, store);
  };

  /** From the newest step back to what is known, rising. */
  const read = async (lot: string, whole: number): Promise<readonly LotStep[]> => {
    const steps: LotStep[] = [];
    let before: number | null = null;
    for (let pages = 0; pages < PAGES_MAX; pages += 1) {
      const reply = await ask({ history: lot, ...(before === null ? {} : { before }) });
      if (isRefused(reply)) throw new Error('The house takes no questions at this pace.');
      if (!isHistory(reply, lot)) break;
      steps.unshift(...reply.steps);
      if (reply.before === null || reply.before <= whole + 1) break;
      before = reply.before;
    }
    return steps;
  };

  return {
    look(lot) {
      const store = lots.get(lot);
      if (store === undefined) return () => undefined;
      const story = storyOf(store);
      // Its steps did not come while nobody looked: whoever turns to it again does not wait for them.
      if (story.lookers === 0) story.askedAtMs = Number.NEGATIVE_INFINITY;
      story.lookers += 1;
      count(lot, 1);
      const off = store.subscribe(() => check(lot, store));
      check(lot, store);
      return () => {
        story.lookers -= 1;
        count(lot, -1);
        off();
      };
    },
  };
}

/** How far the steps go on without a gap. Looks at the new ones only: it is asked with every tick of the lot in sight. */
function wholeTo(trail: readonly LotStep[], whole: number): number {
  let from = trail.length;
  while (from > 0 && (trail[from - 1]?.rev ?? 0) > whole) from -= 1;
  let to = whole;
  for (let at = from; trail[at]?.rev === to + 1; at += 1) to += 1;
  return to;
}

/** A hand that runs through the catalogue asks faster than the house answers: to be asked again, not taken for the end. */
function isRefused(reply: unknown): boolean {
  return typeof reply === 'object' && reply !== null && 'outcome' in reply && reply.outcome === 'refused';
}

function isHistory(reply: unknown, lot: string): reply is HistoryReply {
  if (typeof reply !== 'object' || reply === null || !('lot' in reply) || reply.lot !== lot) return false;
  return 'steps' in reply && Array.isArray(reply.steps) && 'before' in reply;
}
