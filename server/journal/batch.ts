/**
 * What waits to be written, and the bytes of one batch (ADR 0010): frames one after another in one buffer that is used again and
 * again. Knows bounds and frames; touches no file.
 */
import type { LogRecord } from '../../protocol/event.ts';
import { JournalFault } from './fault.ts';
import { type Hash, HEADER_BYTES, hashFrame, writeFrame } from './frame.ts';
import { type JournalLimits, OVERRUN_FACTOR, RECORD_BYTES_MAX } from './limits.ts';
import type { Segment } from './recovery.ts';
import { INDEX_EVERY } from './segment.ts';

export type Waiting = {
  readonly json: string;
  readonly seq: number;
  readonly done: (() => void) | null;
  readonly fail: (fault: JournalFault) => void;
};

export type Queue = {
  /** Says what is wrong with the record where it stands; the journal is over then. */
  place(record: LogRecord, done: Waiting['done'], fail: Waiting['fail']): JournalFault | null;
  /** The oldest, at most as many as one write and one sync may carry. */
  takeBatch(): Waiting[];
  /** All that is left; nothing is queued afterwards. */
  abandon(): Waiting[];
  hasRoom(): boolean;
  readonly length: number;
};

/** `nextSeq` is due first. */
export function createQueue(limits: JournalLimits, nextSeq: number): Queue {
  let due = nextSeq;
  let queue: Waiting[] = [];
  let bytes = 0;
  return {
    place(record, done, fail) {
      const json = JSON.stringify(record);
      const { seq } = record;
      queue.push({ json, seq, done, fail });
      bytes += json.length;
      if (seq !== due)
        return new JournalFault(
          'journal-order',
          `Record ${seq} was appended where ${due} is due: the sequencer is at fault.`,
        );
      if (json.length > RECORD_BYTES_MAX)
        return new JournalFault('journal-order', `Record ${seq} is larger than ${RECORD_BYTES_MAX} bytes.`);
      if (
        queue.length > limits.queueRecords * OVERRUN_FACTOR ||
        bytes > limits.queueBytes * OVERRUN_FACTOR + json.length
      )
        return new JournalFault(
          'journal-overrun',
          'More records were appended than the queue holds; `room` was not asked.',
        );
      due += 1;
      return null;
    },
    takeBatch() {
      let taken = 0;
      let count = 0;
      for (const { json } of queue) {
        if (count > 0 && (count >= limits.batchRecords || taken + json.length > limits.batchBytes)) break;
        taken += json.length;
        count += 1;
      }
      const batch = count === queue.length ? queue : queue.slice(0, count);
      queue = count === queue.length ? [] : queue.slice(count);
      bytes -= taken;
      return batch;
    },
    abandon() {
      const left = queue;
      queue = [];
      bytes = 0;
      return left;
    },
    hasRoom: () => queue.length < limits.queueRecords && bytes < limits.queueBytes,
    get length() {
      return queue.length;
    },
  };
}

export type Encoded = { readonly bytes: Buffer; readonly link: Hash; readonly offsets: readonly number[] };

/** Encodes batches into one buffer: what it gave last is gone with the next call. */
export function createEncoder(bytesFirst: number) {
  let buffer = Buffer.allocUnsafe(bytesFirst);

  /** The batch as frames that follow `previous`; everything up to `durable` is durable already. */
  return function encode(batch: readonly Waiting[], segment: Segment, previous: Hash, durable: number): Encoded {
    let room = 0;
    for (const { json } of batch) room += json.length * UTF8_BYTES_MAX + HEADER_BYTES;
    if (room > buffer.length) buffer = Buffer.allocUnsafe(room);
    const offsets: number[] = [];
    let link = previous;
    let end = 0;
    for (const { json, seq } of batch) {
      const begin = end;
      end = writeFrame(buffer, begin, seq, durable, link, json);
      link = hashFrame(buffer, begin, end);
      if ((seq - segment.firstSeq) % INDEX_EVERY === 0) offsets.push(segment.bytes + begin);
    }
    return { bytes: buffer.subarray(0, end), link, offsets };
  };
}

/** Of one UTF-16 unit. */
const UTF8_BYTES_MAX = 3;
