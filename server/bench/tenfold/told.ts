/** What a try at ten times a goal must still keep: no silence, nothing lost, memory with a bound. Speed is shown and not judged. */
import { exact, type Goal } from '../row.ts';
import type { Run } from '../run.ts';
import { number } from '../table.ts';

/** Of the house's process, whatever comes in. A working set of a usual evening is a fifth of it. */
export const MEMORY_MIB_MAX = 1_024;

export function kept(run: Run, memoryMibMax = MEMORY_MIB_MAX): Goal[] {
  const memoryMib = memoryMibOf(run);
  const told = run.accepted + run.rejected;
  return [
    exact('every bid is answered: decided, or refused with a reason', run.unanswered, run.unanswered === 0),
    exact(
      'killed, then replayed: every acknowledged bid is there',
      run.ended.lost,
      run.ended.lost === 0 && run.ended.acknowledged === told,
    ),
    exact(`memory of the house at most ${number(memoryMibMax)} MiB`, memoryMib, memoryMib <= memoryMibMax),
  ];
}

export function figuresOf(run: Run): Record<string, number> {
  const { p50Ms, p99Ms, maxMs } = run.ack;
  return {
    ...{ answeredPerSecond: run.answeredPerSecond, accepted: run.accepted, rejected: run.rejected },
    ...{ refused: run.refused, p50Ms, p99Ms, maxMs, memoryMib: memoryMibOf(run) },
  };
}

/** What was said instead of a decision, and how often. */
export function reasonsNote(run: Pick<Run, 'reasons'>): string {
  const reasons = Object.entries(run.reasons).map(([reason, times]) => `${number(times)} × \`${reason}\``);
  return reasons.length === 0 ? 'nobody was refused anything' : `not accepted: ${reasons.join(', ')}`;
}

export function loadNote(run: Run): string {
  return `generator: ${run.cores.toFixed(2)} of a core, own lag p99 ${run.lag.p99Ms.toFixed(0)} ms`;
}

function memoryMibOf(run: Run): number {
  return (run.ended.witness?.rssBytes ?? Number.NaN) / 2 ** 20;
}
