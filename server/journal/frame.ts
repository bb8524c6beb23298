/**
 * One record as it lies on disk (ADR 0010): a header of 64 bytes and the JSON of the record. Knows bytes, not files.
 * Each header holds the SHA-256 of the whole frame before it, so that the frames are a chain.
 */
import { crc32, sha256 } from './digest.ts';

export const HEADER_BYTES = 64;
/** 32 bytes as a latin1 string: half the cost of a Buffer each. */
export type Hash = string;
/** What the first frame of a log links to. */
export const GENESIS: Hash = sha256('rostrum journal 1');

const MAGIC = 0x3172_4652; // "RFr1"
const AT = { length: 4, seq: 8, durable: 16, previous: 24, payloadCrc: 56, headerCrc: 60 } as const;
const TWO_32 = 0x1_0000_0000;

export type Frame = {
  readonly seq: number;
  /** Everything up to this seq was durable when this frame was written. */
  readonly durable: number;
  readonly previous: Hash;
  readonly offset: number;
  readonly end: number;
  readonly payload: Buffer;
};

export type FrameError = {
  readonly problem: 'past-end' | 'unwritten' | 'header' | 'checksum';
  readonly offset: number;
};

/** Writes the frame at `offset` of `buffer` (room for three bytes a character is the caller's to give) and returns its end. */
export function writeFrame(
  buffer: Buffer,
  offset: number,
  seq: number,
  durable: number,
  previous: Hash,
  json: string,
): number {
  const start = offset + HEADER_BYTES;
  const length = buffer.write(json, start, 'utf8');
  buffer.writeUInt32LE(MAGIC, offset);
  buffer.writeUInt32LE(length, offset + AT.length);
  write64(buffer, offset + AT.seq, seq);
  write64(buffer, offset + AT.durable, durable);
  buffer.write(previous, offset + AT.previous, 32, 'latin1');
  buffer.writeUInt32LE(crc32(buffer.subarray(start, start + length)), offset + AT.payloadCrc);
  buffer.writeUInt32LE(crc32(buffer.subarray(offset, offset + AT.headerCrc)), offset + AT.headerCrc);
  return start + length;
}

/** The link that the next frame carries. */
export function hashFrame(buffer: Buffer, offset: number, end: number): Hash {
  return sha256(buffer.subarray(offset, end));
}

/** Reads and checks the frame at `offset`; says what is wrong with it otherwise. Whether it follows the one before is the caller's to ask. */
export function readFrame(buffer: Buffer, offset: number): Frame | FrameError {
  const start = offset + HEADER_BYTES;
  if (start > buffer.length) {
    const torn = isUnwritten(buffer, offset, buffer.length);
    return { problem: torn ? 'unwritten' : 'past-end', offset };
  }
  if (!headerHolds(buffer, offset))
    return { problem: isUnwritten(buffer, offset, start) ? 'unwritten' : 'header', offset };
  const end = start + buffer.readUInt32LE(offset + AT.length);
  if (end > buffer.length) return { problem: 'past-end', offset };
  if (crc32(buffer.subarray(start, end)) !== buffer.readUInt32LE(offset + AT.payloadCrc))
    return { problem: isUnwritten(buffer, start, end) ? 'unwritten' : 'checksum', offset };
  return {
    seq: read64(buffer, offset + AT.seq),
    durable: read64(buffer, offset + AT.durable),
    previous: buffer.toString('latin1', offset + AT.previous, offset + AT.previous + 32),
    offset,
    end,
    payload: buffer.subarray(start, end),
  };
}

/** The next place at or after `from` where a whole, sound frame lies; null when there is none. */
export function findFrame(buffer: Buffer, from: number): Frame | null {
  const mark = Buffer.alloc(4);
  mark.writeUInt32LE(MAGIC, 0);
  for (let at = buffer.indexOf(mark, from); at >= 0; at = buffer.indexOf(mark, at + 1)) {
    const frame = readFrame(buffer, at);
    if (!('problem' in frame)) return frame;
  }
  return null;
}

/** Where the payload of the frame at `offset` lies, by a look at the header that checks nothing; null when there cannot be one. */
export function peekFrame(
  buffer: Buffer,
  offset: number,
): { readonly seq: number; readonly start: number; readonly end: number } | null {
  const start = offset + HEADER_BYTES;
  if (start > buffer.length || buffer.readUInt32LE(offset) !== MAGIC) return null;
  const end = start + buffer.readUInt32LE(offset + AT.length);
  return end > buffer.length ? null : { seq: read64(buffer, offset + AT.seq), start, end };
}

function headerHolds(buffer: Buffer, offset: number): boolean {
  return (
    buffer.readUInt32LE(offset) === MAGIC &&
    crc32(buffer.subarray(offset, offset + AT.headerCrc)) === buffer.readUInt32LE(offset + AT.headerCrc)
  );
}

const SECTOR_BYTES = 512;
/** The longest run of zeros inside a sound header is 3 bytes (a short length); the payload is JSON and has none. */
const ZERO_RUN_MIN = 4;

/**
 * True when part of `[from, end)` was never written: a run of zeros that reaches the end of a sector or of the file, or is all
 * that the sector has of it.
 * A flipped bit makes no such run, so that damage is never taken for a torn tail.
 */
function isUnwritten(buffer: Buffer, from: number, end: number): boolean {
  for (let at = from; at < end; at += 1) {
    if (buffer[at] !== 0) continue;
    const stop = Math.min((Math.floor(at / SECTOR_BYTES) + 1) * SECTOR_BYTES, buffer.length);
    let zero = at;
    while (zero < stop && buffer[zero] === 0) zero += 1;
    const isWholePart = at === Math.max(from, stop - SECTOR_BYTES);
    if (zero === stop && (isWholePart || zero - at >= ZERO_RUN_MIN || stop === buffer.length)) return true;
    at = zero;
  }
  return false;
}

/** The high words are masked so that a header has no run of zeros, which would look like a sector that was never written. */
const MASK = 0xa5a5_a5a5;
function write64(buffer: Buffer, offset: number, value: number): void {
  buffer.writeUInt32LE(value % TWO_32, offset);
  buffer.writeUInt32LE((Math.floor(value / TWO_32) ^ MASK) >>> 0, offset + 4);
}
function read64(buffer: Buffer, offset: number): number {
  return ((buffer.readUInt32LE(offset + 4) ^ MASK) >>> 0) * TWO_32 + buffer.readUInt32LE(offset);
}
