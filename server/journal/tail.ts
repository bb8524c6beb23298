/**
 * The segment that is being written: its file, the room ahead of it, and the change to the next one (ADR 0010, 0086). Knows no queue
 * and no record.
 */
import path from 'node:path';
import { createAhead, SPARE_NAME } from './ahead.ts';
import { type Disk, type DiskFile, writeAll, writeAllNow } from './disk.ts';
import { faultOf } from './fault.ts';
import type { Hash } from './frame.ts';
import type { JournalLimits } from './limits.ts';
import type { Segment } from './recovery.ts';
import { SEGMENT_HEADER_BYTES, segmentHeader, segmentName } from './segment.ts';

export type Tail = {
  /** False: `change` must be waited for before the next batch. */
  readonly isReady: boolean;
  /** Makes ready for what follows the record `lastSeq`. */
  change(lastSeq: number, lastHash: Hash, onLoop: boolean): Promise<void>;
  /** Writes behind what is there, and syncs; `length` counts it afterwards. */
  commitNow(bytes: Buffer): void;
  commit(bytes: Buffer): Promise<void>;
  /** Counts what was committed, with the offsets for the segment's index. */
  count(bytes: number, offsets: readonly number[]): void;
  /** The segment for the next batch, when it is ready. */
  segment(): Segment;
  /** `isSound`: nothing went wrong, and the file is left with nothing but its records. */
  close(isSound: boolean): Promise<void>;
};

/** `segments` is the log's own list; what is begun here is added to it. */
export function createTail(
  disk: Disk,
  dir: string,
  limits: JournalLimits,
  segments: Segment[],
  onWarn: (message: string) => void,
): Tail {
  const ahead = createAhead(disk, dir, limits, onWarn);
  const spare = path.join(dir, SPARE_NAME);
  const last = segments.at(-1);
  let file: DiskFile | null = last === undefined ? null : disk.open(path.join(dir, last.name));
  let hasRoom = false;

  function now(): { readonly file: DiskFile; readonly segment: Segment } {
    const segment = segments.at(-1);
    if (file === null || segment === undefined) throw new Error('no segment is open');
    return { file, segment };
  }
  const isFull = () => file === null || (segments.at(-1)?.bytes ?? 0) >= limits.segmentBytes;

  /** Its records alone, durably: a segment that is followed by another has no room behind them. */
  async function cutRoom(): Promise<void> {
    if (!hasRoom) return;
    const { file: out, segment } = now();
    await out.truncate(segment.bytes);
    await out.datasync().catch((cause) => {
      throw faultOf('sync', segment.name, cause);
    });
    hasRoom = false;
  }

  /** The header becomes durable with the first batch; the folder before it, so that the batch can be found. */
  async function rotate(lastSeq: number, lastHash: Hash, onLoop: boolean): Promise<void> {
    const before = segments.at(-1);
    await cutRoom();
    const name = segmentName(lastSeq + 1);
    const ready = ahead.takeEmpty();
    const next = ready ?? disk.create(path.join(dir, name));
    const header = segmentHeader({ firstSeq: lastSeq + 1, previousBytes: before?.bytes ?? 0, previous: lastHash });
    if (onLoop) writeAllNow(next, header, 0);
    else await writeAll(next, header, 0);
    if (ready !== null) disk.rename(spare, path.join(dir, name));
    if (onLoop) disk.syncDirNow(dir);
    else await disk.syncDir(dir);
    file?.close();
    file = next;
    hasRoom = ready !== null;
    segments.push({ name, firstSeq: lastSeq + 1, bytes: SEGMENT_HEADER_BYTES, index: [] });
  }

  /** The copy with room takes the segment's place, with what came since it was begun. Either is the same log to a crash. */
  async function adopt(): Promise<void> {
    const { file: old, segment } = now();
    const copy = ahead.takeCopy(segment);
    if (copy === null) return;
    const name = path.join(dir, segment.name);
    await writeAll(copy.file, disk.read(name, copy.copied, segment.bytes - copy.copied), copy.copied);
    await copy.file.datasync().catch((cause) => {
      throw faultOf('sync', segment.name, cause);
    });
    old.close();
    file = copy.file;
    hasRoom = true;
    disk.rename(spare, name);
    await disk.syncDir(dir);
  }

  return {
    get isReady() {
      return !isFull() && !ahead.hasCopy && ahead.fault === null;
    },
    async change(lastSeq, lastHash, onLoop) {
      if (ahead.fault !== null) throw ahead.fault;
      if (isFull()) await rotate(lastSeq, lastHash, onLoop);
      else await adopt();
    },
    segment: () => now().segment,
    commitNow(bytes) {
      const { file: out, segment } = now();
      writeAllNow(out, bytes, segment.bytes);
      try {
        out.datasyncNow();
      } catch (cause) {
        throw faultOf('sync', segment.name, cause);
      }
    },
    async commit(bytes) {
      const { file: out, segment } = now();
      await writeAll(out, bytes, segment.bytes);
      await out.datasync().catch((cause) => {
        throw faultOf('sync', segment.name, cause);
      });
    },
    count(bytes, offsets) {
      const { segment } = now();
      segment.bytes += bytes;
      segment.index?.push(...offsets);
      ahead.tend(segment, hasRoom, bytes);
    },
    async close(isSound) {
      await ahead.close();
      // What was told is durable already, and a start takes the room for what it is.
      if (isSound) await cutRoom().catch((cause) => onWarn(`the zeros behind the log were left: ${String(cause)}`));
      file?.close();
      file = null;
    },
  };
}
