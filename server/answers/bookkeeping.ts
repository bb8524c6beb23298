/**
 * Keeps what follows from the log (proof, receipts) up with it, after the answers have left: a bidder does not wait for hashes.
 * Whoever reads from it before that makes it come up to date first, so that nobody sees it lag.
 */
import type { LogRecord } from '../../protocol/event.ts';

export type Bookkeeping = {
  /** Durable records whose answers have been handed to the bus. */
  came(records: readonly LogRecord[]): void;
  /** Takes what is waiting now. */
  settle(): void;
};

export function keepBooks(take: (records: readonly LogRecord[]) => void): Bookkeeping {
  let waiting: LogRecord[] = [];
  function settle(): void {
    if (waiting.length === 0) return;
    const records = waiting;
    waiting = [];
    take(records);
  }
  return {
    came(records) {
      if (records.length === 0) return;
      // The bus writes in a microtask of this turn; an immediate comes after it.
      if (waiting.length === 0) setImmediate(settle);
      for (const record of records) waiting.push(record);
    },
    settle,
  };
}
