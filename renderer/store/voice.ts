/** What a screen reader is told: one polite line, throttled, and one assertive. Knows no view. */
import { createStore, type StoreApi } from 'zustand/vanilla';

/** Polite lines come at most this often; the last one wins. */
export const POLITE_EVERY_MS = 2_000;

export type Voice = {
  readonly polite: string;
  /** `turn` makes the same sentence, said twice, two announcements. */
  readonly assertive: { readonly text: string; readonly turn: number };
};
export type VoiceStore = StoreApi<Voice>;

export type Speaker = {
  readonly store: VoiceStore;
  readonly say: (text: string) => void;
  readonly shout: (text: string) => void;
  /** Takes a shout back that is no longer so; nothing is announced by it. */
  readonly unshout: (text: string) => void;
};

export function createSpeaker(nowMs: () => number, later: (run: () => void, ms: number) => unknown): Speaker {
  const store = createStore<Voice>()(() => ({ polite: '', assertive: { text: '', turn: 0 } }));
  let saidAtMs = Number.NEGATIVE_INFINITY;
  let waiting: string | null = null;

  const flush = () => {
    if (waiting === null) return;
    store.setState({ polite: waiting });
    waiting = null;
    saidAtMs = nowMs();
  };

  return {
    store,
    say(text) {
      const first = waiting === null;
      waiting = text;
      const wait = POLITE_EVERY_MS - (nowMs() - saidAtMs);
      if (wait <= 0) flush();
      else if (first) later(flush, wait);
    },
    shout: (text) => store.setState((voice) => ({ assertive: { text, turn: voice.assertive.turn + 1 } })),
    unshout(text) {
      const { assertive } = store.getState();
      if (assertive.text === text) store.setState({ assertive: { text: '', turn: assertive.turn + 1 } });
    },
  };
}
