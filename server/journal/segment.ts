/** One segment of the log: its name, its header, and the check of every frame in it (ADR 0010). Reads bytes; never writes them. */
import { crc32 } from './digest.ts';
import { JournalFault } from './fault.ts';
import { type Frame, type FrameError, findFrame, GENESIS, type Hash, hashFrame, readFrame } from './frame.ts';
import { strayIn } from './room.ts';

export const SEGMENT_HEADER_BYTES = 64;
const MAGIC = 'RSTRLOG1';
const SUFFIX = '.log';
const CRC_AT = 60;

/** What the header of a segment says about the one before it: its length and its last link. */
export type SegmentHeader = { readonly firstSeq: number; readonly previousBytes: number; readonly previous: Hash };

export function segmentName(firstSeq: number): string {
  return `${String(firstSeq).padStart(16, '0')}${SUFFIX}`;
}

/** The first seq by a segment's name; null for any other file. */
export function firstSeqOf(name: string): number | null {
  return /^\d{16}\.log$/.test(name) ? Number(name.slice(0, 16)) : null;
}

export function segmentHeader({ firstSeq, previousBytes, previous }: SegmentHeader): Buffer {
  const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
  bytes.write(MAGIC, 0, 'latin1');
  bytes.writeBigUInt64LE(BigInt(firstSeq), 8);
  bytes.writeBigUInt64LE(BigInt(previousBytes), 16);
  bytes.write(previous, 24, 32, 'latin1');
  bytes.writeUInt32LE(crc32(bytes.subarray(0, CRC_AT)), CRC_AT);
  return bytes;
}

/** Null when the header is not whole and sound. */
export function readSegmentHeader(bytes: Buffer): SegmentHeader | null {
  if (bytes.length < SEGMENT_HEADER_BYTES || bytes.toString('latin1', 0, 8) !== MAGIC) return null;
  if (crc32(bytes.subarray(0, CRC_AT)) !== bytes.readUInt32LE(CRC_AT)) return null;
  return {
    firstSeq: Number(bytes.readBigUInt64LE(8)),
    previousBytes: Number(bytes.readBigUInt64LE(16)),
    previous: bytes.toString('latin1', 24, 56),
  };
}

export type Scan = {
  readonly lastSeq: number;
  readonly lastHash: Hash;
  /** Where the sound frames end. */
  readonly end: number;
  /** Offsets of every `INDEX_EVERY`th frame, from the first. */
  readonly index: readonly number[];
  readonly torn: FrameError | null;
};

export const INDEX_EVERY = 256;

/**
 * Checks every frame: checksum, seq, chain. `bytes` are without the zeros that may follow the records. A torn tail is allowed in the last segment of a log and nowhere else; anything
 * else that is wrong throws a `JournalFault` that names segment, offset and seq.
 */
export function scanSegment(
  name: string,
  bytes: Buffer,
  header: SegmentHeader,
  isLast: boolean,
  each?: (frame: Frame) => void,
): Scan {
  const index: number[] = [];
  let seq = header.firstSeq - 1;
  let link = header.previous;
  let offset = SEGMENT_HEADER_BYTES;
  while (offset < bytes.length) {
    const frame = readFrame(bytes, offset);
    if ('problem' in frame) {
      if (!isLast || !isTorn(bytes, frame, seq + 1)) throw damaged(name, offset, seq + 1, WORDS[frame.problem]);
      const stray = strayIn(bytes, offset);
      if (stray !== null) throw damaged(name, stray.offset, seq + 1, stray.what);
      return { lastSeq: seq, lastHash: link, end: offset, index, torn: frame };
    }
    if (frame.seq !== seq + 1) throw damaged(name, offset, seq + 1, `a record numbered ${frame.seq} stands there`);
    if (frame.previous !== link)
      throw damaged(name, offset, seq + 1, 'the chain to the record before it does not hold');
    if ((seq + 1 - header.firstSeq) % INDEX_EVERY === 0) index.push(offset);
    each?.(frame);
    seq = frame.seq;
    link = hashFrame(bytes, offset, frame.end);
    offset = frame.end;
  }
  return { lastSeq: seq, lastHash: link, end: offset, index, torn: null };
}

const WORDS = {
  'past-end': 'the record runs past the end of the segment',
  unwritten: 'part of the record was never written',
  header: "the record's header is not sound",
  checksum: "the record's checksum does not hold",
} as const;

/** A last segment that a crash caught before its first sync: its header was never written, and nothing in it was durable. */
export function isUnborn(bytes: Buffer, firstSeq: number): boolean {
  const error = readFrame(bytes.subarray(0, SEGMENT_HEADER_BYTES), 0);
  return 'problem' in error && isTorn(bytes, error, firstSeq);
}

/** Torn is what a crash can leave: unwritten, and with nothing after it that was written after it had become durable. */
function isTorn(bytes: Buffer, error: FrameError, seq: number): boolean {
  if (error.problem === 'header' || error.problem === 'checksum') return false;
  for (let later = findFrame(bytes, error.offset + 1); later !== null; later = findFrame(bytes, later.end))
    if (later.durable >= seq) return false;
  return true;
}

export function damaged(name: string, offset: number, seq: number, what: string): JournalFault {
  return new JournalFault(
    'journal-damaged',
    `Segment ${name}, offset ${offset}, seq ${seq}: ${what}. The log is not opened and nothing was changed; restore this segment from a copy.`,
  );
}

/** What the first segment's header must say. */
export const FIRST: SegmentHeader = { firstSeq: 1, previousBytes: 0, previous: GENESIS };
