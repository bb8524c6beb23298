/**
 * Whose desk is connected, as the house tells a clerk who asks (ADR 0093): asked again while somebody looks, and gone when the house
 * does not answer. Must not know a view, nor conclude anything from an old answer.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PresenceReply } from '../../protocol/wire.ts';
import type { Desk } from '../store.ts';

/** From one answer to the next question. */
export const PRESENCE_EVERY_MS = 2_000;

/** Connected; or since when not; or away without a time, because this house saw him go at none. */
export type Seen = 'here' | number | null;
/** By bidder, who has an account; null: nobody can tell. */
export type Presence = ReadonlyMap<string, Seen> | null;

export type PresenceWatch = {
  readonly store: StoreApi<{ readonly desks: Presence }>;
  /** Asks until the function that is given back is called. */
  readonly watch: () => () => void;
};

type Later = (run: () => void, ms: number) => unknown;

export function createPresence(desk: Desk, later: Later = (run, ms) => setTimeout(run, ms)): PresenceWatch {
  const store = createStore<{ readonly desks: Presence }>()(() => ({ desks: null }));
  const saleId = () => desk.sale.getState().saleId;
  const put = (desks: Presence) => {
    if (desks !== store.getState().desks) store.setState({ desks });
  };

  /** Every page of one answer; null when this house knows no such question. */
  const read = async (): Promise<readonly PresenceReply[] | null> => {
    const pages: PresenceReply[] = [];
    for (let next: number | undefined = 0; next !== undefined; ) {
      const reply = await desk.ask('snapshot', { presence: next === 0 ? {} : { from: next } });
      if (isRefused(reply)) throw new Error('The house takes no questions at this pace.');
      if (!isPresence(reply)) return null;
      pages.push(reply);
      next = reply.next;
    }
    return pages;
  };

  return {
    store,
    watch() {
      let isOver = false;
      const look = async (): Promise<void> => {
        const asked = saleId();
        const pages = await read().catch(() => []);
        if (isOver || asked !== saleId()) return;
        put(presenceOf(pages ?? [], store.getState().desks));
        // An older house answers with a whole snapshot: it is not asked for one every two seconds.
        if (pages !== null) later(() => !isOver && void look(), PRESENCE_EVERY_MS);
      };
      void look();
      return () => {
        isOver = true;
        put(null);
      };
    },
  };
}

const watches = new WeakMap<Desk, PresenceWatch>();

/** One a desk, however often its view is opened. */
export function presenceAt(desk: Desk): PresenceWatch {
  const known = watches.get(desk) ?? createPresence(desk);
  watches.set(desk, known);
  return known;
}

/** What the pages say together; the same object as before when they say the same. */
export function presenceOf(pages: readonly PresenceReply[], before: Presence): Presence {
  if (pages.length === 0 || pages.some(({ known }) => !known)) return null;
  const now = new Map<string, Seen>();
  for (const { here, away } of pages) {
    for (const bidder of here) now.set(bidder, 'here');
    for (const [bidder, since] of away) now.set(bidder, since);
  }
  const isSame = before?.size === now.size && [...now].every(([bidder, seen]) => before.get(bidder) === seen);
  return isSame ? before : now;
}

function isRefused(reply: unknown): boolean {
  return typeof reply === 'object' && reply !== null && 'outcome' in reply && reply.outcome === 'refused';
}

function isPresence(reply: unknown): reply is PresenceReply {
  return typeof reply === 'object' && reply !== null && 'known' in reply && 'here' in reply && 'away' in reply;
}
