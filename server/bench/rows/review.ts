/** Row `review`: a log of 1,000,000 records as the review desk and the command line see it. The desk's side is the review itself, without the bus. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReviewAnswer } from '../../../protocol/review.ts';
import { createReview, type Review } from '../../review/review.ts';
import { openSource } from '../../review/source.ts';
import { runScript } from '../children.ts';
import { longLog } from '../long-log.ts';
import { exact, median, type Row, rounds, rowResult, timed } from '../row.ts';
import { parseFloor } from './restart.ts';

const GOAL_FIRST_MS = 1_000;
const GOAL_MOMENT_MS = 100;
const GOAL_VERIFY = 0.3;
const PAGE = 100;
const MOMENTS = 200;

export const review: Row = {
  about: 'a log of 1,000,000 records in the review desk and on the command line',
  async run(options) {
    const count = options.small ? 5_000 : 1_000_000;
    const dir = mkdtempSync(join(tmpdir(), 'rostrum-bench-'));
    const logDir = join(dir, 'sales', 'bench', 'log');
    const kept = rounds();
    let rows = 0;
    let moments = 0;
    let verified = 0;
    try {
      const log = await longLog(logDir, count);
      const parsePerSecond = (count * 1000) / parseFloor(log.payloads());

      const began = performance.now();
      const desk = createReview(openSource(logDir));
      rows = rowsIn(await desk.answer({ fromSeq: 1, limit: PAGE, filter: {} }));
      const firstRowsMs = performance.now() - began;
      // The first question about a moment waits until the history has caught up.
      await momentOf(desk, 0, count);
      const caughtUpMs = performance.now() - began;
      const momentsMs: number[] = [];
      for (let ask = 1; ask <= MOMENTS; ask += 1) {
        const from = performance.now();
        moments += await momentOf(desk, ask, count);
        momentsMs.push(performance.now() - from);
      }
      const from = performance.now();
      const verdict = await desk.answer({ view: 'verify' });
      verified = 'ok' in verdict && verdict.ok ? verdict.records : 0;
      const verifyMs = performance.now() - from;

      const listMs = await timeOf(['log', 'ls', logDir, '--limit', `${PAGE}`]);
      const showMs = await timeOf(['log', 'show', logDir, `${Math.floor(count * 0.8)}`]);
      const cliVerifyMs = await timeOf(['log', 'verify', logDir]);
      kept.add({
        firstRowsMs,
        caughtUpMs,
        momentWorstMs: Math.max(...momentsMs),
        verifyPerSecond: (count * 1000) / verifyMs,
        cliListMs: listMs,
        cliShowMs: showMs,
        cliVerifyPerSecond: (count * 1000) / cliVerifyMs,
      });
      return result(parsePerSecond);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }

    function result(parsePerSecond: number) {
      const of = (name: string): number => median(kept.of(name));
      const first = Math.max(of('firstRowsMs'), of('cliListMs'));
      const worst = of('momentWorstMs');
      const verify = Math.min(of('verifyPerSecond'), of('cliVerifyPerSecond')) / parsePerSecond;
      return rowResult({
        row: 'review',
        figures: kept.figures,
        floor: { parsePerSecond: [parsePerSecond] },
        ratio: { verify },
        goals: [
          timed(options, `first rows within ${GOAL_FIRST_MS} ms, in both`, first, first <= GOAL_FIRST_MS),
          timed(options, `any lot at any seq within ${GOAL_MOMENT_MS} ms`, worst, worst <= GOAL_MOMENT_MS),
          timed(options, `verify at least ${GOAL_VERIFY} of the parse floor`, verify, verify >= GOAL_VERIFY),
          exact('a full first page', rows, rows === PAGE),
          exact('every moment asked for is answered', moments, moments === MOMENTS),
          exact('every record verified', verified, verified === count),
        ],
        notes: [`${count} records; the desk's history is read in the background, which takes caughtUpMs in all`],
        why: [
          'verifying decides every command again and hashes every record twice, for the chain and for the leaf; reading the text is the floor',
          'what would have to change: chain and leaves on a thread beside the one that decides',
        ],
      });
    }
  },
};

/** Lots and moments spread over the log; 1 when the answer is a lot as it stood. */
async function momentOf(desk: Review, ask: number, count: number): Promise<number> {
  const seq = Math.max(100, Math.floor(((ask * 7919) % 1000) * (count / 1000)));
  const answer = await desk.answer({ view: 'state', seq, lot: `l${ask % 200}` });
  return 'lots' in answer && answer.lots.length === 1 ? 1 : 0;
}

function rowsIn(answer: ReviewAnswer): number {
  return 'rows' in answer ? answer.rows.length : 0;
}

async function timeOf(args: readonly string[]): Promise<number> {
  const began = performance.now();
  await runScript({ script: '../cli/rostrum.ts', args });
  return performance.now() - began;
}
