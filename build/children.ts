/**
 * The programs that one start has started: each in a process group of its own, so that Ctrl-C in the terminal reaches only
 * us and we stop them in order. It knows nothing of what they are.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** How long a program may take to stop by itself before it is killed. */
const STOP_MS_MAX = 10_000;
const TAIL_LINES_MAX = 20;

export type ChildSpec = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
};

export type Child = {
  readonly name: string;
  readonly pid: number;
  /** The last lines that it said on standard error and output, for a fault's message. */
  tail(): readonly string[];
  /** Resolves with the exit status when it ends, -1 for a signal. */
  readonly ended: Promise<number>;
  /** True once it has said a line with these words (also before the call), false when it ends or the time is over. */
  says(words: string, msMax: number): Promise<boolean>;
  hasEnded(): boolean;
  stop(): Promise<void>;
};

/** Starts a program; what it says goes to `<logFolder>/<name>.log`. Its standard input closes when we die, however we die. */
export function startChild(spec: ChildSpec, logFolder: string): Child {
  mkdirSync(logFolder, { recursive: true });
  const log = createWriteStream(join(logFolder, `${spec.name}.log`), { flags: 'a' });
  // A full disk must not take the launcher down with the log of a child.
  log.on('error', () => {});
  const process_ = spawn(spec.command, spec.args, {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...spec.env },
    ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
  });
  process_.stdin.on('error', () => {});
  const lines: string[] = [];
  const awaited = new Set<() => void>();
  for (const stream of [process_.stdout, process_.stderr])
    stream.on('data', (chunk: Buffer) => {
      log.write(chunk);
      lines.push(...chunk.toString('utf8').split('\n').filter(Boolean));
      for (const look of awaited) look();
      lines.splice(0, Math.max(0, lines.length - TAIL_LINES_MAX));
    });
  let status: number | null = null;
  const ended = new Promise<number>((resolve) => {
    const end = (code: number) => {
      status = code;
      resolve(code);
    };
    process_.once('error', (error) => {
      lines.push(error.message);
      end(127);
    });
    process_.once('close', (code) => {
      log.end();
      end(code ?? -1);
    });
  });
  return {
    name: spec.name,
    pid: process_.pid ?? -1,
    tail: () => lines,
    ended,
    says,
    hasEnded: () => status !== null,
    stop: () => stop(process_, ended),
  };

  async function says(words: string, msMax: number): Promise<boolean> {
    const hasSaid = () => lines.some((line) => line.includes(words));
    if (hasSaid()) return true;
    let late: NodeJS.Timeout | undefined;
    let look = () => {};
    const said = new Promise<void>((resolve) => {
      look = () => hasSaid() && resolve();
      awaited.add(look);
      late = setTimeout(resolve, msMax);
    });
    await Promise.race([said, ended]);
    clearTimeout(late);
    awaited.delete(look);
    return hasSaid();
  }
}

/** Stops the last one first: desk, bidders, house, bus. */
export async function stopAll(children: readonly Child[]): Promise<void> {
  for (const child of children.toReversed()) await child.stop();
}

async function stop(child: ChildProcess, ended: Promise<number>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const late = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_MS_MAX);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(late);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}
