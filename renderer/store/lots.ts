/** One small store a lot, so that a tick touches the subscribers of its own lot and nobody else. Knows no view and no feed. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PublicLot, Snapshot, Tick } from '../../protocol/wire.ts';
import type { LotWord, TrailPoint } from '../feed/words.ts';

/** Steps kept a lot, for history and chart. */
export const TRAIL_MAX = 600;

export type LotFace = {
  readonly lot: PublicLot;
  /** The last word of the house; null before the first. */
  readonly tick: Tick | null;
  /** A revision is missing: the price may be old. */
  readonly hole: boolean;
  /** Local monotonic moment at which the ask on the screen last changed: what a press is judged by. */
  readonly askChangedAtMs: number;
  /** Which way the price last went. */
  readonly moved: 'up' | 'down' | null;
  /** Grows in place (its length is bounded); `trailVersion` says that it has. */
  readonly trail: readonly TrailPoint[];
  readonly trailVersion: number;
};

export type LotStore = StoreApi<LotFace>;

export type LotBook = {
  readonly get: (lot: string) => LotStore | undefined;
  /** Puts the catalogue of a sale in place; lots that stay keep their store and their story. */
  readonly seat: (snapshot: Snapshot) => void;
  readonly commit: (lots: readonly LotWord[]) => void;
  /** Puts steps that the house told afterwards in their places. */
  readonly tell: (lot: string, steps: readonly TrailPoint[]) => void;
  readonly clear: () => void;
};

export function createLotBook(nowMs: () => number): LotBook {
  const stores = new Map<string, LotStore>();
  let seated: string | null = null;

  const seat = (snapshot: Snapshot) => {
    // Another sale may have lots of the same ids.
    if (snapshot.sale.saleId !== seated) stores.clear();
    seated = snapshot.sale.saleId;
    const known = new Set(snapshot.sale.lots.map((lot) => lot.lotId));
    for (const id of stores.keys()) if (!known.has(id)) stores.delete(id);
    for (const lot of snapshot.sale.lots) {
      const store = stores.get(lot.lotId);
      if (store === undefined)
        stores.set(
          lot.lotId,
          createStore<LotFace>()(() => blank(lot)),
        );
      else store.setState({ lot });
    }
  };

  return {
    get: (lot) => stores.get(lot),
    seat,
    commit(lots) {
      for (const word of lots) stores.get(word.tick.lot)?.setState((face) => painted(face, word, nowMs()));
    },
    tell: (lot, steps) => stores.get(lot)?.setState((face) => told(face, steps)),
    clear: () => stores.clear(),
  };
}

function blank(lot: PublicLot): LotFace {
  return {
    lot,
    tick: null,
    hole: true,
    askChangedAtMs: Number.NEGATIVE_INFINITY,
    moved: null,
    trail: [],
    trailVersion: 0,
  };
}

function painted(face: LotFace, word: LotWord, nowMs: number): LotFace {
  const before = face.tick;
  const askMoved = before !== null && before.askMinor !== word.tick.askMinor;
  const trail = face.trail as TrailPoint[];
  const last = trail.at(-1)?.rev ?? -1;
  const steps = word.trail.length === 0 ? word.trail : word.trail.filter((step) => step.rev > last);
  trail.push(...steps);
  if (trail.length > TRAIL_MAX) trail.splice(0, trail.length - TRAIL_MAX);
  return {
    lot: face.lot,
    tick: word.tick,
    hole: word.hole,
    askChangedAtMs: askMoved ? nowMs : face.askChangedAtMs,
    moved: direction(before?.priceMinor ?? null, word.tick.priceMinor) ?? face.moved,
    trail,
    trailVersion: face.trailVersion + (steps.length > 0 ? 1 : 0),
  };
}

function told(face: LotFace, steps: readonly TrailPoint[]): LotFace {
  if (steps.length === 0) return face;
  const byRev = new Map([...face.trail, ...steps].map((step) => [step.rev, step]));
  const trail = [...byRev.values()].sort((a, b) => a.rev - b.rev).slice(-TRAIL_MAX);
  return { ...face, trail, trailVersion: face.trailVersion + 1 };
}

function direction(before: number | null, after: number | null): 'up' | 'down' | null {
  if (after === null || before === after) return null;
  return before === null || after > before ? 'up' : 'down';
}
