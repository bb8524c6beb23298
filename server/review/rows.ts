/** One record as a row that people read, and the filter over rows. Pure. */
import type { LogRecord } from '../../protocol/event.ts';
import type { ReviewFilter, ReviewRow } from '../../protocol/wire.ts';

/** `paddleOf` is null for a bidder who is not registered. Of a record about several lots the row is about the `wanted` one. */
export function rowOf(record: LogRecord, paddleOf: (bidder: string) => string | null, wanted?: string): ReviewRow {
  const { seq, at, command, events } = record;
  let outcome: ReviewRow['outcome'] = 'accepted';
  let reason: string | null = 'reason' in command ? command.reason : null;
  let priceMinor: number | null = null;
  let leader: string | null = null;
  let lot = 'lot' in command ? command.lot : null;
  const lots = command.type === 'Clock' ? lotsOf(events) : null;
  if (lots !== null) lot = wanted !== undefined && lots.has(wanted) ? wanted : (lots.values().next().value ?? null);
  for (const event of events) {
    if (event.type === 'BidRejected') {
      outcome = 'rejected';
      reason = event.reason;
    } else if (event.type === 'CommandRefused') {
      outcome = 'refused';
      reason = event.reason;
    } else if (event.type === 'BidVoided') lot = event.lot;
    if (!('lot' in event) || (lot !== null && event.lot !== lot)) continue;
    if (event.type === 'PriceChanged') [priceMinor, leader] = [event.priceMinor, event.leader];
    if (event.type === 'LotSold') [priceMinor, leader] = [event.hammerMinor, event.buyer];
  }
  const bidder = 'bidder' in command ? command.bidder : null;
  return {
    seq,
    at,
    type: command.type,
    lot,
    bidder,
    paddle: bidder === null ? null : paddleOf(bidder),
    channel: 'channel' in command ? command.channel : null,
    kind: 'kind' in command ? command.kind : null,
    amountMinor: 'amountMinor' in command ? command.amountMinor : 'askMinor' in command ? command.askMinor : null,
    outcome,
    reason,
    priceMinor,
    ...(leader === null ? {} : { leader: paddleOf(leader) ?? leader }),
    ...(lots !== null && lots.size > 1 ? { lots: lots.size } : {}),
    ...('by' in command && command.by === 'house' ? { by: command.by } : {}),
    events: events.map((event) => event.type),
  };
}

function lotsOf(events: LogRecord['events']): ReadonlySet<string> {
  return new Set(events.flatMap((event) => ('lot' in event ? [event.lot] : [])));
}

export function matches(row: ReviewRow, filter: ReviewFilter): boolean {
  return (
    (filter.lot === undefined || row.lot === filter.lot) &&
    (filter.bidder === undefined || row.bidder === filter.bidder || row.paddle === filter.bidder) &&
    (filter.channel === undefined || row.channel === filter.channel) &&
    (filter.outcome === undefined || row.outcome === filter.outcome) &&
    (filter.reason === undefined || row.reason === filter.reason) &&
    (filter.fromAt === undefined || row.at >= filter.fromAt) &&
    (filter.toAt === undefined || row.at <= filter.toAt)
  );
}
