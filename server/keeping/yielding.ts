/** A thread that gives way: its work is in no hurry, and the processor belongs to those who bid. Knows no work. */
import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/** Puts the calling thread, not its process, last in the queue for a processor. Only Linux knows priorities of threads; elsewhere nothing happens. */
export function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(threadId(), constants.priority.PRIORITY_LOW);
  } catch {
    // A container may forbid it; the work is then done as any other.
  }
}

/** Of the calling thread, as the system counts them. */
export function threadId(): number {
  return Number(readlinkSync('/proc/thread-self').split('/').at(-1));
}
