/** The note that a running house leaves in the data folder, so that a second start can say what is there. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Running = {
  readonly pid: number;
  /** The programs that were started, by name. */
  readonly children: Readonly<Record<string, number>>;
  readonly address: string;
  readonly sale: string | null;
  readonly startedAt: number;
};

const HEALTH_MS_MAX = 2000;

export function writeRunning(folder: string, running: Running): void {
  writeFileSync(fileIn(folder), `${JSON.stringify(running, null, 2)}\n`);
}

/** Takes our own note away, and nobody else's. */
export function clearRunning(folder: string, pid: number): void {
  if (readRunning(folder)?.pid === pid) rmSync(fileIn(folder), { force: true });
}

export function readRunning(folder: string): Running | null {
  try {
    const value: unknown = JSON.parse(readFileSync(fileIn(folder), 'utf8'));
    return isRunning(value) ? value : null;
  } catch {
    return null;
  }
}

/** What of the note is still true: the launcher lives, or at least its house answers. Null: the note is a dead one's. */
export async function stillRunning(running: Running): Promise<'launcher' | 'orphan' | null> {
  const healthy = await answers(running.address);
  if (isAlive(running.pid) && (healthy || running.children.house === undefined)) return 'launcher';
  return healthy ? 'orphan' : null;
}

/** True when the house at the address says that it lives. */
export async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(HEALTH_MS_MAX) })).ok;
  } catch {
    return false;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function fileIn(folder: string): string {
  return join(folder, 'running.json');
}

function isRunning(value: unknown): value is Running {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'address' in value &&
    typeof value.address === 'string' &&
    'children' in value &&
    typeof value.children === 'object'
  );
}
