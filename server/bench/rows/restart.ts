/** Row `restart`: a house with a long log, from its start until it answers; with a snapshot of its state and without, against parsing the same lines. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LIMITS } from '../../door/limits.ts';
import { openJournal } from '../../journal/file.ts';
import { bootHouse, QUIET_WITNESS, SALE } from '../house.ts';
import { longLog } from '../long-log.ts';
import { exact, median, type Row, rounds, rowResult, timed } from '../row.ts';
import { openStage } from '../stage.ts';

const GOAL_SNAPSHOT_MS = 500;
const GOAL_RATIO = 0.5;
const SNAPSHOT_MS_MAX = 120_000;
const SNAPSHOT_RECORDS = LIMITS.snapshotRecords;

export const restart: Row = {
  about: 'a house with 1,000,000 records in its log until it answers',
  async run(options) {
    const count = options.small ? 5_000 : 1_000_000;
    const stage = await openStage();
    const mine = rounds();
    const floor = rounds();
    let lastSeq = 0;
    try {
      const saleDir = join(stage.dir, 'sales', SALE);
      const log = await longLog(join(saleDir, 'log'), count);
      const reportPath = join(stage.dir, 'witness.json');
      const boot = async (until: () => boolean = () => true): Promise<number> => {
        const began = performance.now();
        const child = await bootHouse(stage, { ...QUIET_WITNESS, reportPath }, []);
        const tookMs = performance.now() - began;
        const giveUpAt = performance.now() + SNAPSHOT_MS_MAX;
        while (!until() && performance.now() < giveUpAt) await new Promise((go) => setTimeout(go, 50));
        await child.kill();
        return tookMs;
      };
      const hasSnapshot = () => readdirSync(join(saleDir, 'log')).some((name) => name.endsWith('.snapshot'));
      // What a start costs with nothing to read: the process, its modules, the bus.
      const aside = join(stage.dir, 'aside');
      const { renameSync } = await import('node:fs');
      renameSync(saleDir, aside);
      // The first start of a folder leaves there what Node made of the sources; all that are measured find it.
      const first = await bootHouse(stage, { ...QUIET_WITNESS, reportPath }, []);
      await first.stop();
      const emptyMs = median([await boot(), ...(options.small ? [] : [await boot()])]);
      renameSync(aside, saleDir);
      for (let round = 0; round < (options.small ? 1 : 2); round += 1) {
        forgetSnapshots(saleDir);
        // A log of this length has its snapshot made in the background of the first start; small ones are read again sooner.
        const coldMs = await boot(() => count < SNAPSHOT_RECORDS || hasSnapshot());
        const againMs = await boot();
        const parseMs = parseFloor(log.payloads());
        floor.add({ parsePerSecond: (count * 1000) / parseMs, emptyStartMs: emptyMs });
        mine.add({
          recordsPerSecond: (count * 1000) / (coldMs - emptyMs),
          withoutSnapshotMs: coldMs,
          withSnapshotMs: againMs,
          withSnapshotOverEmptyMs: againMs - emptyMs,
        });
      }
      const journal = await openJournal({ dir: join(saleDir, 'log') });
      lastSeq = journal.lastSeq;
      await journal.close();
    } finally {
      await stage.close();
    }
    const ratio = median(mine.of('recordsPerSecond')) / median(floor.of('parsePerSecond'));
    const withSnapshot = median(mine.of('withSnapshotMs'));
    return rowResult({
      row: 'restart',
      figures: mine.figures,
      floor: floor.figures,
      ratio: { recordsPerSecond: ratio },
      goals: [
        timed(
          options,
          `at most ${GOAL_SNAPSHOT_MS} ms with a snapshot`,
          withSnapshot,
          withSnapshot <= GOAL_SNAPSHOT_MS,
        ),
        timed(options, `without one at least ${GOAL_RATIO} of the parse floor`, ratio, ratio >= GOAL_RATIO),
        exact('every record is there after the restarts', lastSeq, lastSeq >= count),
      ],
      notes: [
        `${count} records; the time of a start with an empty data folder is taken off before the records a second`,
      ],
      why: [
        'with a snapshot more than half is Node and the house coming up on an empty folder; the rest is reading the columns, entering decisions into their lots and hashing the part of the last segment that the snapshot stands for',
        'what would have to change: modules that the first answer does not need loaded after it, and a tail whose first part is taken on the word of the snapshot',
      ],
    });
  },
};

/** Everything of a sale but its log, so that nothing can be taken from a snapshot. */
function forgetSnapshots(saleDir: string): void {
  for (const name of readdirSync(saleDir)) if (name !== 'log') rmSync(join(saleDir, name), { recursive: true });
  for (const name of existsSync(join(saleDir, 'log')) ? readdirSync(join(saleDir, 'log')) : [])
    if (!name.endsWith('.log')) rmSync(join(saleDir, 'log', name), { recursive: true });
}

export function parseFloor(payloads: Iterable<Buffer>): number {
  const lines = [...payloads];
  const began = performance.now();
  let seqs = 0;
  for (const line of lines) seqs += (JSON.parse(line.toString('utf8')) as { seq: number }).seq;
  if (seqs === 0) throw new Error('the log is empty');
  return performance.now() - began;
}
