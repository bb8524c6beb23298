/** What a clerk asks beside the snapshot: who may bid, and a lot's bids by id. No maximum of anybody leaves here. */
import { ROOM_BIDDERS_MAX, type RoomReply, type RoomRequest } from '../../protocol/wire.ts';
import { wonMinor } from '../core/sale.ts';
import type { Room } from '../room.ts';

/** The question, or null when the body is not one. */
export function roomAsked(body: unknown): RoomRequest['room'] | null {
  if (typeof body !== 'object' || body === null || !('room' in body)) return null;
  const { room } = body;
  if (typeof room !== 'object' || room === null || !('lot' in room)) return null;
  const { lot } = room;
  const from = 'from' in room && Number.isSafeInteger(room.from) ? Math.max(0, Number(room.from)) : 0;
  return lot === null || typeof lot === 'string' ? { lot, from } : null;
}

export function roomReply(
  room: Room,
  { lot, from = 0 }: RoomRequest['room'],
  nameOf: (bidder: string) => string | null,
): RoomReply {
  const all = [...room.state.bidders.values()];
  const next = from + ROOM_BIDDERS_MAX;
  const bidders = all.slice(from, next).map(({ bidder, paddle, limitMinor, suspendedBy }) => {
    const name = nameOf(bidder);
    return {
      bidder,
      ...(name === null ? {} : { name }),
      paddle,
      limitMinor,
      suspended: suspendedBy !== null,
      wonMinor: wonMinor(room.state, bidder),
    };
  });
  return {
    seq: room.journal.lastSeq,
    bidders,
    bids: lot === null ? [] : room.board.bids(lot),
    ...(next < all.length ? { next } : {}),
  };
}
