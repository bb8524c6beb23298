/**
 * The zeros that may follow the last record of the last segment (ADR 0086), as they are read: where the written part ends, and what
 * must not stand behind the records. No frame ends in a zero, so that zeros at the end are never part of one.
 */
import type { Disk } from './disk.ts';
import { BATCH_REACH_BYTES } from './limits.ts';

/** A closed log ends in a record: one look at its last page tells. */
const LOOK_BYTES = 4096;
const BLOCK_BYTES = 1024 * 1024;

/**
 * Where the zeros at the end of a file begin. Looked for from the end: what a house that runs has written before the last byte that is
 * seen here is all there when it is read afterwards, so that a reader beside it never meets a hole.
 */
export function writtenEnd(disk: Disk, file: string, bytes: number): number {
  const zeros = Buffer.alloc(Math.min(bytes, BLOCK_BYTES));
  for (let end = bytes, look = LOOK_BYTES; end > 0; look = BLOCK_BYTES) {
    const from = Math.max(0, end - look);
    const block = disk.read(file, from, end - from);
    if (!block.equals(zeros.subarray(0, block.length))) return from + block.findLastIndex((byte) => byte !== 0) + 1;
    end = from;
  }
  return 0;
}

export type Stray = { readonly offset: number; readonly what: string };

/**
 * What stands behind the records, from `offset` on, and cannot be left of the batch that a crash caught: the only bit of all, or bytes
 * that no batch reaches. Such a disk has changed what nobody wrote; null when a crash can have left it.
 */
export function strayIn(bytes: Buffer, offset: number): Stray | null {
  let at = offset;
  while (at < bytes.length && bytes[at] === 0) at += 1;
  const byte = bytes[at];
  if (byte === undefined) return null;
  const isOneBit = at === bytes.length - 1 && (byte & (byte - 1)) === 0;
  if (isOneBit) return { offset: at, what: 'a single bit is set behind the last record' };
  if (at - offset > BATCH_REACH_BYTES)
    return { offset: at, what: `bytes stand further behind the last record, at ${offset}, than any batch reaches` };
  return null;
}
