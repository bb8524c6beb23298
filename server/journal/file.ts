/**
 * The journal on a local disk (ADR 0010 to 0012): segments of chained frames, group commit, one sync a batch. It owns the
 * write path and its bounds; it knows nothing of sales, rules or messages.
 */
import type { LogRecord } from '../../protocol/event.ts';
import { createEncoder, createQueue } from './batch.ts';
import { type Disk, nodeDisk } from './disk.ts';
import { faultOf, JournalFault } from './fault.ts';
import type { Frame, Hash } from './frame.ts';
import type { Journal } from './journal.ts';
import { JOURNAL_LIMITS, type JournalLimits } from './limits.ts';
import { takeLock } from './lock.ts';
import { framesFrom, recordOf, textOf } from './read.ts';
import { type Claim, inspect, type RecoveryReport, repair, type Segment } from './recovery.ts';
import { type CheckAside, readSealed } from './sealed.ts';
import { createTail } from './tail.ts';

export type FileJournal = Journal & {
  readonly recovery: RecoveryReport;
  /** The hash of the last durable frame: with `lastSeq` it names the state of the log. */
  readonly lastHash: Hash;
  /** Syncs done and their sum: the proof of durability in every timed run. */
  readonly syncs: { readonly count: number; readonly records: number; readonly slowestMs: number };
  /** The frames from `fromSeq` on, checked, without waiting. */
  frames(fromSeq: number): Iterable<Frame>;
  /** The records of the same, and their texts. */
  records(fromSeq: number): Iterable<LogRecord>;
  texts(fromSeq: number): Iterable<string>;
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
  /** Checks the closed segments of a long log while they are read; without it each is checked as it is read. */
  readonly checkAside?: CheckAside;
  /** A simulation has no other process to fear. */
  readonly lock?: boolean;
};

export async function openJournal(options: JournalOptions): Promise<FileJournal> {
  const { dir, disk = nodeDisk, onWarn = () => {}, claim = NOTHING_CLAIMED, onRecord } = options;
  const limits = { ...JOURNAL_LIMITS, ...options.limits };
  disk.makeDir(dir);
  const unlock = options.lock === false ? () => {} : takeLock(dir);
  try {
    const sealed = options.checkAside && onRecord && claim.seq === 0;
    const from = (sealed && (await readSealed(disk, dir, options.checkAside, onRecord))) || claim;
    const found = inspect(disk, dir, from, onRecord && ((frame) => onRecord(recordOf(frame))));
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
  const tail = createTail(disk, dir, limits, segments, onWarn);
  let lastHash = found.lastHash;
  let lastSeq = report.lastSeq;
  const queue = createQueue(limits, lastSeq + 1);
  const encode = createEncoder(limits.batchBytes * 2);
  let fault: JournalFault | null = null;
  let isDraining = false;
  let running: Promise<void> | null = null;
  let onLoop = limits.loopSyncMsMax >= 0;
  let quick = 0;

  function* records(fromSeq: number): Generator<LogRecord, void> {
    for (const frame of framesFrom(disk, dir, segments, fromSeq, lastSeq)) yield recordOf(frame);
  }

  function* texts(fromSeq: number): Generator<string, void> {
    for (const frame of framesFrom(disk, dir, segments, fromSeq, lastSeq)) yield textOf(frame);
  }

  function append(batch: readonly LogRecord[]): Promise<void> {
    if (fault !== null) return Promise.reject(fault);
    if (batch.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const end = batch.length - 1;
      for (const [at, record] of batch.entries()) {
        const problem = queue.place(record, at === end ? resolve : null, reject);
        if (problem !== null) return die(problem);
      }
      // At once: the sequencer has gathered a turn's orders, and one more turn of the loop would only be waited for.
      if (!isDraining) running = drain();
    });
  }

  /**
   * Group commit: what came while the last sync ran is the next batch. On the loop there is one sync a turn, so that those who
   * append after those who were just told share the next one.
   */
  async function drain(): Promise<void> {
    isDraining = true;
    while (queue.length > 0 && fault === null) {
      const batch = queue.takeBatch();
      const began = performance.now();
      try {
        if (!tail.isReady) await tail.change(lastSeq, lastHash, onLoop);
        const { bytes, link, offsets } = encode(batch, tail.segment(), lastHash, lastSeq);
        if (onLoop) tail.commitNow(bytes);
        else await tail.commit(bytes);
        tail.count(bytes.length, offsets);
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
      if (onLoop) await new Promise(setImmediate);
    }
    isDraining = false;
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
    for (const waiting of queue.abandon()) waiting.fail(fault);
  }

  return {
    append,
    frames: (fromSeq) => framesFrom(disk, dir, segments, fromSeq, lastSeq),
    records,
    texts,
    async *read(fromSeq) {
      yield* records(fromSeq);
    },
    room: () => fault === null && queue.hasRoom(),
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
      const isSound = fault === null;
      fault ??= new JournalFault('journal-closed', 'The journal was closed; nothing more can be appended.');
      try {
        await tail.close(isSound);
      } finally {
        unlock();
      }
    },
  };
}
