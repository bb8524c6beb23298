/**
 * When a late bid moves the close of a timed lot (RULES.md §4). Knows the policy and times; no money.
 *
 * Sources: from the time of the bid, a count of two at most (auctionsoftware.com); a window of three minutes
 * (support.liverpool.mws.com); the whole group moves (auctionmethod.com).
 */
import type { Extension } from '../../protocol/sale.ts';
import type { LotState } from './state.ts';

/** The new close after an accepted bid at `at` by somebody other than the leader, in milliseconds; null when the close stays. */
export function extendedTo(
  policy: Extension | null,
  hardEndAt: number | null,
  lot: LotState,
  at: number,
): number | null {
  const { closesAt } = lot;
  if (policy === null || closesAt === null || lot.format !== 'timed' || closesAt - at > policy.windowMs) return null;
  if (policy.maxCount !== null && lot.extensions >= policy.maxCount) return null;
  const wanted = policy.base === 'bid' ? at + policy.addMs : closesAt + policy.addMs;
  const end = Math.min(wanted, hardEndAt ?? wanted);
  return end > closesAt ? end : null;
}
