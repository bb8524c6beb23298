/** Reading durable records back, a segment at a time, each checked again as it is read. Never writes. */
import path from 'node:path';
import type { LogRecord } from '../../protocol/event.ts';
import type { Disk } from './disk.ts';
import { type Frame, peekFrame, readFrame } from './frame.ts';
import type { Segment } from './recovery.ts';
import { damaged, INDEX_EVERY, SEGMENT_HEADER_BYTES } from './segment.ts';

/** The frames from `fromSeq` to `toSeq`, in order. Holds one block of a segment in memory. */
export function* framesFrom(
  disk: Disk,
  dir: string,
  segments: readonly Segment[],
  fromSeq: number,
  toSeq: number,
): Generator<Frame, void> {
  let seq = Math.max(1, fromSeq);
  const first = Math.max(
    0,
    segments.findLastIndex((segment) => segment.firstSeq <= seq),
  );
  for (const segment of segments.slice(first)) {
    if (seq > toSeq) return;
    const file = path.join(dir, segment.name);
    segment.index ??= indexOf(disk.read(file, 0, segment.bytes));
    const { index } = segment;
    // A block is what lies between two entries of the index: one record from the middle of a log costs no more than that.
    let slot = Math.max(0, Math.min(index.length - 1, Math.floor((seq - segment.firstSeq) / INDEX_EVERY)));
    while (slot < index.length && seq <= toSeq) {
      const begin = index[slot] ?? SEGMENT_HEADER_BYTES;
      const end = index[slot + 1] ?? segment.bytes;
      const bytes = disk.read(file, begin, end - begin);
      for (let offset = 0; offset < bytes.length && seq <= toSeq; ) {
        const frame = readFrame(bytes, offset);
        if ('problem' in frame)
          throw damaged(segment.name, begin + offset, seq, `it cannot be read back (${frame.problem})`);
        if (frame.seq > seq)
          throw damaged(segment.name, begin + offset, seq, `a record numbered ${frame.seq} stands there`);
        offset = frame.end;
        if (frame.seq < seq) continue;
        yield frame;
        seq += 1;
      }
      slot += 1;
    }
  }
}

export function recordOf(frame: Frame): LogRecord {
  return JSON.parse(textOf(frame));
}

/** The record as it was written. */
export function textOf(frame: Frame): string {
  return frame.payload.toString('utf8');
}

function indexOf(bytes: Buffer): number[] {
  const index: number[] = [];
  let count = 0;
  let offset = SEGMENT_HEADER_BYTES;
  for (let frame = peekFrame(bytes, offset); frame !== null; frame = peekFrame(bytes, offset)) {
    if (count % INDEX_EVERY === 0) index.push(offset);
    count += 1;
    offset = frame.end;
  }
  return index;
}
