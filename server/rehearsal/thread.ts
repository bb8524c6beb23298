/** The thread of rehearsals.ts: plays one sale on a copy in its own memory and tells how it stands a few times a second. Opens no file. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { REHEARSAL_ROWS_MAX, type RehearsalRow } from '../../protocol/rehearsal.ts';
import { play } from './pace.ts';
import { rehearsal } from './rehearsal.ts';
import type { RehearsalTask, RehearsalTold } from './rehearsals.ts';
import { rehearsalTable } from './table.ts';

const TELL_EVERY_MS = 250;

async function run({ sale, speed, seed }: RehearsalTask): Promise<void> {
  const table = rehearsalTable(sale);
  const rows: RehearsalRow[] = [];
  let firstAt: number | null = null;
  let sinceMs = 0;
  let skippedMs = 0;
  let toldAtMs = 0;
  const tell = (phase: RehearsalTold['phase'], why: string | null) => {
    toldAtMs = performance.now();
    const newest = rows.slice(-REHEARSAL_ROWS_MAX);
    const told: RehearsalTold = {
      ...{ phase, why, sinceMs, skippedMs, summary: table.summary(), results: table.results(), rows: newest },
    };
    parentPort?.postMessage(told);
  };
  try {
    await play(
      rehearsal(sale, { seed, startAt: Date.now() }),
      speed,
      { now: () => performance.now(), sleep: (ms) => sleep(ms) },
      (record) => {
        rows.push(...table.rows(record));
        if (rows.length > 2 * REHEARSAL_ROWS_MAX) rows.splice(0, rows.length - REHEARSAL_ROWS_MAX);
        firstAt ??= record.at;
        sinceMs = record.at - firstAt;
        if (performance.now() - toldAtMs >= TELL_EVERY_MS) tell('playing', null);
      },
      (ms) => {
        skippedMs += ms;
      },
    );
    tell('done', null);
  } catch (cause) {
    tell('failed', cause instanceof Error ? cause.message : String(cause));
  }
}

await run(workerData as RehearsalTask);
