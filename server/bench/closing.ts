/** Reads in a log whether the close of a lot was where it was said to be: by the stamped times alone, whatever the rules thought. */
import { join } from 'node:path';
import { openJournal } from '../journal/file.ts';
import { SALE } from './house.ts';

export type Closing = {
  readonly extensions: number;
  /** Bids stamped at or after the close that stood then. */
  readonly late: number;
  /** Of those before it: rejected as `closed`. */
  readonly wronglyLate: number;
  /** Of the late: not rejected as `closed`. */
  readonly wronglyInTime: number;
};

export async function readClosings(dir: string): Promise<Closing> {
  const journal = await openJournal({ dir: join(dir, 'sales', SALE, 'log') });
  const closesAt = new Map<string, number>();
  let extensions = 0;
  let late = 0;
  let wronglyLate = 0;
  let wronglyInTime = 0;
  let heldAt = 0;
  try {
    for await (const { at, command, events } of journal.read(1)) {
      if (command.type === 'CreateSale')
        for (const lot of command.sale.lots) if (lot.format === 'timed') closesAt.set(lot.lotId, lot.closesAt);
      if (command.type === 'PlaceBid') {
        const isLate = at >= (closesAt.get(command.lot) ?? 0);
        const isRefusedAsLate = events.some((event) => event.type === 'BidRejected' && event.reason === 'closed');
        if (isLate) late += 1;
        if (isRefusedAsLate && !isLate) wronglyLate += 1;
        if (isLate && !isRefusedAsLate) wronglyInTime += 1;
      }
      for (const event of events) {
        if (event.type === 'LotExtended') {
          extensions += 1;
          closesAt.set(event.lot, event.closesAt);
        } else if (event.type === 'SaleHeld') heldAt = at;
        else if (event.type === 'SaleResumed')
          for (const [lot, end] of closesAt) closesAt.set(lot, end + at - heldAt + event.graceMs);
      }
    }
  } finally {
    await journal.close();
  }
  return { extensions, late, wronglyLate, wronglyInTime };
}
