/** The lots of the sale as the feed has heard them: ticks, snapshots and heads folded, turns told, holes noticed. Knows no connection. */
import type { Tick } from '../../protocol/wire.ts';
import { foldHead, foldLot, hasHole, type LotState, type Origin, unheard } from '../market.ts';
import type { Outbox } from './outbox.ts';
import type { FeedWord } from './words.ts';

export type FeedLots = {
  readonly fold: (tick: Tick, origin: Origin) => void;
  /** Against the revisions of a heartbeat: how the loss of a last tick shows. */
  readonly compare: (revs: Readonly<Record<string, number>>) => void;
  readonly hasHole: (lot: string) => boolean;
  readonly isWhole: () => boolean;
  readonly clear: () => void;
};

type Parts = {
  readonly post: (word: FeedWord) => void;
  readonly outbox: Outbox;
  /** A tick showed that a revision is missing. */
  readonly onHole: (lot: string) => void;
  /** A heartbeat did: nothing is on its way any more that could fill it. */
  readonly onLoss: () => void;
};

export function createFeedLots({ post, outbox, onHole, onLoss }: Parts): FeedLots {
  const lots = new Map<string, LotState>();
  return {
    fold(tick, origin) {
      const before = lots.get(tick.lot) ?? unheard;
      const after = foldLot(before, tick, origin);
      if (after === before) return;
      lots.set(tick.lot, after);
      const isStep = after.tick !== before.tick;
      if (isStep && before.tick !== null && before.tick.status !== tick.status)
        post({ type: 'turn', tick, before: before.tick.status });
      outbox.put(after, isStep);
      if (origin === 'tick' && hasHole(after)) onHole(tick.lot);
    },
    compare(revs) {
      for (const [lot, rev] of Object.entries(revs)) {
        const before = lots.get(lot) ?? unheard;
        const after = foldHead(before, rev);
        if (after === before) continue;
        lots.set(lot, after);
        outbox.put(after, false);
        if (hasHole(after)) onLoss();
      }
    },
    hasHole(lot) {
      const state = lots.get(lot);
      return state !== undefined && hasHole(state);
    },
    isWhole: () => ![...lots.values()].some(hasHole),
    clear() {
      lots.clear();
      outbox.clear();
    },
  };
}
