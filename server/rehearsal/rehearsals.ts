/**
 * Rehearsals that clerks play from their desks: each in a thread of its own, on a copy, away from every sale and its log. One a
 * person; what nobody looks at any more ends by itself. Knows no HTTP.
 */
import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { RehearsalReport } from '../../protocol/rehearsal.ts';
import type { Sale } from '../../protocol/sale.ts';

export type RehearsalTask = { readonly sale: Sale; readonly speed: number; readonly seed: number };
/** How it stands: the parts of a report that change. */
export type RehearsalTold = Pick<
  RehearsalReport,
  'phase' | 'why' | 'sinceMs' | 'skippedMs' | 'summary' | 'results' | 'rows'
>;

/** Played at once in the whole house: each takes a core for moments. */
export const REHEARSALS_MAX = 4;
/** A desk asks twice a second; after so long without a question nobody looks. */
export const UNWATCHED_MS_MAX = 60_000;
const HEAP_MB_MAX = 256;
const THREAD = new URL('./thread.ts', import.meta.url);

export type Rehearsals = {
  /** The id; null when too many are being played. What the same person played before is gone. */
  begin(person: string, task: RehearsalTask): string | null;
  /** Null for one that is not there, or is another person's. */
  report(person: string, id: string): RehearsalReport | null;
  stop(person: string, id: string): RehearsalReport | null;
  close(): Promise<void>;
};

type Playing = {
  readonly id: string;
  readonly task: RehearsalTask;
  readonly worker: Worker;
  told: RehearsalTold;
  watch: NodeJS.Timeout;
};

export function createRehearsals(unwatchedMs: number = UNWATCHED_MS_MAX): Rehearsals {
  const byPerson = new Map<string, Playing>();

  function begin(person: string, task: RehearsalTask): string | null {
    forget(person);
    if (byPerson.size >= REHEARSALS_MAX) return null;
    const worker = new Worker(THREAD, { workerData: task, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX } });
    // A house that has nothing else to do ends.
    worker.unref();
    const one: Playing = { id: randomUUID(), task, worker, told: NOTHING, watch: watchOver(person) };
    worker.on('message', (told: RehearsalTold) => {
      if (one.told.phase === 'playing') one.told = told;
    });
    worker.on('error', (cause) => end(one, 'failed', cause instanceof Error ? cause.message : String(cause)));
    byPerson.set(person, one);
    return one.id;
  }

  function watchOver(person: string): NodeJS.Timeout {
    return setTimeout(() => forget(person), unwatchedMs).unref();
  }

  function forget(person: string): void {
    const one = byPerson.get(person);
    if (one === undefined) return;
    byPerson.delete(person);
    clearTimeout(one.watch);
    void one.worker.terminate();
  }

  function find(person: string, id: string): Playing | null {
    const one = byPerson.get(person);
    if (one === undefined || one.id !== id) return null;
    clearTimeout(one.watch);
    one.watch = watchOver(person);
    return one;
  }

  return {
    begin,
    report(person, id) {
      const one = find(person, id);
      return one === null ? null : reportOf(one);
    },
    stop(person, id) {
      const one = find(person, id);
      if (one === null) return null;
      end(one, 'stopped', null);
      void one.worker.terminate();
      return reportOf(one);
    },
    async close() {
      const workers = [...byPerson.values()].map(({ worker }) => worker);
      for (const person of [...byPerson.keys()]) forget(person);
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function end(one: Playing, phase: 'stopped' | 'failed', why: string | null): void {
  if (one.told.phase === 'playing') one.told = { ...one.told, phase, why };
}

function reportOf({ id, task: { sale, speed, seed }, told }: Playing): RehearsalReport {
  const { saleId, title, currency, lots } = sale;
  return { id, sale: saleId, title, currency, lots: lots.length, speed, seed, ...told };
}

const NOTHING: RehearsalTold = {
  phase: 'playing',
  why: null,
  sinceMs: 0,
  skippedMs: 0,
  summary: {
    ...{ sold: 0, passed: 0, withdrawn: 0, hammerMinor: 0, premiumMinor: 0, bids: 0 },
    ...{ refused: {}, lotsAnHour: null },
  },
  results: [],
  rows: [],
};
