/** Who wins a sealed lot, and what he pays (RULES.md §6). Knows the amounts of one lot, which nobody else may see before its close. */
import type { LotState } from './state.ts';

export type SealedOutcome =
  | { readonly buyer: string; readonly maxMinor: number; readonly hammerMinor: number }
  | { readonly reason: 'no-bid' | 'reserve-not-met' };

/** The highest wins, the earliest on a tie; `first` pays it, `second` the runner-up's amount, or the reserve or the opening if they are more. */
export function sealedOutcome(lot: LotState): SealedOutcome {
  let buyer: string | null = null;
  let highest = 0;
  let second = 0;
  // The map is in the order in which the amounts count, so that only a higher one displaces.
  for (const [bidder, amount] of lot.amounts ?? []) {
    if (buyer === null || amount > highest) {
      second = buyer === null ? 0 : highest;
      highest = amount;
      buyer = bidder;
    } else if (amount > second) second = amount;
  }
  if (buyer === null) return { reason: 'no-bid' };
  if (lot.reserveMinor !== null && highest < lot.reserveMinor) return { reason: 'reserve-not-met' };
  const isSecond = lot.lot.format === 'sealed' && lot.lot.pricing === 'second';
  const hammerMinor = isSecond ? Math.max(second, lot.reserveMinor ?? 0, lot.openingMinor) : highest;
  return { buyer, maxMinor: highest, hammerMinor };
}
