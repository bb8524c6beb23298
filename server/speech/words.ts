/** Sale-level words from records: holds, registrations, and every override with its reason. */
import type { LogRecord } from '../../protocol/event.ts';
import type { SaleWord } from '../../protocol/wire.ts';
import { type SaleState, saleView } from '../core/sale.ts';

export function wordsOf(state: SaleState, record: LogRecord): readonly SaleWord[] {
  const { seq, at } = record;
  const words: SaleWord[] = [];
  const override = (lot: string, what: string, reason: string, amountMinor?: number) =>
    words.push({
      type: 'override',
      seq,
      at,
      lot,
      what,
      reason,
      ...(amountMinor === undefined ? {} : { amountMinor }),
    });
  for (const event of record.events) {
    switch (event.type) {
      case 'SaleHeld':
        words.push({ type: 'held', seq, at, reason: event.reason });
        break;
      case 'SaleResumed':
        words.push({ type: 'resumed', seq, at, graceMs: event.graceMs });
        break;
      case 'BidderRegistered':
        words.push({ type: 'registered', seq, at, count: saleView(state).registered });
        break;
      case 'AskSet':
        override(event.lot, event.type, event.reason, event.askMinor);
        break;
      case 'LotWithdrawn':
      case 'LotReopened':
      case 'BidVoided':
        override(event.lot, event.type, event.reason);
        break;
      case 'LotPassed':
        // Only the auctioneer's own pass is an override; a lot that ran out says so in its tick.
        if (record.command.type === 'Pass') override(event.lot, event.type, event.reason);
        break;
    }
  }
  return words;
}
