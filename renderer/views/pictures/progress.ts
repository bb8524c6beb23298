/** How far a sale has come, from what the house said of each lot: the lots that are over in the order in which they ended, and the hammer total so far. Pure. */
import type { LotStatus } from '../../../protocol/sale.ts';

export type LotNow = {
  readonly lot: string;
  readonly number: number;
  readonly title: string;
  readonly status: LotStatus;
  /** Of the last change of the lot. */
  readonly at: number;
  readonly priceMinor: number | null;
  /** Null where the catalogue has no estimate. */
  readonly lowMinor: number | null;
};

export type Ending = LotNow & {
  readonly hammerMinor: number | null;
  readonly totalMinor: number;
  /** Low estimates of the lots that are over, those that were not sold too: what the house had hoped for by now. */
  readonly expectedMinor: number;
};

const OVER: ReadonlySet<LotStatus> = new Set(['sold', 'passed', 'withdrawn']);

export function endingsOf(lots: readonly LotNow[]): readonly Ending[] {
  let totalMinor = 0;
  let expectedMinor = 0;
  return lots
    .filter(({ status }) => OVER.has(status))
    .sort((a, b) => a.at - b.at || a.number - b.number)
    .map((lot) => {
      const hammerMinor = lot.status === 'sold' ? lot.priceMinor : null;
      totalMinor += hammerMinor ?? 0;
      // A lot that was taken out was not offered.
      if (lot.status !== 'withdrawn') expectedMinor += lot.lowMinor ?? 0;
      return { ...lot, hammerMinor, totalMinor, expectedMinor };
    });
}
