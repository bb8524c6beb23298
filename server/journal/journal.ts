/** What the house asks of a journal, whichever it is (a file today, a replicated log to come). One contract test-suite holds for all. */
import type { LogRecord } from '../../protocol/event.ts';

export type Journal = {
  /**
   * Makes a batch durable, in order; `seq` goes on from the last record without a hole. Resolves when a power cut can no
   * longer take it. Rejects once with a `JournalFault`: the journal is then dead and every later call rejects too.
   */
  append(batch: readonly LogRecord[]): Promise<void>;
  /** All durable records from `fromSeq` on, in order. */
  read(fromSeq: number): AsyncIterable<LogRecord>;
  /** False while the queue is full: the door then answers `overloaded`, and nothing is decided. False for good after a fault. */
  room(): boolean;
  /** The `seq` of the last durable record, 0 for an empty log. */
  readonly lastSeq: number;
  close(): Promise<void>;
};
