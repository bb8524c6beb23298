/** One bidder's own standing in a sale, from the core's state: maxima, wins, limit. Goes to him only. */
import type { Standing } from '../../protocol/wire.ts';
import { bidderView, bidsOf, lotView, type SaleState } from '../core/sale.ts';

/** Its cost grows with the lots of the sale and with his own bids. */
export function standingOf(state: SaleState, bidder: string): Standing {
  const { paddle, ...view } = bidderView(state, bidder);
  const won = new Set(view.won);
  const bids: Record<string, number> = Object.create(null);
  // Each lot once: a bidder of a whole sale has an answer no longer than one who leads in all of it.
  for (const [lot, amount] of bidsOf(state, bidder))
    if (!(Object.hasOwn(view.maxima, lot) || won.has(lot) || isByMaximaOnly(state, lot))) bids[lot] = amount;
  return { ...view, paddle: paddle ?? '', bids: { ...bids } };
}

/** Before its opening, and of a sealed lot before its end, all that counts is in `maxima`: a void takes more than the bid that it names. */
function isByMaximaOnly(state: SaleState, lot: string): boolean {
  const view = lotView(state, lot);
  if (view === null) return true;
  const isOver = view.status === 'sold' || view.status === 'passed' || view.status === 'withdrawn';
  return view.status === 'upcoming' || (view.lot.format === 'sealed' && !isOver);
}

/** The maximum with which this bidder leads the lot; null when he does not. */
export function maxMinorOf(state: SaleState, lot: string, bidder: string): number | null {
  const view = lotView(state, lot);
  return view !== null && view.leader === bidder ? view.leaderMaxMinor : null;
}
