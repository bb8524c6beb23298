/** What the witness in a house is told, and what it says when it is asked. Types, and the asking. */
import { readFile, rm } from 'node:fs/promises';
import type { Child } from './children.ts';
import type { Summary } from './load/histogram.ts';

export type WitnessOptions = {
  readonly reportPath: string;
  /** The TCP port of NATS, to time each bid between the socket and the socket; null: not timed. */
  readonly busPort: number | null;
  /** An artificial sleep before every sync: the control that must show. */
  readonly syncDelayMs: number;
  /** False takes the journal away: nothing is written, nothing is synced. */
  readonly journal: boolean;
  /** True collects garbage before the heap is read, which takes a while with a large one. */
  readonly measuresHeap: boolean;
};

export type WitnessReport = {
  readonly syncCount: number;
  readonly syncs: Summary;
  readonly residence: Summary;
  readonly rssBytes: number;
  readonly heapBytes: number;
  readonly cpuSeconds: number;
};

const ANSWER_MS_MAX = 30_000;
const LOOK_MS = 10;

export async function askWitness(house: Child, reportPath: string): Promise<WitnessReport> {
  await rm(reportPath, { force: true });
  house.signal('SIGUSR2');
  const until = performance.now() + ANSWER_MS_MAX;
  while (performance.now() < until) {
    const text = await readFile(reportPath, 'utf8').catch(() => null);
    if (text !== null) return JSON.parse(text) as WitnessReport;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new Error(`the witness in process ${house.pid} did not answer in ${ANSWER_MS_MAX} ms`);
}
