/** Private words from a record: each to the one bidder whom it concerns. */
import type { LogRecord } from '../protocol/event.ts';
import type { Notice } from '../protocol/wire.ts';
import type { Board } from './board.ts';
import { decisionOf, type SaleState } from './core/sale.ts';
import { maxMinorOf, standingOf } from './standing.ts';

/** To be called before the board applies the record: it compares with who led until then. */
export function noticesOf(state: SaleState, board: Board, record: LogRecord): readonly (readonly [string, Notice])[] {
  const { seq, at } = record;
  const notices: [string, Notice][] = [];
  const toBidder = (bidder: string | null, notice: Notice) => {
    if (bidder !== null && bidder !== 'room' && bidder !== 'house') notices.push([bidder, notice]);
  };
  const place = (
    type: 'outbid' | 'leading',
    bidder: string | null,
    lot: string,
    rev: number,
    priceMinor: number | null,
  ) =>
    toBidder(bidder, {
      type,
      lot,
      rev,
      seq,
      at,
      priceMinor,
      maxMinor: bidder === null ? null : maxMinorOf(state, lot, bidder),
    });
  for (const event of record.events) {
    switch (event.type) {
      case 'PriceChanged': {
        const before = board.lot(event.lot).leader;
        if (event.leader !== before) place('outbid', before, event.lot, event.rev, event.priceMinor);
        place('leading', event.leader, event.lot, event.rev, event.priceMinor);
        break;
      }
      case 'BidAccepted':
        if (event.kind === 'max')
          toBidder(event.bidder, { type: 'max', lot: event.lot, seq, at, maxMinor: event.amountMinor });
        break;
      case 'MaxLowered':
        toBidder(event.bidder, { type: 'max', lot: event.lot, seq, at, maxMinor: event.amountMinor });
        break;
      case 'BidVoided': {
        const bid = decisionOf(state, event.bidId);
        toBidder(bid?.type === 'BidAccepted' ? bid.bidder : null, {
          type: 'voided',
          lot: event.lot,
          bidId: event.bidId,
          seq,
          at,
          reason: event.reason,
        });
        break;
      }
      case 'LotSold': {
        const { lot, hammerMinor, premiumMinor } = event;
        toBidder(event.buyer, { type: 'won', lot, seq, at, hammerMinor, premiumMinor });
        limit(event.buyer);
        break;
      }
      case 'BidderRegistered':
        limit(event.bidder);
        break;
      case 'BidderSuspended':
        toBidder(event.bidder, { type: 'suspended', seq, at, reason: event.reason });
        break;
      case 'BidderReinstated':
        toBidder(event.bidder, { type: 'reinstated', seq, at });
        break;
    }
  }
  return notices;

  function limit(bidder: string): void {
    const standing = standingOf(state, bidder);
    if (standing.registered)
      toBidder(bidder, { type: 'limit', seq, at, limitMinor: standing.limitMinor, usedMinor: standing.usedMinor });
  }
}
