/** Every bound of the journal, by name. */

export type JournalLimits = {
  /** A segment is closed by the first batch that finds it at least this long. */
  readonly segmentBytes: number;
  /** One write and one sync carry at most this much (or one record that is larger). */
  readonly batchBytes: number;
  readonly batchRecords: number;
  /** From here on `room()` is false: the door answers `overloaded`. */
  readonly queueRecords: number;
  readonly queueBytes: number;
  /** Syncs slower than this leave the event loop for the thread pool. */
  readonly loopSyncMsMax: number;
  /** So many quick syncs in a row in the pool bring them back to the loop. */
  readonly quickSyncsToReturn: number;
  /** So many batches are written before zeros are written ahead of them: a log that takes few has no use for it. Infinity: never. */
  readonly batchesBeforeAhead: number;
};

export const JOURNAL_LIMITS: JournalLimits = {
  segmentBytes: 8 * 1024 * 1024,
  batchBytes: 1024 * 1024,
  batchRecords: 4096,
  queueRecords: 16_384,
  queueBytes: 16 * 1024 * 1024,
  loopSyncMsMax: 4,
  quickSyncsToReturn: 64,
  batchesBeforeAhead: 32,
};

/** No batch reaches further: each of its UTF-16 units as three bytes, and 64 of header a record. */
export const BATCH_REACH_BYTES = JOURNAL_LIMITS.batchBytes * 3 + JOURNAL_LIMITS.batchRecords * 64;

/** A catalogue of 100,000 lots in one `CreateSale` is about 50 MB. */
export const RECORD_BYTES_MAX = 256 * 1024 * 1024;

/** Appends may overrun `room()` by this factor before the journal calls it a bug of its caller. */
export const OVERRUN_FACTOR = 2;
