/** A lot as the public may see it, from the core's state and the board. The same for a tick and for a snapshot. */
import type { Tick } from '../protocol/wire.ts';
import type { Board } from './board.ts';
import { lotView, type SaleState } from './core/sale.ts';

export function tickOf(state: SaleState, board: Board, lot: string): Tick | null {
  const view = lotView(state, lot);
  if (view === null) return null;
  const { seq, at, last } = board.lot(lot);
  return {
    lot,
    rev: view.rev,
    seq,
    at,
    status: view.status,
    priceMinor: view.priceMinor,
    askMinor: view.askMinor,
    leader: view.leader === null ? null : board.paddle(view.leader),
    reserveMet: view.reserveMet,
    closesAt: view.closesAt,
    ...(view.openedAt === null ? {} : { openedAt: view.openedAt }),
    bids: view.bids,
    last,
  };
}
