/**
 * Zeros written ahead of the log (ADR 0086): a file full of them lies ready for the records to come, so that a sync of records has no
 * new place on the disk to make durable with them. Made in the thread pool; nothing waits for it, and a log does without it.
 */
import path from 'node:path';
import { type Disk, type DiskFile, PART_BYTES, writeAll } from './disk.ts';
import { faultOf, type JournalFault } from './fault.ts';
import type { JournalLimits } from './limits.ts';
import type { Segment } from './recovery.ts';

/** A start removes what ends so. */
export const SPARE_NAME = 'ahead.tmp';

/** A file of zeros behind the first `copied` bytes of segment `of`; none of them for the segment to come. */
type Spare = { readonly file: DiskFile; readonly of: Segment; readonly copied: number };

export type Ahead = {
  /** To be called after each batch, with its length: begins what will be wanted. */
  tend(segment: Segment, hasRoom: boolean, batchBytes: number): void;
  /** Whether `takeCopy` has something to give. */
  readonly hasCopy: boolean;
  /** The segment that is being written, as far as it was copied, with room behind; null when it is another by now, or much has come since. */
  takeCopy(segment: Segment): Spare | null;
  /** The file for the next segment, or null: then it grows as it is written. */
  takeEmpty(): DiskFile | null;
  /** A disk that fails zeros is not trusted with records. */
  readonly fault: JournalFault | null;
  /** Ends and removes what nobody took. */
  close(): Promise<void>;
};

/** A batch begins before the segment's length and may end behind it: so much of it more. */
const OVER_PART = 32;
/** A segment with more than this part in it gets no room any more, and the next one's is begun with. */
const COPY_PART_MAX = 1 / 2;
const NEXT_PART = 1 / 8;
/** What came while a copy was made is copied while a batch waits. */
const LATE_BYTES_MAX = 512 * 1024;
/** A larger batch pays its sync by its bytes, and would only pay for them twice (batches of 150 KB: 0.8 of the records a second). */
const BATCH_BYTES_MAX = 64 * 1024;
/** With less free than so many times a segment, what is left is the records'. */
const FREE_FACTOR = 4;

export function createAhead(disk: Disk, dir: string, limits: JournalLimits, onWarn: (message: string) => void): Ahead {
  const aside = path.join(dir, SPARE_NAME);
  const bytes = limits.segmentBytes + Math.ceil(limits.segmentBytes / OVER_PART);
  let spare: Spare | null = null;
  let filling: Promise<void> | null = null;
  let fault: JournalFault | null = null;
  let isOver = false;
  let batches = 0;
  let isCopyTried = false;
  let nextTriedIn = '';

  function begin(segment: Segment, copied: number): void {
    if (disk.free(dir) < bytes * FREE_FACTOR) return;
    filling = fill(segment, copied)
      .catch((cause) => {
        const why = faultOf('write', aside, cause);
        if (why.code !== 'journal-full') fault ??= why;
        else onWarn('the disk has no room for zeros ahead of the log: its syncs take longer');
      })
      .finally(() => {
        filling = null;
      });
  }

  async function fill(segment: Segment, copied: number): Promise<void> {
    disk.remove(aside);
    const file = disk.create(aside);
    try {
      for (let at = 0; at < bytes && !isOver; at += PART_BYTES) {
        const part = Buffer.alloc(Math.min(PART_BYTES, bytes - at));
        if (at < copied) disk.read(path.join(dir, segment.name), at, Math.min(part.length, copied - at)).copy(part);
        await writeAll(file, part, at);
        await file.datasync().catch((cause) => {
          throw faultOf('sync', aside, cause);
        });
      }
    } catch (cause) {
      discard(file);
      throw cause;
    }
    if (isOver) discard(file);
    else spare = { file, of: segment, copied };
  }

  /** What cannot be removed now, the next start removes. */
  function discard(file: DiskFile): void {
    file.close();
    try {
      disk.remove(aside);
    } catch (cause) {
      onWarn(`${aside} was left: ${String(cause)}`);
    }
  }

  function take(): Spare | null {
    const taken = spare;
    spare = null;
    return taken;
  }

  return {
    tend(segment, hasRoom, batchBytes) {
      batches += 1;
      if (batchBytes > BATCH_BYTES_MAX) return;
      if (batches <= limits.batchesBeforeAhead || filling !== null || spare !== null) return;
      if (!hasRoom && !isCopyTried && segment.bytes < limits.segmentBytes * COPY_PART_MAX) {
        isCopyTried = true;
        begin(segment, segment.bytes);
      } else if (segment.name !== nextTriedIn && segment.bytes >= limits.segmentBytes * NEXT_PART) {
        nextTriedIn = segment.name;
        begin(segment, 0);
      }
    },
    get hasCopy() {
      return spare !== null && spare.copied > 0;
    },
    takeCopy(segment) {
      const taken = take();
      if (taken === null) return null;
      if (taken.of === segment && segment.bytes - taken.copied <= LATE_BYTES_MAX) return taken;
      discard(taken.file);
      return null;
    },
    takeEmpty() {
      const taken = take();
      if (taken === null || taken.copied === 0) return taken?.file ?? null;
      discard(taken.file);
      return null;
    },
    get fault() {
      return fault;
    },
    async close() {
      isOver = true;
      await filling;
      const left = take();
      if (left !== null) discard(left.file);
    },
  };
}
