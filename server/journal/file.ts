/**
 * The journal on a local disk (ADR 0010 to 0012): segments of chained frames, group commit, one sync a batch. It owns the
 * write path and its bounds; it knows nothing of sales, rules or messages.
 */
import path from 'node:path';
import type { LogRecord } from '../../protocol/event.ts';
import { type Disk, type DiskFile, nodeDisk, writeAll, writeAllNow } from './disk.ts';
import { faultOf, JournalFault } from './fault.ts';
import { type Frame, type Hash, HEADER_BYTES, hashFrame, writeFrame } from './frame.ts';
import type { Journal } from './journal.ts';
import { JOURNAL_LIMITS, type JournalLimits, OVERRUN_FACTOR, RECORD_BYTES_MAX } from './limits.ts';
import { takeLock } from './lock.ts';
import { framesFrom, recordOf } from './read.ts';
import { type Claim, inspect, type RecoveryReport, repair, type Segment } from './recovery.ts';
import { INDEX_EVERY, SEGMENT_HEADER_BYTES, segmentHeader, segmentName } from './segment.ts';

export type FileJournal = Journal & {
  readonly recovery: RecoveryReport;
  /** The hash of the last durable frame: with `lastSeq` it names the state of the log. */
  readonly lastHash: Hash;
  /** Syncs done and their sum: the proof of durability in every timed run. */
  readonly syncs: { readonly count: number; readonly records: number; readonly slowestMs: number };
  /** The frames from `fromSeq` on, checked, without waiting. */
  frames(fromSeq: number): Iterable<Frame>;
  /** The records of the same. */
  records(fromSeq: number): Iterable<LogRecord>;
};

export type JournalOptions = {
  readonly dir: string;
  readonly disk?: Disk;
  readonly limits?: Partial<JournalLimits>;
  readonly onWarn?: (message: string) => void;
  /** The state of a snapshot: checking and `onRecord` begin after it. */
  readonly claim?: Claim;
  /** Every record found after the claim, in order, while the log is being opened. */
  readonly onRecord?: (record: LogRecord) => void;
  /** A simulation has no other process to fear. */
  readonly lock?: boolean;
};

type Waiting = {
  readonly json: string;
  readonly seq: number;
  readonly done: (() => void) | null;
  readonly fail: (fault: JournalFault) => void;
};

export async function openJournal(options: JournalOptions): Promise<FileJournal> {
  const { dir, disk = nodeDisk, onWarn = () => {}, claim = NOTHING_CLAIMED, onRecord } = options;
  const limits = { ...JOURNAL_LIMITS, ...options.limits };
  disk.makeDir(dir);
  const unlock = options.lock === false ? () => {} : takeLock(dir);
  try {
    const found = inspect(disk, dir, claim, onRecord && ((frame) => onRecord(recordOf(frame))));
    const { torn } = found.report;
    if (torn !== null)
      onWarn(
        `torn tail cut: segment ${torn.segment}, offset ${torn.offset}, ${torn.bytes} bytes, seq ${torn.seq} had never been acknowledged`,
      );
    repair(disk, dir, found);
    return start(dir, disk, limits, found, unlock, onWarn);
  } catch (cause) {
    unlock();
    throw cause;
  }
}

const NOTHING_CLAIMED: Claim = { seq: 0, hash: '' };

