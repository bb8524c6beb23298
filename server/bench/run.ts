/** One run: a subject started, loaded, killed and held to its word. What every timed row is made of. */
import { join } from 'node:path';
import { SALE } from './house.ts';
import type { LoadResult, Plan } from './load/plan.ts';
import { exact, type Goal } from './row.ts';
import type { DeskPlan, Stage } from './stage.ts';
import type { Ended, Running, Subject } from './subject.ts';

export type Run = LoadResult & { readonly ended: Ended };
export type Shape = DeskPlan & Pick<Plan, 'lots' | 'load' | 'seconds' | 'warmSeconds'> & Partial<Plan>;
/** A load that is only known once the subject runs. */
export type LateLoad = () => Promise<Plan['load']>;

/** Where every run starts its prices, above all that the set-up may have made. */
export const FROM_MINOR = 1_000_000;
export const ACCEPTED_SHARE = 0.7;

export function planOf(shape: Shape, running: Running, dir: string, idPrefix: string): Plan {
  return {
    sale: SALE,
    acceptedShare: ACCEPTED_SHARE,
    maxShare: 0.2,
    fromMinor: FROM_MINOR,
    acksPath: join(dir, `acks-${idPrefix}.bin`),
    idPrefix,
    ...shape,
    target: running.target,
  };
}

let runs = 0;

export async function runOnce(stage: Stage, subject: Subject, shape: Shape, late?: LateLoad): Promise<Run> {
  runs += 1;
  const idPrefix = `r${runs}-`;
  const running = await subject.start();
  try {
    const load = late === undefined ? shape.load : await late();
    const plan = planOf({ ...shape, load }, running, stage.dir, idPrefix);
    const result = await stage.load(plan);
    return { ...result, ended: await running.end(plan.acksPath, idPrefix) };
  } catch (cause) {
    await running.end(null, idPrefix).catch(() => {});
    throw cause;
  }
}

/** What must hold whatever the time: everything answered, nothing refused, nothing lost, and it was the disk that said so. */
export function content(runsOfHouse: readonly Run[], all: readonly Run[]): Goal[] {
  const sum = (of: (run: Run) => number, list: readonly Run[]): number =>
    list.reduce((total, run) => total + of(run), 0);
  const unanswered = sum((run) => run.unanswered, all);
  const refused = sum((run) => run.refused, all);
  const lost = sum((run) => run.ended.lost, all);
  const acknowledged = sum((run) => run.ended.acknowledged, runsOfHouse);
  const told = sum((run) => run.accepted + run.rejected, runsOfHouse);
  const unsynced = runsOfHouse.filter((run) => run.ended.syncs === 0).length;
  return [
    exact('every bid answered', unanswered, unanswered === 0),
    exact('nothing refused at the door', refused, refused === 0),
    exact('killed, then replayed: every acknowledged bid is there', lost, lost === 0 && acknowledged === told),
    exact('runs without a sync', unsynced, unsynced === 0),
  ];
}

/** How the load itself did, so that a reader sees that it was not the bottleneck. */
export function loadNotes(all: readonly Run[]): string[] {
  const worst = (of: (run: Run) => number): number => Math.max(...all.map(of));
  const share = all.map((run) => (run.accepted / Math.max(1, run.answered)).toFixed(3));
  return [
    `generator: at most ${worst((run) => run.cores).toFixed(2)} of a core, own lag p99 at most ${worst((run) => run.lag.p99Ms).toFixed(1)} ms, unsent backlog at most ${Math.round(worst((run) => run.backlogBytesMax) / 1024)} KiB`,
    `accepted share by run: ${share.join(', ')}`,
  ];
}

export function syncNote(runsOfHouse: readonly Run[]): string {
  return `syncs by run: ${runsOfHouse.map((run) => `${run.ended.syncs} for ${run.accepted + run.rejected} bids`).join(', ')}`;
}
