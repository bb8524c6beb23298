/** What is different between two moments of a sale, lot by lot. Pure. */
import type { LotMoment } from '../../protocol/review.ts';

/** What a reviewer compares; the rest of a moment follows from these. */
export const COMPARED = ['status', 'priceMinor', 'askMinor', 'paddle', 'bids', 'reserveMet'] as const;
export type Compared = (typeof COMPARED)[number];

export type LotDifference = {
  readonly lot: string;
  /** Null: the lot did not exist then. */
  readonly before: LotMoment | null;
  readonly after: LotMoment | null;
  readonly fields: readonly Compared[];
};

/** In the order of the later moment's catalogue; equal lots too, with no field. */
export function compareMoments(before: readonly LotMoment[], after: readonly LotMoment[]): readonly LotDifference[] {
  const then = new Map(before.map((lot) => [lot.lot, lot]));
  const now = new Set(after.map((lot) => lot.lot));
  const gone = before.filter((lot) => !now.has(lot.lot));
  return [
    ...after.map((lot) => differenceOf(then.get(lot.lot) ?? null, lot, lot.lot)),
    ...gone.map((lot) => differenceOf(lot, null, lot.lot)),
  ];
}

function differenceOf(before: LotMoment | null, after: LotMoment | null, lot: string): LotDifference {
  const fields =
    before === null || after === null ? COMPARED : COMPARED.filter((field) => before[field] !== after[field]);
  return { lot, before, after, fields };
}

/** The way an amount went, as a sign that needs no colour. */
export function signOf(before: number | null, after: number | null): '▲' | '▼' | '±' | '=' {
  if (before === after) return '=';
  if (before === null || after === null) return '±';
  return after > before ? '▲' : '▼';
}
