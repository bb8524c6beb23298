/** Private words from a record: each to the one bidder whom it concerns. */
import type { Event, LogRecord, PriceChanged } from '../../protocol/event.ts';
import type { Notice } from '../../protocol/wire.ts';
import { maxMinorOf } from '../answers/standing.ts';
import { bidderView, decisionOf, type SaleState, suspendedBy } from '../core/sale.ts';
import type { Board } from './board.ts';

export type Addressed = readonly [bidder: string, notice: Notice];

const NONE: readonly Addressed[] = [];

/** To be called before the board applies the record: it compares with who led until then. */
export function noticesOf(state: SaleState, board: Board, record: LogRecord): readonly Addressed[] {
  let notices: Addressed[] | null = null;
  for (const event of record.events) {
    if (event.type === 'BidRejected') continue;
    notices ??= [];
    tell(notices, state, board, record, event);
  }
  return notices ?? NONE;
}

/** The JSON of a notice. The two that every bid brings are written piece by piece; the lot's name may need an escape. */
export function noticeText(notice: Notice): string {
  if (notice.type !== 'outbid' && notice.type !== 'leading') return JSON.stringify(notice);
  const { type, lot, rev, seq, at, priceMinor, maxMinor } = notice;
  return `{"type":"${type}","lot":${JSON.stringify(lot)},"rev":${rev},"seq":${seq},"at":${at},"priceMinor":${priceMinor},"maxMinor":${maxMinor}}`;
}

function tell(notices: Addressed[], state: SaleState, board: Board, record: LogRecord, event: Event): void {
  const { seq, at } = record;
  switch (event.type) {
    case 'PriceChanged': {
      const before = board.lot(event.lot).leader;
      if (event.leader !== before) place(notices, 'outbid', state, before, event, record);
      place(notices, 'leading', state, event.leader, event, record);
      break;
    }
    case 'BidAccepted':
      if (event.kind === 'max')
        to(notices, event.bidder, { type: 'max', lot: event.lot, seq, at, maxMinor: event.amountMinor });
      break;
    case 'MaxLowered':
      to(notices, event.bidder, { type: 'max', lot: event.lot, seq, at, maxMinor: event.amountMinor });
      break;
    case 'BidVoided': {
      const bid = decisionOf(state, event.bidId);
      const { lot, bidId, reason } = event;
      to(notices, bid?.type === 'BidAccepted' ? bid.bidder : null, { type: 'voided', lot, bidId, seq, at, reason });
      break;
    }
    case 'LotSold': {
      const { lot, hammerMinor, premiumMinor } = event;
      to(notices, event.buyer, { type: 'won', lot, seq, at, hammerMinor, premiumMinor });
      limit(notices, state, event.buyer, record);
      break;
    }
    case 'BidderRegistered':
      limit(notices, state, event.bidder, record);
      break;
    case 'BidderSuspended':
      to(notices, event.bidder, { type: 'suspended', seq, at, reason: event.reason });
      break;
    case 'BidderReinstated':
      // Of two who suspended him one did not lift it: he would be told that he may bid.
      if (suspendedBy(state, event.bidder) === null) to(notices, event.bidder, { type: 'reinstated', seq, at });
      break;
  }
}

function to(notices: Addressed[], bidder: string | null, notice: Notice): void {
  if (bidder !== null && bidder !== 'room' && bidder !== 'house') notices.push([bidder, notice]);
}

function place(
  notices: Addressed[],
  type: 'outbid' | 'leading',
  state: SaleState,
  bidder: string | null,
  { lot, rev, priceMinor }: PriceChanged,
  { seq, at }: LogRecord,
): void {
  if (bidder === null) return;
  to(notices, bidder, { type, lot, rev, seq, at, priceMinor, maxMinor: maxMinorOf(state, lot, bidder) });
}

function limit(notices: Addressed[], state: SaleState, bidder: string, { seq, at }: LogRecord): void {
  const { registered, limitMinor, usedMinor } = bidderView(state, bidder);
  if (registered) to(notices, bidder, { type: 'limit', seq, at, limitMinor, usedMinor });
}
