/** Brings something up to date with a long log in the background, and keeps it so: old records in slices, new ones as they come. */
import type { LogRecord } from '../../protocol/event.ts';
import type { Progress } from '../keeping/progress.ts';

export type Follower = {
  /** Resolves when everything that was durable at some moment after the start has been taken. Rejects when the log cannot be read. */
  readonly ready: Promise<void>;
  /** Durable records, as they come: taken at once when nothing older is missing. */
  came(records: readonly LogRecord[]): void;
  stop(): void;
};

export type FollowerInput = {
  readonly lastSeq: () => number;
  readonly recordsFrom: (seq: number) => Iterable<LogRecord>;
  readonly take: (records: readonly LogRecord[]) => void;
  /** Old records are read from then on. */
  readonly calm: Promise<void>;
  readonly progress?: Progress;
};

/** About a millisecond's work; then the loop goes round. */
const SLICE_RECORDS = 200;

export function follow({ lastSeq, recordsFrom, take, calm, progress }: FollowerInput): Follower {
  let seq = 0;
  let isCatchingUp = true;
  let isStopped = false;
  async function catchUp(): Promise<void> {
    while (!isStopped && seq < lastSeq()) {
      const slice: LogRecord[] = [];
      for (const record of recordsFrom(seq + 1)) {
        slice.push(record);
        if (slice.length === SLICE_RECORDS) break;
      }
      take(slice);
      seq = slice.at(-1)?.seq ?? seq;
      progress?.reached(seq);
      await new Promise(setImmediate);
    }
    isCatchingUp = false;
  }
  const ready = lastSeq() === 0 ? Promise.resolve() : calm.then(catchUp);
  if (lastSeq() === 0) isCatchingUp = false;
  ready.catch(() => {});
  return {
    ready,
    came(records) {
      if (isCatchingUp) return;
      const fresh = records.filter((record) => record.seq > seq);
      take(fresh);
      seq = fresh.at(-1)?.seq ?? seq;
    },
    stop() {
      isStopped = true;
    },
  };
}
