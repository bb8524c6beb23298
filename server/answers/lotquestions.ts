/** What anybody may ask of a lot beside the snapshot (ADR 0074, 0075): its story, and which asks follow one. Public words only. */
import { isMinor } from '../../protocol/money.ts';
import { isToken } from '../../protocol/subjects.ts';
import { ASKS_MAX, type AsksReply, type HistoryReply } from '../../protocol/wire.ts';
import { askAbove } from '../core/increments.ts';
import { saleView } from '../core/sale.ts';
import type { Room } from '../room.ts';

type HistoryAsk = { readonly lot: string; readonly before: number };

/** The lot and the place in its story; null when the body asks for none. */
export function historyAsked(body: unknown): HistoryAsk | null {
  if (typeof body !== 'object' || body === null || !('history' in body) || !isToken(body.history)) return null;
  const before = 'before' in body && typeof body.before === 'number' ? body.before : Number.POSITIVE_INFINITY;
  return { lot: body.history, before };
}

export function historyReply(room: Room, { lot, before }: HistoryAsk): HistoryReply {
  return { lot, seq: room.journal.lastSeq, ...room.story.page(lot, before) };
}

export function asksAsked(body: unknown): number | null {
  if (typeof body !== 'object' || body === null || !('asksAfter' in body)) return null;
  return isMinor(body.asksAfter) ? body.asksAfter : null;
}

export function asksReply(room: Room, after: number): AsksReply {
  const increments = saleView(room.state).sale?.increments;
  const asks: number[] = [];
  for (let ask: number | null = after; increments !== undefined && asks.length < ASKS_MAX; ) {
    ask = askAbove(increments, ask);
    if (ask === null) break;
    asks.push(ask);
  }
  return { after, asks };
}
