/** Makes a long log of a bench sale by the core and the journal, as if a house had run for days. */
import { mkdir } from 'node:fs/promises';
import type { LogRecord } from '../../protocol/event.ts';
import { RULES_VERSION } from '../core/rules.ts';
import { execute } from '../core/sale.ts';
import { openJournal } from '../journal/file.ts';
import { benchSale, bidCommands, setUpRecords } from './records.ts';

const LOTS = 200;
const BIDDERS = 50;
const BATCH = 2_000;
/** The bids begin this long ago, a millisecond apart. */
const LEAD_MS = 60_000;

export type LongLog = { readonly count: number; payloads(): Iterable<Buffer> };

export async function longLog(dir: string, count: number): Promise<LongLog> {
  await mkdir(dir, { recursive: true });
  const journal = await openJournal({ dir });
  const startAt = Date.now() - count - LEAD_MS;
  let batch: LogRecord[] = [];
  let seq = 0;
  const add = async (record: LogRecord): Promise<void> => {
    seq = record.seq;
    batch.push(record);
    if (batch.length < BATCH) return;
    await journal.append(batch);
    batch = [];
  };
  const setUp = setUpRecords(benchSale({ saleId: 'bench', lots: LOTS }), BIDDERS, startAt);
  let step = setUp.next();
  for (; step.done !== true; step = setUp.next()) await add(step.value);
  const mix = { lots: LOTS, bidders: BIDDERS, acceptedShare: 0.7, maxShare: 0.2, idPrefix: 'long-' };
  for (const command of bidCommands(mix, count - seq, startAt)) {
    const events = execute(step.value, command);
    await add({ seq: seq + 1, at: command.at, rules: RULES_VERSION, command, events });
  }
  await journal.append(batch);
  await journal.close();
  return {
    count: seq,
    *payloads() {
      for (const record of journal.records(1)) yield Buffer.from(JSON.stringify(record));
    },
  };
}
