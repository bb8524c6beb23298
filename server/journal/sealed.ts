/**
 * Reads the closed segments of a long log while another thread checks them: checksums and the chain cost as much as the parsing, and
 * a start has two cores. Nothing that was read here counts before that check has said so. Never writes.
 */
import path from 'node:path';
import type { LogRecord } from '../../protocol/event.ts';
import type { Disk } from './disk.ts';
import { peekFrame } from './frame.ts';
import { type Claim, listSegments, type Segment } from './recovery.ts';
import { damaged, SEGMENT_HEADER_BYTES } from './segment.ts';

/** Checks every segment before the one that holds `seq`; rejects with a `JournalFault` that names the first wrong record. */
export type CheckAside = (seq: number) => Promise<void>;

/** A shorter log is checked before a thread has begun. */
const SEGMENTS_MIN = 4;

/** Gives all records of the closed segments, and resolves with where the last, open one goes on; null when the log is short. */
export async function readSealed(
  disk: Disk,
  dir: string,
  check: CheckAside,
  each: (record: LogRecord) => void,
): Promise<Claim | null> {
  const { segments, headers } = listSegments(disk, dir);
  const last = segments.at(-1);
  const header = headers.at(-1);
  if (last === undefined || header === undefined || segments.length < SEGMENTS_MIN) return null;
  const checked = check(last.firstSeq);
  checked.catch(() => {});
  try {
    for (const segment of segments.slice(0, -1)) readSegment(disk, dir, segment, each);
  } catch (cause) {
    // The check names what is wrong, and where it begins; what was made of it here is a consequence.
    await checked;
    throw cause;
  }
  await checked;
  return { seq: last.firstSeq - 1, hash: header.previous };
}

function readSegment(
  disk: Disk,
  dir: string,
  { name, firstSeq, bytes }: Segment,
  each: (record: LogRecord) => void,
): void {
  const content = disk.read(path.join(dir, name), 0, bytes);
  let due = firstSeq;
  for (let offset = SEGMENT_HEADER_BYTES; offset < content.length; due += 1) {
    const frame = peekFrame(content, offset);
    if (frame === null || frame.seq !== due) throw damaged(name, offset, due, 'it cannot be read');
    each(JSON.parse(content.toString('utf8', frame.start, frame.end)));
    offset = frame.end;
  }
}
