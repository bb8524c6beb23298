/**
 * Row `commit`: durable records a second through the journal (checksums and chain), and with the Merkle leaf of each made on the same
 * thread, against the same bytes written and synced by a bare loop.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogRecord } from '../../../protocol/event.ts';
import { RULES_VERSION } from '../../core/rules.ts';
import { execute } from '../../core/sale.ts';
import { type FileJournal, openJournal } from '../../journal/file.ts';
import { createLogKeeper } from '../../proof/keeper.ts';
import { syncFloor, writeFloor } from '../floors/sync.ts';
import { benchSale, bidCommands, setUpRecords } from '../records.ts';
import { exact, median, type Row, ratioOf, rounds, rowResult, timed } from '../row.ts';

const BATCH = 256;
/** Batches handed over and not yet durable: what 1,024 desks in flight make. */
const OUTSTANDING = 4;
const GOAL_RATIO = 0.5;
/** The first one is of a process that is still warming up. */
const ROUNDS = 5;
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
    let leaves = 0;
    const keys = { secret: randomBytes(32), signingKey: generateKeyPairSync('ed25519').privateKey };
    try {
      for (let round = 0; round < (options.small ? 1 : ROUNDS); round += 1) {
        floor.add({
          recordsPerSecond: writeFloor(dir, payloads, BATCH),
          syncP99Ms: syncFloor(dir, options.small ? 50 : 1_000).p99Ms,
        });
        const path = join(dir, `log-${round}`);
        const proven = await openJournal({ dir: join(dir, `proven-${round}`) });
        const keeper = createLogKeeper({ ...keys, sale: 'bench', recordsFrom: proven.records });
        const provenSeconds = await commitAll(proven, records, (batch) => keeper.took(batch));
        await proven.close();
        const journal = await openJournal({ dir: path });
        const seconds = await commitAll(journal, records, () => {});
        leaves = keeper.size;
        kept.add({
          recordsPerSecond: count / seconds,
          recordsPerSync: count / journal.syncs.count,
          provenPerSecond: count / provenSeconds,
        });
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
    const proven = ratioOf(kept.of('provenPerSecond'), floor.of('recordsPerSecond'));
    return rowResult({
      row: 'commit',
      figures: kept.figures,
      floor: floor.figures,
      ratio: { recordsPerSecond: ratio, proven },
      goals: [
        timed(options, `at least ${GOAL_RATIO} of a bare loop's batches of ${BATCH}`, ratio, ratio >= GOAL_RATIO),
        timed(options, `at least ${GOAL_RATIO} of it with the Merkle leaf`, proven, proven >= GOAL_RATIO),
        exact('every record has its leaf', leaves, leaves === count),
        exact('every record called durable is read back', found, found === count),
      ],
      notes: [`${median(payloads.map((payload) => payload.length))} bytes a record`],
      why: [
        'a record is written as JSON, hashed into the chain and copied into the batch; the floor writes bytes that are ready. JSON and SHA-256 are the first two of the profile, then the write into the page cache and the collector',
        'with the leaf the public line is written and hashed a second time on the same thread (2.7 microseconds); the house does that after its answers have left',
        'what would have to change: a binary record, or chain and leaf on a thread of their own; a template by hand was slower than JSON.stringify',
      ],
    });
  },
};

/** Seconds until everything is durable, and taken by `durable` in its order. */
async function commitAll(
  journal: FileJournal,
  records: readonly LogRecord[],
  durable: (batch: readonly LogRecord[]) => void,
): Promise<number> {
  const began = performance.now();
  const outstanding: Promise<void>[] = [];
  for (let from = 0; from < records.length; from += BATCH) {
    const batch = records.slice(from, from + BATCH);
    outstanding.push(journal.append(batch).then(() => durable(batch)));
    if (outstanding.length >= OUTSTANDING) await outstanding.shift();
  }
  await Promise.all(outstanding);
  return (performance.now() - began) / 1000;
}

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
