/** A lot as the public may see it, from the core's state and the board. The same for a tick and for a snapshot. */
import type { Tick } from '../../protocol/wire.ts';
import { lotView, type SaleState } from '../core/sale.ts';
import type { Board } from './board.ts';

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

/** The JSON of a tick, written piece by piece: it is said for every change of a lot. All of it but the lot's name is tokens and codes. */
export function tickText(tick: Tick, lotJson: string): string {
  const { leader, last, openedAt, fromRev } = tick;
  let text = `{"lot":${lotJson},"rev":${tick.rev},"seq":${tick.seq},"at":${tick.at},"status":"${tick.status}","priceMinor":${tick.priceMinor},"askMinor":${tick.askMinor},"leader":${leader === null ? 'null' : `"${leader}"`},"reserveMet":${tick.reserveMet},"closesAt":${tick.closesAt}`;
  if (openedAt !== undefined) text += `,"openedAt":${openedAt}`;
  text += `,"bids":${tick.bids},"last":`;
  text +=
    last === null
      ? 'null'
      : `{"kind":"${last.kind}","channel":"${last.channel}","amountMinor":${last.amountMinor},"bidder":"${last.bidder}"}`;
  return fromRev === undefined ? `${text}}` : `${text},"fromRev":${fromRev}}`;
}
