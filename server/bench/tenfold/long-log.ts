/** Rows `restart` and `review` on a log of ten million records: the house's start with a snapshot and without, and the review beside it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createReview } from '../../review/review.ts';
import { openSource } from '../../review/source.ts';
import { type Child, runScript } from '../children.ts';
import { bootHouse, QUIET_WITNESS, SALE } from '../house.ts';
import { longLog } from '../long-log.ts';
import { exact, type Row, rounds, rowResult } from '../row.ts';
import { openStage } from '../stage.ts';

const RECORDS = 10_000_000;
/** Bytes of memory a record of the house: a decided id is remembered for as long as its sale lives. */
const BYTES_A_RECORD_MAX = 256;
const BASE_MIB = 512;
const SNAPSHOT_MS_MAX = 300_000;
const POLL_MS = 100;
const PAGE = 100;
const MOMENTS = 50;

export const restartTenfold: Row = {
  about: 'a house with ten million records until it answers, and its review',
  async run({ small }) {
    const count = small ? 3_000 : RECORDS;
    const stage = await openStage();
    const mine = rounds();
    try {
      const logDir = join(stage.dir, 'sales', SALE, 'log');
      const reportPath = join(stage.dir, 'witness.json');
      await longLog(logDir, count);
      const boot = async (): Promise<{ child: Child; tookMs: number }> => {
        const began = performance.now();
        const child = await bootHouse(stage, { ...QUIET_WITNESS, reportPath }, []);
        return { child, tookMs: performance.now() - began };
      };
      const cold = await boot();
      const coldMib = memoryMibOf(cold.child.pid);
      const hasSnapshot = await until(() => readdirSync(logDir).some((name) => name.endsWith('.snapshot')), small);
      await cold.child.kill();
      const warm = await boot();
      const warmMib = memoryMibOf(warm.child.pid);
      await warm.child.kill();
      const seen = await reviewed(logDir, count);
      mine.add({ withoutSnapshotMs: cold.tookMs, withSnapshotMs: warm.tookMs, coldMib, warmMib, ...seen });
      const bytes = ((warmMib - BASE_MIB) * 2 ** 20) / count;
      return rowResult({
        row: 'restart',
        figures: mine.figures,
        goals: [
          exact(
            `at most ${BYTES_A_RECORD_MAX} bytes of memory a record, above ${BASE_MIB} MiB`,
            bytes,
            bytes <= BYTES_A_RECORD_MAX,
          ),
          exact('a snapshot was made while the house ran', Number(hasSnapshot), hasSnapshot || small),
          exact('every moment asked for is answered', seen.moments, seen.moments === MOMENTS),
          exact('records that the command line verified', seen.verified, seen.verified >= count),
        ],
        notes: [
          `${count} records; the review reads its history in the background, which takes caughtUpMs in all, and answers the first rows meanwhile`,
          'nothing breaks: time and memory go with the number of decided ids',
        ],
      });
    } finally {
      await stage.close();
    }
  },
};

type Seen = {
  readonly firstRows: number;
  readonly firstRowsMs: number;
  readonly caughtUpMs: number;
  readonly momentWorstMs: number;
  readonly moments: number;
  readonly reviewMib: number;
  readonly verifyMs: number;
  readonly verified: number;
};

async function reviewed(logDir: string, count: number): Promise<Seen> {
  const began = performance.now();
  const desk = createReview(openSource(logDir));
  const first = await desk.answer({ fromSeq: 1, limit: PAGE, filter: {} });
  const firstRowsMs = performance.now() - began;
  let moments = 0;
  let momentWorstMs = 0;
  await desk.answer({ view: 'state', seq: 100, lot: 'l0' });
  const caughtUpMs = performance.now() - began;
  for (let ask = 1; ask <= MOMENTS; ask += 1) {
    const from = performance.now();
    const seq = Math.max(100, Math.floor((((ask * 7919) % 1000) / 1000) * count));
    const answer = await desk.answer({ view: 'state', seq, lot: `l${ask % 200}` });
    momentWorstMs = Math.max(momentWorstMs, performance.now() - from);
    if ('lots' in answer && answer.lots.length === 1) moments += 1;
  }
  const reviewMib = process.memoryUsage().rss / 2 ** 20;
  const from = performance.now();
  const said = await runScript({ script: '../cli/rostrum.ts', args: ['log', 'verify', logDir, '--json'] });
  const verifyMs = performance.now() - from;
  const verified = Number((JSON.parse(said) as { records?: number }).records ?? 0);
  const rows = 'rows' in first ? first.rows.length : 0;
  return { firstRows: rows, firstRowsMs, caughtUpMs, momentWorstMs, moments, reviewMib, verifyMs, verified };
}

function memoryMibOf(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024;
}

/** False when it did not come to be; a small log has no snapshot to wait for. */
async function until(isDone: () => boolean, small: boolean): Promise<boolean> {
  const giveUpAt = performance.now() + (small ? 0 : SNAPSHOT_MS_MAX);
  while (!isDone() && performance.now() < giveUpAt) await new Promise((go) => setTimeout(go, POLL_MS));
  return isDone();
}
