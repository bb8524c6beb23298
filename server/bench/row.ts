/** What a row of the bench hands back, and the arithmetic that all rows share. Knows no row by name. */

/** A figure as it was measured: one value a round. Units stand in the key (`ackP99Ms`, `bidsPerSecond`). */
export type Figures = Readonly<Record<string, readonly number[]>>;

export type RowResult = {
  readonly row: string;
  /** What was measured, every round of it. */
  readonly figures: Figures;
  /** The floors of the same run, every round of them. */
  readonly floor: Figures;
  /** Subject over floor: the median, over the rounds, of the ratio inside one round. */
  readonly ratio: Readonly<Record<string, number>>;
  /** The goals of the row, in words, each with whether it was met; `null` where a small run may not say. */
  readonly goals: readonly Goal[];
  /** Greatest minus least over the median, for each figure: how far to trust it. */
  readonly spread: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
  /** Why a goal was missed and what would have to change: said only where one was. */
  readonly why?: readonly string[];
};

export type Goal = { readonly goal: string; readonly value: number; readonly met: boolean | null };

export type RowOptions = { readonly small: boolean };
export type Row = { readonly about: string; run(options: RowOptions): Promise<RowResult> };
/** By name; each is loaded when it is wanted: what one needs (a browser's driver, a client of Redis) slows down what another measures. */
export type Rows = Readonly<Record<string, () => Promise<Row>>>;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle];
  if (high === undefined) return Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2;
}

export function spreadOf(values: readonly number[]): number {
  const centre = median(values);
  return centre === 0 ? 0 : (Math.max(...values) - Math.min(...values)) / centre;
}

/** The median of the ratios of pairs of the same round; a drift of the machine between rounds falls out of it. */
export function ratioOf(subject: readonly number[], floor: readonly number[]): number {
  return median(subject.map((value, round) => value / (floor[round] ?? Number.NaN)));
}

type Draft = {
  readonly row: string;
  readonly figures: Figures;
  readonly floor?: Figures;
  readonly ratio?: Readonly<Record<string, number>>;
  readonly goals: readonly Goal[];
  readonly notes?: readonly string[];
  readonly why?: readonly string[];
};

export function rowResult(draft: Draft): RowResult {
  const floor = draft.floor ?? {};
  const spread: Record<string, number> = {};
  for (const [name, values] of [...Object.entries(draft.figures), ...Object.entries(floor)])
    if (values.length > 1) spread[name] = spreadOf(values);
  return { ...draft, floor, ratio: draft.ratio ?? {}, spread, notes: draft.notes ?? [] };
}

/** A goal on time or speed: judged in a whole run only, since a small one runs anywhere. */
export function timed(options: RowOptions, goal: string, value: number, met: boolean): Goal {
  return { goal, value, met: options.small ? null : met };
}

/** A goal on content (everything answered, nothing lost): judged always. */
export function exact(goal: string, value: number, met: boolean): Goal {
  return { goal, value, met };
}

/** Collects one value a round under a name. */
export type Rounds = {
  add(values: Readonly<Record<string, number>>): void;
  readonly figures: Figures;
  of(name: string): readonly number[];
};

export function rounds(): Rounds {
  const kept: Record<string, number[]> = {};
  return {
    add(values) {
      for (const [name, value] of Object.entries(values)) {
        const list = kept[name] ?? [];
        list.push(value);
        kept[name] = list;
      }
    },
    figures: kept,
    of: (name) => kept[name] ?? [],
  };
}
