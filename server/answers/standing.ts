/** One bidder's own standing in a sale, from the core's state: maxima, wins, limit. Goes to him only. */
import type { Standing } from '../../protocol/wire.ts';
import { bidderView, lotView, type SaleState } from '../core/sale.ts';

export function standingOf(state: SaleState, bidder: string): Standing {
  const { paddle, ...view } = bidderView(state, bidder);
  return { ...view, paddle: paddle ?? '' };
}

/** The maximum with which this bidder leads the lot; null when he does not. */
export function maxMinorOf(state: SaleState, lot: string, bidder: string): number | null {
  const view = lotView(state, lot);
  return view !== null && view.leader === bidder ? view.leaderMaxMinor : null;
}
