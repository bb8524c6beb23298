/** A sale as it is set up (RULES.md §1): its increments, its named policies and its lots. Types only; what they must satisfy is checked by the core. */

export type Increments =
  | { readonly kind: 'steps'; readonly bound: 'low' | 'high'; readonly rows: readonly (readonly [number, number])[] }
  | { readonly kind: 'ladder258'; readonly minorPerUnit?: number };

export type Extension = {
  readonly windowMs: number;
  readonly base: 'bid' | 'end';
  readonly addMs: number;
  readonly maxCount: number | null;
  readonly hardEndAt: number | null;
  readonly scope: 'lot' | 'sale';
};

export type Policies = {
  readonly tie: 'earliest' | 'room' | 'refuse';
  readonly offLadder: 'keep' | 'down' | 'refuse';
  readonly leaderRaise: 'reprice' | 'hold';
  readonly reserve: 'jump' | 'full';
  readonly extension: Extension | null;
  readonly limit: 'none' | 'wins' | 'exposure';
  readonly void: 'recompute' | 'revivesNothing';
};

type LotBase = {
  readonly lotId: string;
  readonly number: number;
  readonly title: string;
  readonly openingMinor: number;
  readonly reserveMinor?: number | null;
  readonly estimateMinor?: readonly [number, number] | null;
  /** Catalogue text and picture, which no rule reads. The picture is a path below the desk's own origin. */
  readonly section?: string;
  readonly description?: string;
  readonly image?: string;
};

export type LiveLot = LotBase & { readonly format: 'live' };
export type TimedLot = LotBase & { readonly format: 'timed'; readonly opensAt: number; readonly closesAt: number };
export type DutchLot = Omit<LotBase, 'openingMinor'> & {
  readonly format: 'dutch';
  readonly openingMinor?: number;
  readonly startMinor: number;
  readonly floorMinor: number;
  readonly dropMinor: number;
  readonly everyMs: number;
};
export type SealedLot = LotBase & {
  readonly format: 'sealed';
  readonly opensAt: number;
  readonly closesAt: number;
  readonly pricing: 'first' | 'second';
};
export type Lot = LiveLot | TimedLot | DutchLot | SealedLot;
export type LotFormat = Lot['format'];
export type LotStatus = 'upcoming' | 'open' | 'warned' | 'sold' | 'passed' | 'withdrawn';

/** One sale: the unit of sequencing, of limits and of holds (SHAPE.md, invariant 12). */
export type Sale = {
  readonly saleId: string;
  readonly title: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly increments: Increments;
  readonly policies: Policies;
  /** Marginal tiers of the buyer's premium: `[from hammer in minor units, rate in basis points]`. */
  readonly premium: readonly (readonly [number, number])[];
  readonly lots: readonly Lot[];
};
