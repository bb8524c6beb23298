/** A desk with a feed, a storage and a clock of the test's own in place of the worker, the browser and the machine. Knows no view. */
import type { DeskBridge } from '../protocol/bridge.ts';
import type { FeedOrder, FeedWord } from './feed/words.ts';
import { createFrame } from './frame.ts';
import { createDesk } from './store.ts';

export type TestDeskInput = {
  readonly onOrder: (order: FeedOrder, hear: (word: FeedWord) => void) => void;
  readonly newId: () => string;
  readonly kept?: readonly (readonly [key: string, value: string])[];
  readonly keepPending?: (open: readonly string[]) => void;
};

/** `hear` is what the house says; frames are painted at once. */
export function testDesk({ onOrder, newId, kept = [], keepPending = () => undefined }: TestDeskInput) {
  let nowMs = 100_000;
  let listener: (word: FeedWord) => void = () => undefined;
  const hear = (word: FeedWord) => listener(word);
  const memory = new Map<string, string>(kept);
  const storage = {
    getItem: (key: string) => memory.get(key) ?? null,
    setItem: (key: string, value: string) => void memory.set(key, value),
    removeItem: (key: string) => void memory.delete(key),
  };
  const bridge = {
    pending: async () => [],
    keepPending: async (open: readonly string[]) => keepPending(open),
    onSystem: () => () => undefined,
    notify: async () => undefined,
  } as unknown as DeskBridge;
  const desk = createDesk({
    bridge,
    feed: {
      send: (order) => onOrder(order, hear),
      hear: (by) => {
        listener = by;
      },
    },
    storage,
    passes: storage,
    sales: async () => [{ id: 's1', title: 'A sale' }],
    nowMs: () => nowMs,
    wallMs: () => 1,
    newId,
    later: (run) => run(),
    sounds: { play: () => undefined },
    isAway: () => false,
    frame: (commit, painted, flooding) =>
      createFrame(commit, painted, flooding, {
        request: (run) => {
          run();
          return 0;
        },
        cancel: () => undefined,
      }),
  });
  return {
    desk,
    hear,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}
