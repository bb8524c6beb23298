/** The receipts of all bids of a log, one at a time, with all that a bidder may see of his own; in memory that does not grow with the log. */
import type { KeyObject } from 'node:crypto';
import type { LogRecord } from '../../protocol/event.ts';
import type { Receipt } from '../../protocol/log.ts';
import { createLogKeeper } from './keeper.ts';
import { type Change, isChange, provenPart } from './receipt.ts';

export type ReceiptsInput = {
  readonly sale: string;
  readonly secret: Buffer;
  readonly signingKey: KeyObject;
  /** Read three times: for the tree, for the receipts, and chunk by chunk for their proofs. */
  readonly recordsFrom: (seq: number) => Iterable<LogRecord>;
  readonly at: number;
};

export function* exportReceipts({ at, ...input }: ReceiptsInput): Generator<Receipt, void> {
  const keeper = createLogKeeper(input);
  for (const record of input.recordsFrom(1)) keeper.took([record]);
  const head = keeper.head(at);
  const changes = new Map<string, Change>();
  for (const record of input.recordsFrom(1)) {
    // A house that runs writes on: the head is over what was there at first.
    if (record.seq > head.size) return;
    for (const event of record.events)
      if (isChange(event)) changes.set(event.lot, { seq: record.seq, at: record.at, event });
    const { command } = record;
    if (command.type !== 'PlaceBid' && command.type !== 'LowerMax') continue;
    yield {
      ...{ rostrum: 'receipt', version: 1, sale: input.sale, id: command.id, request: null },
      ...provenPart(record, head, keeper, () => changes.get(command.lot) ?? null),
      // Of the four times the log has one; the others the house forgets.
      times: { sentAt: null, receivedAt: null, decidedAt: record.at, toldAt: null },
      consistency: null,
    };
  }
}
