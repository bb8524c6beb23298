/** The proof at the end of every timed run: the log of a house that was killed is opened, decided again, and held against all that was acknowledged. */
import { isDeepStrictEqual } from 'node:util';
import { emptyState, execute } from '../core/sale.ts';
import { openJournal } from '../journal/file.ts';
import { readAcks } from './load/acks.ts';

export type Proof = {
  readonly acknowledged: number;
  /** Acknowledged, and not in the log with that seq and outcome. */
  readonly lost: number;
  /** Records whose command, decided again, does not give their events. */
  readonly different: number;
  readonly records: number;
};

const ACCEPTED = 0;
const REJECTED = 1;

export async function proveDurable(logDir: string, acksPath: string, idPrefix: string): Promise<Proof> {
  const journal = await openJournal({ dir: logDir });
  const state = emptyState();
  const decided = new Map<number, { readonly seq: number; readonly outcome: number }>();
  let different = 0;
  let records = 0;
  try {
    for await (const { seq, command, events } of journal.read(1)) {
      records += 1;
      if (!isDeepStrictEqual(execute(state, command), events)) different += 1;
      for (const event of events) {
        if (event.type !== 'BidAccepted' && event.type !== 'BidRejected') continue;
        if (!event.id.startsWith(idPrefix)) continue;
        decided.set(Number(event.id.slice(idPrefix.length)), {
          seq,
          outcome: event.type === 'BidAccepted' ? ACCEPTED : REJECTED,
        });
      }
    }
  } finally {
    await journal.close();
  }
  let acknowledged = 0;
  let lost = 0;
  readAcks(acksPath, (bid, seq, outcome) => {
    acknowledged += 1;
    const record = decided.get(bid);
    if (record === undefined || record.seq !== seq || record.outcome !== outcome) lost += 1;
  });
  return { acknowledged, lost, different, records };
}
