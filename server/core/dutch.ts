/**
 * The falling price of a Dutch lot (RULES.md §6). Knows one lot's terms and a time.
 *
 * Source: the clock of the Dutch flower auctions (FloraHolland Naaldwijk).
 */
import type { DutchLot } from '../../protocol/sale.ts';

/** The clock's price at `at` for a lot that was opened at `openedAt`, in minor units; below the floor the lot has passed. */
export function dutchPriceMinor(
  lot: Pick<DutchLot, 'startMinor' | 'dropMinor' | 'everyMs'>,
  openedAt: number,
  at: number,
): number {
  return lot.startMinor - lot.dropMinor * Math.floor((at - openedAt) / lot.everyMs);
}
