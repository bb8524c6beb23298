/** Which asks follow one, as the house says (ADR 0075): its chains are kept, and it is asked again where none leads on. Knows no increments. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AsksReply } from '../../protocol/wire.ts';

/** Links kept; a sale's asks are few, and a chain that is forgotten is asked for again. */
const LINKS_MAX = 2_048;

export type Ladder = {
  /** Grows when the house has told more. */
  readonly store: StoreApi<number>;
  /** The asks after this one, at most `count`, as far as they are known. */
  readonly after: (askMinor: number, count: number) => readonly number[];
  /** Has the house tell what is not known of them. */
  readonly climb: (askMinor: number, count: number) => void;
  /** Another sale has other increments. */
  readonly clear: () => void;
};

export function createLadder(ask: (payload: unknown) => Promise<unknown>): Ladder {
  const store = createStore<number>()(() => 0);
  const next = new Map<number, number>();
  const asked = new Set<number>();
  let turn = 0;

  const learn = async (from: number): Promise<void> => {
    if (asked.has(from)) return;
    asked.add(from);
    const mine = turn;
    const reply = await ask({ asksAfter: from }).catch(() => null);
    if (mine !== turn) return;
    asked.delete(from);
    if (!isAsks(reply) || reply.after !== from || reply.asks.length === 0) return;
    if (next.size > LINKS_MAX) next.clear();
    let before = from;
    for (const one of reply.asks) {
      next.set(before, one);
      before = one;
    }
    store.setState((version) => version + 1, true);
  };

  const after = (askMinor: number, count: number): readonly number[] => {
    const asks: number[] = [];
    for (let at = next.get(askMinor); at !== undefined && asks.length < count; at = next.get(at)) asks.push(at);
    return asks;
  };

  return {
    store,
    after,
    climb(askMinor, count) {
      const known = after(askMinor, count);
      if (known.length < count) void learn(known.at(-1) ?? askMinor);
    },
    clear() {
      turn += 1;
      next.clear();
      asked.clear();
    },
  };
}

function isAsks(reply: unknown): reply is AsksReply {
  return (
    typeof reply === 'object' && reply !== null && 'after' in reply && 'asks' in reply && Array.isArray(reply.asks)
  );
}
