/** What a clerk asks of the desks of who may bid (ADR 0093): whose is connected, and since when not. Nobody else is told; no log has it. */
import { PRESENCE_BIDDERS_MAX, type PresenceReply, type PresenceRequest } from '../../protocol/wire.ts';
import type { Connections } from '../door/connections.ts';
import type { Room } from '../room.ts';

/** The place among the bidders to go on from; null when the body asks for something else. */
export function presenceAsked(body: unknown): number | null {
  if (typeof body !== 'object' || body === null || !('presence' in body)) return null;
  const asked = body.presence as PresenceRequest['presence'] | null;
  const from = typeof asked === 'object' ? asked?.from : undefined;
  return typeof from === 'number' && Number.isSafeInteger(from) ? Math.max(0, from) : 0;
}

export function presenceReply(
  { state: { bidders } }: Room,
  from: number,
  connections: Connections,
  nameOf: (bidder: string) => string | null,
): PresenceReply {
  if (!connections.isKnown()) return { known: false, here: [], away: [] };
  const here: string[] = [];
  const away: [string, number | null][] = [];
  const next = from + PRESENCE_BIDDERS_MAX;
  for (const bidder of [...bidders.keys()].slice(from, next)) {
    // A line of the telephone desk or a place in the room has no account, and so no desk.
    if (nameOf(bidder) === null) continue;
    if (connections.isHere(bidder)) here.push(bidder);
    else away.push([bidder, connections.wentAt(bidder)]);
  }
  return { known: true, here, away, ...(next < bidders.size ? { next } : {}) };
}
