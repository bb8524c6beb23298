/** Starts a victim, writes down what it told, and holds that against the log that it left. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LogRecord } from '../../protocol/event.ts';
import { emptyState, execute } from '../core/sale.ts';
import { openJournal } from '../journal/file.ts';

/** Guards taken out in the victim, one at a time. */
export type FaultControl =
  | 'none'
  | 'no-sync'
  | 'told-before-durable'
  | 'ids-forgotten'
  | 'sync-retried'
  | 'fault-ignored'
  | 'chain-unchecked';

export type Watched = {
  readonly child: ChildProcess;
  /** By seq: the record as it was told. */
  readonly told: Map<number, string>;
  readonly faults: string[];
  /** Resolves when so many have been told by this victim, or it is gone. */
  untilTold(count: number): Promise<void>;
  /** Kills the house itself, whatever it is wrapped in: a tracer that is killed would let it go on. */
  kill(): void;
  readonly ended: Promise<{ readonly status: number | null; readonly signal: string | null }>;
};

const UNCHAINED = pathToFileURL(path.join(import.meta.dirname, 'unchained.ts')).href;
const VICTIM = path.join(import.meta.dirname, 'victim.ts');

/** `told` is carried on from victim to victim of one log. */
export function startVictim(
  dir: string,
  seed: number,
  control: FaultControl,
  told: Map<number, string>,
  wrap: readonly string[] = [],
): Watched {
  const hooks = control === 'chain-unchecked' ? [`--import=${UNCHAINED}`] : [];
  const [command = process.execPath, ...args] = [
    ...[...wrap, process.execPath, ...hooks, VICTIM],
    ...[dir, String(seed), control],
  ];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const faults: string[] = [];
  let wakers: { readonly count: number; readonly wake: () => void }[] = [];
  let mine = 0;
  let pid = child.pid;
  let rest = '';
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) hear(JSON.parse(line));
    wakers = wakers.filter(({ count, wake }) => mine < count || void wake());
  });
  function hear(message: { told?: number; record?: string; fault?: string; pid?: number }): void {
    pid = message.pid ?? pid;
    if (message.fault !== undefined) faults.push(message.fault);
    if (message.told === undefined || message.record === undefined) return;
    if (faults.length > 0) faults.push(`record ${message.told} was told after the fault`);
    told.set(message.told, message.record);
    mine += 1;
  }
  const ended = new Promise<{ status: number | null; signal: string | null }>((resolve) => {
    child.on('close', (status, signal) => {
      if (errors !== '') faults.push(errors.slice(0, 300));
      for (const { wake } of wakers) wake();
      resolve({ status, signal });
    });
  });
  return {
    child,
    told,
    faults,
    untilTold: (count) =>
      new Promise((wake) => (mine >= count || child.exitCode !== null ? wake() : wakers.push({ count, wake }))),
    kill() {
      if (child.exitCode === null && pid !== undefined) process.kill(pid, 'SIGKILL');
    },
    ended,
  };
}

export type Loss = { readonly records: number; readonly wrong: readonly string[] };

/** Everything that was told is in the log and equal, the log is what the rules decide, and no id was decided twice. */
export async function compare(dir: string, told: ReadonlyMap<number, string>): Promise<Loss> {
  const wrong: string[] = [];
  const state = emptyState();
  const decided = new Set<string>();
  let records = 0;
  const check = (record: LogRecord) => {
    records += 1;
    const was = told.get(record.seq);
    if (was !== undefined && was !== JSON.stringify(record)) wrong.push(`record ${record.seq} is not what was told`);
    const { command, events } = record;
    if (JSON.stringify(execute(state, command)) !== JSON.stringify(events))
      wrong.push(`record ${record.seq} is not what the rules decide`);
    if (!('id' in command)) return;
    const isDecided = events.some(
      (event) =>
        !('reason' in event && event.reason === 'malformed') &&
        (('id' in event && event.id === command.id) || event.type === 'CommandRefused'),
    );
    if (isDecided && decided.has(command.id)) wrong.push(`bid ${command.id} was decided twice`);
    if (isDecided) decided.add(command.id);
  };
  try {
    const journal = await openJournal({ dir, lock: false, onRecord: check });
    await journal.close();
  } catch (cause) {
    wrong.push(`the log is not opened: ${String(cause)}`);
  }
  const lost = [...told.keys()].filter((seq) => seq > records);
  if (lost.length > 0) wrong.push(`${lost.length} told records are lost, from seq ${Math.min(...lost)}`);
  return { records, wrong };
}
