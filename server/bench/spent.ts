/**
 * Where the house's processor time goes under a load: one run more, under V8's own profiler. What it says stands as notes beside the
 * figures of a row, so that the words are those of the very code that was measured.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HouseOptions, startHouse } from './house.ts';
import type { LoadResult } from './load/plan.ts';
import { planOf, type Shape } from './run.ts';
import type { Stage } from './stage.ts';

export type Spent = {
  readonly result: LoadResult;
  /** Processor time a bid, all threads of the process; null where the system does not tell. */
  readonly houseMicros: number | null;
  readonly natsMicros: number | null;
  /** The functions of the main thread by self time, the largest first; shares of what it was busy. */
  readonly functions: readonly { readonly name: string; readonly share: number }[];
};

type CpuProfile = {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
};

/** The function that every bid comes in by: what was sampled before the first is the start of the house. */
const FIRST = 'onBid';
const TOP = 10;

export async function spend(stage: Stage, options: Omit<HouseOptions, 'nodeArgs'>, shape: Shape): Promise<Spent> {
  const house = await startHouse(stage, { ...options, nodeArgs: ['--cpu-prof', `--cpu-prof-dir=${stage.dir}`] });
  const before = [cpuMicrosOf(house.child.pid), cpuMicrosOf(stage.natsPid)] as const;
  const result = await stage.load(planOf(shape, house, stage.dir, 'spent-'));
  const aBid = (pid: number, from: number | null) => {
    const now = cpuMicrosOf(pid);
    return now === null || from === null ? null : (now - from) / result.answered;
  };
  const houseMicros = aBid(house.child.pid, before[0]);
  const natsMicros = aBid(stage.natsPid, before[1]);
  await house.child.stop();
  // Of the main thread: threads of their own leave profiles of their own.
  const name = readdirSync(stage.dir).find((file) => /\.0\.\d+\.cpuprofile$/.test(file));
  if (name === undefined) throw new Error('the house left no profile');
  return {
    result,
    houseMicros,
    natsMicros,
    functions: functionsOf(JSON.parse(readFileSync(join(stage.dir, name), 'utf8'))),
  };
}

export function spentNotes({ houseMicros, natsMicros, functions }: Spent): string[] {
  const micros = (value: number | null) => (value === null ? 'unknown' : `${value.toFixed(1)} µs`);
  const top = functions.slice(0, TOP).map(({ name, share }) => `${(share * 100).toFixed(1)} % ${name}`);
  return [
    `processor a bid, in a run under the profiler: house ${micros(houseMicros)} (all its threads), nats-server ${micros(natsMicros)}`,
    `of the house's main thread, by self time: ${top.join('; ')}`,
  ];
}

function functionsOf({ nodes, samples, timeDeltas }: CpuProfile): Spent['functions'] {
  const names = new Map<number, string>();
  const first = new Set<number>();
  const children = new Map<number, readonly number[]>();
  for (const { id, callFrame, children: below } of nodes) {
    const { functionName, url, lineNumber } = callFrame;
    const file = url.replace(/^.*\/(server|protocol|node_modules)\//, '$1/');
    names.set(id, `${functionName || '(anonymous)'}${file === '' ? '' : ` ${file}:${lineNumber + 1}`}`);
    children.set(id, below ?? []);
    if (functionName === FIRST) first.add(id);
  }
  // Whatever is called from it counts as it.
  for (const id of first) for (const child of children.get(id) ?? []) first.add(child);
  const selfMicros = new Map<string, number>();
  let busy = 0;
  for (let at = samples.findIndex((sample) => first.has(sample)); at >= 0 && at < samples.length; at += 1) {
    const name = names.get(samples[at] ?? 0) ?? '?';
    if (name === '(idle)') continue;
    const micros = timeDeltas[at] ?? 0;
    busy += micros;
    selfMicros.set(name, (selfMicros.get(name) ?? 0) + micros);
  }
  return [...selfMicros].sort((a, b) => b[1] - a[1]).map(([name, micros]) => ({ name, share: micros / busy }));
}

const TICKS_A_SECOND = 100;
const USER_AT = 11;

/** User and system time of a process so far, as Linux tells it. */
function cpuMicrosOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ((Number(fields[USER_AT]) + Number(fields[USER_AT + 1])) * 1e6) / TICKS_A_SECOND;
  } catch {
    return null;
  }
}