function start(
  dir: string,
  disk: Disk,
  limits: JournalLimits,
  found: { readonly segments: Segment[]; readonly lastHash: Hash; readonly report: RecoveryReport },
  unlock: () => void,
  onWarn: (message: string) => void,
): FileJournal {
  const { segments, report } = found;
  const syncs = { count: 0, records: 0, slowestMs: 0 };
  let file: DiskFile | null = null;
  let buffer = Buffer.allocUnsafe(limits.batchBytes * 2);
  let lastHash = found.lastHash;
  let lastSeq = report.lastSeq;
  let queue: Waiting[] = [];
  let queuedBytes = 0;
  let nextSeq = lastSeq + 1;
  let fault: JournalFault | null = null;
  let isDraining = false;
  let running: Promise<void> | null = null;
  let onLoop = limits.loopSyncMsMax >= 0;
  let quick = 0;

  const last = segments.at(-1);
  if (last !== undefined) file = disk.open(path.join(dir, last.name));

  function* records(fromSeq: number): Generator<LogRecord, void> {
    for (const frame of framesFrom(disk, dir, segments, fromSeq, lastSeq)) yield recordOf(frame);
  }
  const hasRoom = () => queue.length < limits.queueRecords && queuedBytes < limits.queueBytes;

  function append(batch: readonly LogRecord[]): Promise<void> {
    if (fault !== null) return Promise.reject(fault);
    if (batch.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const end = batch.length - 1;
      for (const [at, record] of batch.entries()) {
        const problem = place(record, at === end ? resolve : null, reject);
        if (problem !== null) return die(problem);
      }
      // At once: the sequencer has gathered a turn's orders, and one more turn of the loop would only be waited for.
      if (!isDraining) running = drain();
    });
  }

  function place(
    record: LogRecord,
    done: (() => void) | null,
    fail: (fault: JournalFault) => void,
  ): JournalFault | null {
    const json = JSON.stringify(record);
    queue.push({ json, seq: record.seq, done, fail });
    queuedBytes += json.length;
    if (record.seq !== nextSeq)
      return new JournalFault(
        'journal-order',
        `Record ${record.seq} was appended where ${nextSeq} is due: the sequencer is at fault.`,
      );
    if (json.length > RECORD_BYTES_MAX)
      return new JournalFault('journal-order', `Record ${record.seq} is larger than ${RECORD_BYTES_MAX} bytes.`);
    if (
      queue.length > limits.queueRecords * OVERRUN_FACTOR ||
      queuedBytes > limits.queueBytes * OVERRUN_FACTOR + json.length
    )
      return new JournalFault(
        'journal-overrun',
        'More records were appended than the queue holds; `room` was not asked.',
      );
    nextSeq += 1;
    return null;
  }

  /** Group commit: what came while the last sync ran is the next batch. */
  async function drain(): Promise<void> {
    isDraining = true;
    while (queue.length > 0 && fault === null) {
      const batch = takeBatch();
      const began = performance.now();
      try {
        if (file === null || (segments.at(-1)?.bytes ?? 0) >= limits.segmentBytes) await rotate();
        const segment = segments.at(-1);
        if (file === null || segment === undefined) throw new Error('no segment is open');
        const { bytes, link, offsets } = encode(batch, segment);
        if (onLoop) commitNow(file, bytes, segment);
        else await commit(file, bytes, segment);
        segment.bytes += bytes.length;
        segment.index?.push(...offsets);
        lastHash = link;
      } catch (cause) {
        for (const waiting of batch) waiting.fail(faultOf('write', dir, cause));
        die(faultOf('write', dir, cause));
        break;
      }
      lastSeq = batch.at(-1)?.seq ?? lastSeq;
      const tookMs = performance.now() - began;
      syncs.count += 1;
      syncs.records += batch.length;
      if (tookMs > syncs.slowestMs) syncs.slowestMs = tookMs;
      choosePath(tookMs);
      for (const waiting of batch) waiting.done?.();
      // Those who were told may append at once; the loop breathes before the next sync holds it.
      if (queue.length > 0 && onLoop) await new Promise(setImmediate);
    }
    isDraining = false;
  }

  function takeBatch(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const waiting of queue) {
      if (count > 0 && (count >= limits.batchRecords || bytes + waiting.json.length > limits.batchBytes)) break;
      bytes += waiting.json.length;
      count += 1;
    }
    const batch = count === queue.length ? queue : queue.slice(0, count);
    queue = count === queue.length ? [] : queue.slice(count);
    queuedBytes -= bytes;
    return batch;
  }

  function encode(batch: readonly Waiting[], segment: Segment) {
    const room = batch.reduce((sum, waiting) => sum + waiting.json.length * 3 + HEADER_BYTES, 0);
    if (room > buffer.length) buffer = Buffer.allocUnsafe(room);
    const offsets: number[] = [];
    let link = lastHash;
    let end = 0;
    for (const { json, seq } of batch) {
      const begin = end;
      end = writeFrame(buffer, begin, seq, lastSeq, link, json);
      link = hashFrame(buffer, begin, end);
      if ((seq - segment.firstSeq) % INDEX_EVERY === 0) offsets.push(segment.bytes + begin);
    }
    return { bytes: buffer.subarray(0, end), link, offsets };
  }

  function commitNow(out: DiskFile, bytes: Buffer, segment: Segment): void {
    writeAllNow(out, bytes, segment.bytes);
    try {
      out.datasyncNow();
    } catch (cause) {
      throw faultOf('sync', segment.name, cause);
    }
  }

  async function commit(out: DiskFile, bytes: Buffer, segment: Segment): Promise<void> {
    await writeAll(out, bytes, segment.bytes);
    await out.datasync().catch((cause) => {
      throw faultOf('sync', segment.name, cause);
    });
  }

  /** The header becomes durable with the first batch; the folder before it, so that the batch can be found. */
  async function rotate(): Promise<void> {
    const before = segments.at(-1);
    const name = segmentName(lastSeq + 1);
    const next = disk.create(path.join(dir, name));
    const header = segmentHeader({ firstSeq: lastSeq + 1, previousBytes: before?.bytes ?? 0, previous: lastHash });
    if (onLoop) {
      writeAllNow(next, header, 0);
      disk.syncDirNow(dir);
    } else {
      await writeAll(next, header, 0);
      await disk.syncDir(dir);
    }
    file?.close();
    file = next;
    segments.push({ name, firstSeq: lastSeq + 1, bytes: SEGMENT_HEADER_BYTES, index: [] });
  }

  /** A sync on the loop is the quickest way while the disk is quick; one slow sync moves the next ones off it (ADR 0012). */
  function choosePath(tookMs: number): void {
    quick = tookMs > limits.loopSyncMsMax ? 0 : quick + 1;
    if (onLoop && quick === 0) {
      onLoop = false;
      onWarn(
        `a sync took ${tookMs.toFixed(1)} ms: syncs leave the event loop until ${limits.quickSyncsToReturn} in a row are quick`,
      );
    } else if (!onLoop && quick >= limits.quickSyncsToReturn) onLoop = true;
  }

  function die(cause: JournalFault): void {
    fault ??= cause;
    const abandoned = queue;
    queue = [];
    queuedBytes = 0;
    for (const waiting of abandoned) waiting.fail(fault);
  }

  return {
    append,
    frames: (fromSeq) => framesFrom(disk, dir, segments, fromSeq, lastSeq),
    records,
    async *read(fromSeq) {
      yield* records(fromSeq);
    },
    room: () => fault === null && hasRoom(),
    get lastSeq() {
      return lastSeq;
    },
    get lastHash() {
      return lastHash;
    },
    recovery: report,
    syncs,
    async close() {
      while (isDraining) await running;
      fault ??= new JournalFault('journal-closed', 'The journal was closed; nothing more can be appended.');
      file?.close();
      file = null;
      unlock();
    },
  };
}
