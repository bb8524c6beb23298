/** Starts the processes of a run, each by its own file, and ends them by their own id. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type Child = {
  readonly pid: number;
  /** Kills at once, as a crash would, and resolves when it is gone. */
  kill(): Promise<void>;
  /** Asks it to end. */
  stop(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  readonly ended: Promise<number | null>;
};

export type Spawn = {
  /** Relative to `server/bench`. */
  readonly script: string;
  readonly args: readonly string[];
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly deadlineMs?: number;
};

const STOP_MS_MAX = 5_000;
const living = new Set<ChildProcess>();
/** Of processes that others started for the bench; ended with it. */
export const adopted = new Set<number>();
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
  for (const pid of adopted) process.kill(pid, 'SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

/** Starts a process that says it is ready by a line that contains `word`. */
export async function startChild(
  command: string,
  args: readonly string[],
  word: string,
  options: { readonly env?: Readonly<Record<string, string>>; readonly deadlineMs?: number } = {},
): Promise<Child> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  const { ended, said } = follow(child);
  const deadlineMs = options.deadlineMs ?? 30_000;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${args.join(' ')} was not ready in ${deadlineMs} ms: ${said()}`)),
      deadlineMs,
    );
    child.stdout?.on('data', () => {
      if (said().includes(word)) {
        clearTimeout(timer);
        resolve();
      }
    });
    void ended.then((status) => {
      clearTimeout(timer);
      reject(new Error(`${args.join(' ')} ended with ${status}: ${said()}`));
    });
  });
  return {
    pid: child.pid ?? 0,
    ended,
    signal: (signal) => void child.kill(signal),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
      await ended;
      clearTimeout(timer);
    },
  };
}

export function startScript(script: Spawn, word = 'ready'): Promise<Child> {
  const args = [...(script.nodeArgs ?? []), pathOf(script.script), ...script.args];
  const { env, deadlineMs } = script;
  return startChild(process.execPath, args, word, {
    ...(env === undefined ? {} : { env }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  });
}

/** Runs a script to its end and gives its last line of output. */
export async function runScript(script: Spawn): Promise<string> {
  const child = spawn(process.execPath, [...(script.nodeArgs ?? []), pathOf(script.script), ...script.args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...script.env },
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const { ended, said } = follow(child);
  const status = await ended;
  if (status !== 0) throw new Error(`${script.script} ended with ${status}: ${said()}`);
  return out.trimEnd().split('\n').at(-1) ?? '';
}

export function pathOf(script: string): string {
  return fileURLToPath(new URL(script, import.meta.url));
}

const SAID_MAX = 4_000;

function follow(child: ChildProcess): { ended: Promise<number | null>; said: () => string } {
  living.add(child);
  let said = '';
  const hear = (chunk: Buffer): void => {
    said = (said + chunk.toString('utf8')).slice(-SAID_MAX);
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', (cause) => {
      said += cause.message;
      resolve(null);
    });
    child.on('close', (status) => {
      living.delete(child);
      resolve(status);
    });
  });
  return { ended, said: () => said.trim() };
}
