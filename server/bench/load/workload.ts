/** The bids of the load: a fixed share of them acceptable, spread over lots and bidders, the same sequence for the same seed. */

export type WorkloadOptions = {
  readonly lots: number;
  readonly bidders: number;
  readonly acceptedShare: number;
  readonly maxShare: number;
  readonly fromMinor: number;
  readonly seed?: number;
};

/** Reused for every bid: read it before the next. */
export type Draft = {
  lot: number;
  bidder: number;
  amountMinor: number;
  isMax: boolean;
  /** Which acceptable bid of its lot this is, from 0; -1 for one that is below the ask. */
  step: number;
};

/** The largest step that the sales of the bench know; every acceptable bid goes up by it, so that none is below the ask whichever arrives first. */
export const STEP_MINOR = 1000;
/** What a bid offers that is to be rejected. */
export const LOW_MINOR = 1;

export type Workload = { next(): Draft };

export function workload(options: WorkloadOptions): Workload {
  const random = xorshift(options.seed ?? 0x9e3779b9);
  const steps = new Uint32Array(options.lots);
  const draft: Draft = { lot: 0, bidder: 0, amountMinor: 0, isMax: false, step: -1 };
  return {
    next() {
      const lot = Math.floor(random() * options.lots);
      const step = steps[lot] ?? 0;
      draft.lot = lot;
      if (random() < options.acceptedShare) {
        steps[lot] = step + 1;
        draft.step = step;
        // Neighbours of a lot's sequence are never the same bidder, who would be refused as already leading.
        draft.bidder = (lot * 7 + step) % options.bidders;
        draft.amountMinor = options.fromMinor + (step + 1) * STEP_MINOR;
        draft.isMax = random() < options.maxShare;
      } else {
        draft.step = -1;
        draft.bidder = Math.floor(random() * options.bidders);
        draft.amountMinor = LOW_MINOR;
        draft.isMax = false;
      }
      return draft;
    },
  };
}

function xorshift(seed: number): () => number {
  let x = seed | 0 || 1;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 0x1_0000_0000;
  };
}
