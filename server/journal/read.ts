/** Reading durable records back, a segment at a time, each checked again as it is read. Never writes. */
import path from 'node:path';
import type { LogRecord } from '../../protocol/event.ts';
import type { Disk } from './disk.ts';
import { type Frame, peekFrame, readFrame } from './frame.ts';
import type { Segment } from './recovery.ts';
import { damaged, INDEX_EVERY, SEGMENT_HEADER_BYTES } from './segment.ts';

/** The frames from `fromSeq` to `toSeq`, in order. Holds one segment in memory. */
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
    const bytes = disk.read(path.join(dir, segment.name), 0, segment.bytes);
    segment.index ??= indexOf(bytes);
    const slot = Math.floor((seq - segment.firstSeq) / INDEX_EVERY);
    let offset = segment.index[slot] ?? SEGMENT_HEADER_BYTES;
    while (offset < bytes.length && seq <= toSeq) {
      const frame = readFrame(bytes, offset);
      if ('problem' in frame) throw damaged(segment.name, offset, seq, `it cannot be read back (${frame.problem})`);
      if (frame.seq >= seq) {
        if (frame.seq !== seq) throw damaged(segment.name, offset, seq, `a record numbered ${frame.seq} stands there`);
        yield frame;
        seq += 1;
      }
      offset = frame.end;
    }
  }
}

export function recordOf(frame: Frame): LogRecord {
  return JSON.parse(frame.payload.toString('utf8'));
}

function indexOf(bytes: Buffer): number[] {
  const index: number[] = [];
  let count = 0;
  for (let offset = SEGMENT_HEADER_BYTES; offset < bytes.length; offset = peekFrame(bytes, offset).end) {
    if (count % INDEX_EVERY === 0) index.push(offset);
    count += 1;
  }
  return index;
}
