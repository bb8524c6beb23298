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

export type Acknowledged = { readonly acksPath: string; readonly idPrefix: string };

const ACCEPTED = 0;
const REJECTED = 1;

export async function proveDurable(logDir: string, told: readonly Acknowledged[]): Promise<Proof> {
  const journal = await openJournal({ dir: logDir });
  const state = emptyState();
  // By the prefix of a run: what became of each of its bids, as twice the seq and the outcome.
  const decided = new Map<string, number[]>(told.map(({ idPrefix }) => [idPrefix, []]));
  let different = 0;
  let records = 0;
  try {
    for await (const { seq, command, events } of journal.read(1)) {
      records += 1;
      if (!isDeepStrictEqual(execute(state, command), events)) different += 1;
      for (const event of events) {
        if (event.type !== 'BidAccepted' && event.type !== 'BidRejected') continue;
        const end = event.id.lastIndexOf('-') + 1;
        const of = decided.get(event.id.slice(0, end));
        if (of !== undefined)
          of[Number(event.id.slice(end))] = seq * 2 + (event.type === 'BidAccepted' ? ACCEPTED : REJECTED);
      }
    }
  } finally {
    await journal.close();
  }
  let acknowledged = 0;
  let lost = 0;
  for (const { acksPath, idPrefix } of told) {
    const of = decided.get(idPrefix) ?? [];
    readAcks(acksPath, (bid, seq, outcome) => {
      acknowledged += 1;
      if (of[bid] !== seq * 2 + outcome) lost += 1;
    });
  }
  return { acknowledged, lost, different, records };
}
