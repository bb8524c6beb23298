/** One house a log: a lock file that names its owner. A lock whose owner is gone is taken over. */
import fs from 'node:fs';
import path from 'node:path';
import { JournalFault } from './fault.ts';

const NAME = 'lock';

/** Takes the lock of `dir`, or throws `journal-locked` with the owner's pid. Returns what gives it back. */
export function takeLock(dir: string): () => void {
  const file = path.join(dir, NAME);
  const mine = `${process.pid} ${startedAt(process.pid) ?? ''}\n`;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (create(file, mine)) {
      return () => {
        if (read(file) === mine) fs.rmSync(file, { force: true });
      };
    }
    const theirs = read(file);
    if (theirs === null) continue;
    if (isAlive(theirs)) throw locked(dir, theirs);
    setAside(file, theirs);
  }
  throw locked(dir, read(file) ?? 'somebody');
}

function locked(dir: string, owner: string): JournalFault {
  return new JournalFault(
    'journal-locked',
    `The log in ${dir} is in use by process ${owner.split(' ')[0]}: two houses must never write one log. Stop that process, or give this house another data folder.`,
  );
}

function create(file: string, text: string): boolean {
  const aside = `${file}.new.${process.pid}`;
  try {
    fs.writeFileSync(aside, text, { mode: 0o600 });
    fs.linkSync(aside, file); // with its owner in it from the first moment
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw new JournalFault('journal-open', `The lock ${file} could not be made: ${String(cause)}`, cause);
  } finally {
    fs.rmSync(aside, { force: true });
  }
}

function read(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Moves a dead owner's lock away. Should another process have taken it in between, its lock is put back. */
function setAside(file: string, expected: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    fs.renameSync(file, aside);
  } catch {
    return;
  }
  if (read(aside) !== expected) fs.linkSync(aside, file);
  fs.rmSync(aside, { force: true });
}

/** A pid is used again after a while; with the moment of its start it is not. */
function isAlive(owner: string): boolean {
  const [pid, start] = owner.trim().split(' ');
  const number = Number(pid);
  if (!Number.isInteger(number) || number <= 0) return false;
  try {
    process.kill(number, 0);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ESRCH') return false;
  }
  const now = startedAt(number);
  return now === null || start === undefined || start === '' || now === start;
}

/** Clock ticks since boot at which the process began, where the system tells (Linux). A zombie owns nothing. */
function startedAt(pid: number): string | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'zombie' : (fields[19] ?? null);
  } catch {
    return null;
  }
}
