/** One bidder's own standing in a sale, from the core's state: maxima, wins, limit. Goes to him only. */
import type { Standing } from '../protocol/wire.ts';
import type { Board } from './board.ts';
import { bidderView, lotView, type SaleState } from './core/views.ts';

export function standingOf(state: SaleState, board: Board, bidder: string): Standing {
  const view = bidderView(state, bidder);
  if (view === null)
    return {
      bidder,
      paddle: '',
      registered: false,
      suspended: false,
      limitMinor: null,
      wonMinor: 0,
      usedMinor: 0,
      maxima: {},
      won: [],
    };
  return {
    bidder,
    paddle: board.paddle(bidder),
    registered: true,
    suspended: view.suspended,
    limitMinor: view.limitMinor,
    wonMinor: view.wonMinor,
    usedMinor: view.usedMinor,
    maxima: view.maxima,
    won: view.won,
  };
}

/** What this bidder has promised on the lot: his own maximum while he leads, or his amount in the book; null when nothing. */
export function maxMinorOf(state: SaleState, lot: string, bidder: string): number | null {
  const view = lotView(state, lot);
  return view !== null && view.leader === bidder ? view.leaderMaxMinor : null;
}
