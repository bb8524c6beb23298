/**
 * The row `replay`: the replay command as a user runs it, its start and its output to a file included, against the floor of parsing the
 * same lines, turn by turn in one run. `node server/cli/replay.bench.ts` prints one line of JSON.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchCommands } from '../core/commands.fixture.ts';

const COMMANDS = Number(process.env.ROSTRUM_BENCH_COMMANDS ?? 1_000_000);
const ROUNDS = 5;
/** How often the child is looked at: what it used between the last look and its end is not counted. */
const LOOK_MS = 10;

type Cost = { readonly wallMs: number; readonly cpuMs: number };

const folder = mkdtempSync(join(tmpdir(), 'rostrum-replay-'));
const file = join(folder, 'commands.jsonl');
try {
  writeCommands();
  const lines = readFileSync(file, 'latin1').split('\n');
  parse(lines);
  const floors: Cost[] = [];
  const replays: (Cost & { readonly rssMiB: number })[] = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    floors.push(parse(lines));
    replays.push(await replay());
  }
  const of = (costs: readonly Cost[], what: keyof Cost) => costs.map((cost) => cost[what]);
  const ratio = (what: keyof Cost) =>
    middle(of(floors, what).map((floor, i) => floor / (replays[i]?.[what] ?? Number.NaN))).toFixed(2);
  const row = {
    row: 'replay',
    perSecond: Math.round((COMMANDS * 1000) / middle(of(replays, 'wallMs'))),
    floorPerSecond: Math.round((COMMANDS * 1000) / middle(of(floors, 'wallMs'))),
    ratio: Number(ratio('wallMs')),
    cpuRatio: Number(ratio('cpuMs')),
    goal: 0.4,
    rssMiB: Math.max(...replays.map(({ rssMiB }) => rssMiB)),
    commands: COMMANDS,
    rounds: ROUNDS,
  };
  process.stdout.write(`${JSON.stringify(row)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function writeCommands(): void {
  const fd = openSync(file, 'w');
  const commands = benchCommands(COMMANDS, 1000, 1000);
  for (let from = 0; from < commands.length; from += 10_000) {
    const some = commands.slice(from, from + 10_000).map((command) => `${JSON.stringify(command)}\n`);
    writeSync(fd, some.join(''));
  }
  closeSync(fd);
}

function parse(lines: readonly string[]): Cost {
  const from = performance.now();
  const cpu = process.cpuUsage();
  for (const line of lines) if (line !== '') JSON.parse(line);
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs: performance.now() - from, cpuMs: (user + system) / 1000 };
}

async function replay(): Promise<Cost & { readonly rssMiB: number }> {
  const output = openSync(join(folder, 'events.jsonl'), 'w');
  const from = performance.now();
  const child = spawn(process.execPath, [new URL('./rostrum.ts', import.meta.url).pathname, 'replay', file], {
    stdio: ['ignore', output, 'inherit'],
  });
  let seen = { cpuMs: 0, rssMiB: 0 };
  const looking = setInterval(() => {
    seen = lookAt(child.pid) ?? seen;
  }, LOOK_MS);
  const [status] = await once(child, 'close');
  clearInterval(looking);
  closeSync(output);
  if (status !== 0) throw new Error(`replay ended with ${status}`);
  return { wallMs: performance.now() - from, ...seen };
}

/** Linux counts processor time in hundredths of a second. */
function lookAt(pid: number | undefined): { readonly cpuMs: number; readonly rssMiB: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [user, system] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14);
    const peakKib = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return peakKib === undefined
      ? null
      : { cpuMs: 10 * (Number(user) + Number(system)), rssMiB: Math.round(Number(peakKib) / 1024) };
  } catch {
    return null;
  }
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
