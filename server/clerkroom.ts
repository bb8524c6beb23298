/** What a clerk asks beside the snapshot: who may bid, and a lot's bids by id. No maximum of anybody leaves here. */
import type { RoomReply, RoomRequest } from '../protocol/wire.ts';
import { wonMinor } from './core/sale.ts';
import type { Room } from './room.ts';

/** The question, or null when the body is not one. */
export function roomAsked(body: unknown): RoomRequest['room'] | null {
  if (typeof body !== 'object' || body === null || !('room' in body)) return null;
  const { room } = body;
  if (typeof room !== 'object' || room === null || !('lot' in room)) return null;
  const { lot } = room;
  return lot === null || typeof lot === 'string' ? { lot } : null;
}

export function roomReply(room: Room, { lot }: RoomRequest['room']): RoomReply {
  const bidders = [...room.state.bidders.values()].map(({ bidder, paddle, limitMinor, suspended }) => ({
    bidder,
    paddle,
    limitMinor,
    suspended,
    wonMinor: wonMinor(room.state, bidder),
  }));
  return { seq: room.journal.lastSeq, bidders, bids: lot === null ? [] : room.board.bids(lot) };
}
