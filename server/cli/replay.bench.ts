/** The row `replay`: the replay command's work against the floor of parsing the same lines, in one run. `node server/cli/replay.bench.ts` */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchCommands } from '../core/decide.bench.ts';

const COMMANDS = Number(process.env.ROSTRUM_BENCH_COMMANDS ?? 300_000);
const ROUNDS = 3;

const folder = mkdtempSync(join(tmpdir(), 'rostrum-replay-'));
const file = join(folder, 'commands.jsonl');
writeFileSync(
  file,
  benchCommands(COMMANDS, 1000, 1000)
    .map((command) => `${JSON.stringify(command)}\n`)
    .join(''),
);
try {
  const ratios: number[] = [];
  let rate = 0;
  let floor = 0;
  let rssMiB = 0;
  for (let i = 0; i < ROUNDS; i += 1) {
    const parsed = parseFloor();
    const replayed = await replay();
    ratios.push(replayed.perSecond / parsed);
    [rate, floor, rssMiB] = [replayed.perSecond, parsed, replayed.rssMiB];
  }
  const ratio = ratios.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0;
  const row = {
    row: 'replay',
    perSecond: Math.round(rate),
    floorPerSecond: Math.round(floor),
    ratio,
    goal: 0.4,
    rssMiB,
    commands: COMMANDS,
  };
  process.stdout.write(`${JSON.stringify(row)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function parseFloor(): number {
  const lines = readFileSync(file, 'utf8').split('\n');
  const from = performance.now();
  for (const line of lines) if (line !== '') JSON.parse(line);
  return (COMMANDS / (performance.now() - from)) * 1000;
}

/** The whole command as a user runs it, its start and its output to a pipe included. */
async function replay(): Promise<{ perSecond: number; rssMiB: number }> {
  const from = performance.now();
  const child: ChildProcess = spawn(
    process.execPath,
    [new URL('./rostrum.ts', import.meta.url).pathname, 'replay', file],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let peak = 0;
  child.stdout?.on('data', () => {
    peak = Math.max(peak, rss(child.pid));
  });
  await once(child, 'close');
  return { perSecond: (COMMANDS / (performance.now() - from)) * 1000, rssMiB: peak };
}

function rss(pid: number | undefined): number {
  try {
    const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Math.round(Number(kib ?? 0) / 1024);
  } catch {
    return 0;
  }
}
