/** Row `commit`: durable records a second through the journal, against the same bytes written and synced by a bare loop. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogRecord } from '../../../protocol/event.ts';
import { RULES_VERSION } from '../../core/rules.ts';
import { execute } from '../../core/sale.ts';
import { openJournal } from '../../journal/file.ts';
import { syncFloor, writeFloor } from '../floors/sync.ts';
import { benchSale, bidCommands, setUpRecords } from '../records.ts';
import { exact, median, type Row, ratioOf, rounds, rowResult, timed } from '../row.ts';

const BATCH = 256;
/** Batches handed over and not yet durable: what 1,024 desks in flight make. */
const OUTSTANDING = 4;
const GOAL_RATIO = 0.5;
const AT = 1_700_000_000_000;

export const commit: Row = {
  about: 'durable records a second through the journal',
  async run(options) {
    const count = options.small ? 2_000 : 100_000;
    const records = recordsOf(count);
    const payloads = records.map((record) => Buffer.from(JSON.stringify(record)));
    const dir = mkdtempSync(join(tmpdir(), 'rostrum-bench-'));
    const kept = rounds();
    const floor = rounds();
    let found = 0;
    try {
      for (let round = 0; round < (options.small ? 1 : 3); round += 1) {
        floor.add({
          recordsPerSecond: writeFloor(dir, payloads, BATCH),
          syncP99Ms: syncFloor(dir, options.small ? 50 : 1_000).p99Ms,
        });
        const path = join(dir, `log-${round}`);
        const journal = await openJournal({ dir: path });
        const began = performance.now();
        const outstanding: Promise<void>[] = [];
        for (let from = 0; from < records.length; from += BATCH) {
          outstanding.push(journal.append(records.slice(from, from + BATCH)));
          if (outstanding.length >= OUTSTANDING) await outstanding.shift();
        }
        await Promise.all(outstanding);
        const seconds = (performance.now() - began) / 1000;
        kept.add({ recordsPerSecond: records.length / seconds, recordsPerSync: count / journal.syncs.count });
        await journal.close();
        // The proof: opened anew, the log holds every record that was called durable.
        const again = await openJournal({ dir: path });
        found = 0;
        for await (const record of again.read(1)) if (record.seq === found + 1) found += 1;
        await again.close();
      }
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
    const ratio = ratioOf(kept.of('recordsPerSecond'), floor.of('recordsPerSecond'));
    return rowResult({
      row: 'commit',
      figures: kept.figures,
      floor: floor.figures,
      ratio: { recordsPerSecond: ratio },
      goals: [
        timed(options, `at least ${GOAL_RATIO} of a bare loop's batches of ${BATCH}`, ratio, ratio >= GOAL_RATIO),
        exact('every record called durable is read back', found, found === count),
      ],
      notes: [`${median(payloads.map((payload) => payload.length))} bytes a record`],
    });
  },
};

function recordsOf(count: number): LogRecord[] {
  const lots = 200;
  const bidders = 50;
  const setUp = setUpRecords(benchSale({ saleId: 'bench', lots }), bidders, AT);
  const records: LogRecord[] = [];
  let step = setUp.next();
  for (; step.done !== true; step = setUp.next()) records.push(step.value);
  const mix = { lots, bidders, acceptedShare: 0.7, maxShare: 0.3, idPrefix: 'c' };
  for (const command of bidCommands(mix, count, AT)) {
    if (records.length === count) break;
    const events = execute(step.value, command);
    records.push({ seq: records.length + 1, at: command.at, rules: RULES_VERSION, command, events });
  }
  return records;
}
