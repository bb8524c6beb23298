/** What a bidder has bid by lot, from the entries that are his: voided ones never were. Knows no leader and no price. */
import { GONE, NONE } from './decisions.ts';
import { NOWHERE } from './ids.ts';
import type { SaleState } from './state.ts';

/**
 * By lot: the highest amount that he bid there, no higher than he lowered it to since. Its cost grows with his own bids alone, and is
 * that of a few numbers for each.
 */
export function bidsOf(state: SaleState, bidder: string): ReadonlyMap<string, number> {
  const { names, outcomes, outcome, lot: lots, amountMinor: amounts, link, own } = state.decisions.columns();
  const best = new Map<number, number>();
  const lowered = new Map<number, number>();
  // From the newest back: a lowering is met before the bids that it was for.
  for (let place = state.bidders.get(bidder)?.newest ?? NOWHERE; place !== NOWHERE; place = own[place] ?? NOWHERE) {
    if (link[place] === GONE) continue;
    const lot = lots[place] ?? NONE;
    const most = lowered.get(lot) ?? Number.POSITIVE_INFINITY;
    const amount = Math.min(amounts[place] ?? 0, most);
    if (outcomes.at(outcome[place] ?? NONE).type === 'MaxLowered') lowered.set(lot, amount);
    else if (amount > (best.get(lot) ?? NONE)) best.set(lot, amount);
  }
  return new Map(Array.from(best, ([lot, amount]) => [names.at(lot), amount]));
}
