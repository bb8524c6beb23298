/** A rehearsal as a clerk's desk asks for it and reads it: the same sale with simulated bidders, on a copy. Types only. */

/** How many times its own speed a rehearsal may be played at. */
export const REHEARSAL_SPEEDS = { least: 1, most: 50 } as const;

export type RehearsalRequest = {
  /** A `Sale` that is being set up, or the id of one that the house has. */
  readonly sale: Readonly<Record<string, unknown>> | string;
  readonly speed: number;
  /** The same seed gives the same evening. */
  readonly seed?: number;
};
export type RehearsalBegun = { readonly id: string };

/** What somebody in the room would notice: words as the house's table has them. */
export type RehearsalRow = {
  /** Since the first record, in the sale's own time. */
  readonly sinceMs: number;
  readonly lot: number;
  readonly what: string;
  readonly paddle: string;
  readonly amount: string;
};

export type RehearsalSummary = {
  readonly sold: number;
  readonly passed: number;
  readonly withdrawn: number;
  readonly hammerMinor: number;
  readonly premiumMinor: number;
  readonly bids: number;
  readonly refused: Readonly<Record<string, number>>;
  /** From the first lot that was called (live or Dutch) to the last that ended; null when none was. */
  readonly lotsAnHour: number | null;
};

/** How one lot ended; lots that have not are not listed. */
export type RehearsalResult = {
  readonly lot: number;
  readonly title: string;
  readonly outcome: 'sold' | 'passed' | 'withdrawn';
  readonly paddle: string | null;
  readonly hammerMinor: number | null;
  readonly bids: number;
};

export type RehearsalReport = {
  readonly id: string;
  readonly sale: string;
  readonly title: string;
  readonly currency: string;
  readonly lots: number;
  readonly speed: number;
  readonly seed: number;
  readonly phase: 'playing' | 'done' | 'stopped' | 'failed';
  /** Why it failed, in one sentence. */
  readonly why: string | null;
  readonly sinceMs: number;
  /** Quiet stretches that were passed over, in the sale's own time. */
  readonly skippedMs: number;
  readonly summary: RehearsalSummary;
  /** In the order in which they ended. */
  readonly results: readonly RehearsalResult[];
  /** The newest, oldest first. */
  readonly rows: readonly RehearsalRow[];
};
/** The most rows of a report. */
export const REHEARSAL_ROWS_MAX = 100;
