/** When the next pass is called for: well before this one ends, again when a call failed, and once when the server refuses it. Knows no pass. */
import type { FeedWord } from './words.ts';

/** The share of a pass's life after which the next one is fetched. */
const RENEW_AT = 0.6;
export const RENEW_AGAIN_MS = 3_000;

export type Renewal = {
  /** A pass that lives so long has been taken. */
  readonly taken: (lifeMs: number) => void;
  readonly failed: () => void;
  /** A refused pass is worth one call for another in a while, however often the server says it. */
  readonly denied: () => void;
  readonly stop: () => void;
};

type World = {
  readonly post: (word: FeedWord) => void;
  readonly monoMs: () => number;
  readonly later: (run: () => void, ms: number) => () => void;
};

export function createRenewal({ post, monoMs, later }: World): Renewal {
  let cancel: (() => void) | null = null;
  let deniedAtMs = Number.NEGATIVE_INFINITY;
  const ask = (ms: number) => {
    cancel?.();
    cancel = later(() => post({ type: 'renew' }), ms);
  };
  return {
    taken: (lifeMs) => ask(lifeMs * RENEW_AT),
    failed: () => ask(RENEW_AGAIN_MS),
    denied() {
      if (monoMs() - deniedAtMs < RENEW_AGAIN_MS) return;
      deniedAtMs = monoMs();
      post({ type: 'renew' });
    },
    stop: () => cancel?.(),
  };
}
