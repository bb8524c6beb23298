/** What a start makes of the files it finds (ADR 0011): checks them, cuts a torn tail, refuses anything else, and copies the tail. */
import path from 'node:path';
import { type Disk, writeAside } from './disk.ts';
import { JournalFault } from './fault.ts';
import { type Frame, GENESIS, type Hash } from './frame.ts';
import { writtenEnd } from './room.ts';
import {
  damaged,
  FIRST,
  firstSeqOf,
  isUnborn,
  readSegmentHeader,
  SEGMENT_HEADER_BYTES,
  type SegmentHeader,
  scanSegment,
} from './segment.ts';

export type Segment = {
  readonly name: string;
  readonly firstSeq: number;
  bytes: number;
  /** Null until somebody reads from it. */
  index: number[] | null;
};

export type RecoveryReport = {
  readonly lastSeq: number;
  /** Records whose every byte was checked; the others lie before the snapshot and are the scrub's. */
  readonly checked: number;
  readonly torn: {
    readonly segment: string;
    readonly offset: number;
    readonly bytes: number;
    readonly seq: number;
  } | null;
  readonly tookMs: number;
};

export type Found = {
  readonly segments: Segment[];
  readonly lastHash: Hash;
  readonly report: RecoveryReport;
  /** The last segment as it shall be: its sound part. */
  readonly tail: Buffer | null;
  readonly unborn: string | null;
};

/** A state that a snapshot claims: the record `seq`, and the hash of its frame. */
export type Claim = { readonly seq: number; readonly hash: Hash };

/** The snapshot is of another log; an older one, or none, may do. */
export class ClaimRefused extends Error {}

/** Reads and checks, from the segment that holds `claim.seq` on; changes nothing. `each` gets every frame after `claim.seq`. */
export function inspect(disk: Disk, dir: string, claim: Claim, each?: (frame: Frame) => void): Found {
  const began = performance.now();
  const { segments, headers, unborn } = listSegments(disk, dir);
  let last = { lastSeq: 0, lastHash: GENESIS };
  let claimed = claim.seq === 0;
  let checked = 0;
  let torn: RecoveryReport['torn'] = null;
  let tail: Buffer | null = null;
  const scanFrom = Math.max(
    0,
    segments.findLastIndex((segment) => segment.firstSeq <= Math.max(1, claim.seq)),
  );
  for (let at = scanFrom; at < segments.length; at += 1) {
    const segment = segments[at];
    const header = headers[at];
    if (segment === undefined || header === undefined) break;
    if (at > scanFrom && (segment.firstSeq !== last.lastSeq + 1 || header.previous !== last.lastHash))
      throw damaged(segment.name, 0, last.lastSeq + 1, 'it does not go on from the segment before it');
    const isLast = at === segments.length - 1;
    const file = path.join(dir, segment.name);
    const written = isLast ? Math.max(writtenEnd(disk, file, segment.bytes), SEGMENT_HEADER_BYTES) : segment.bytes;
    const bytes = disk.read(file, 0, written);
    const scan = scanSegment(segment.name, bytes, header, isLast, (frame) => {
      checked += 1;
      if (frame.seq === claim.seq + 1 && !claimed) claimed = meets(claim, frame.previous);
      if (frame.seq > claim.seq) each?.(frame);
    });
    segment.index = [...scan.index];
    if (scan.lastSeq === claim.seq && !claimed) claimed = meets(claim, scan.lastHash);
    if (scan.torn !== null)
      torn = { segment: segment.name, offset: scan.end, bytes: bytes.length - scan.end, seq: scan.lastSeq + 1 };
    if (isLast) {
      tail = bytes.subarray(0, scan.end);
      segment.bytes = scan.end;
    }
    last = scan;
  }
  if (last.lastSeq < claim.seq)
    throw new JournalFault(
      'journal-damaged',
      `The log in ${dir} ends at seq ${last.lastSeq}, but a snapshot was taken at seq ${claim.seq}: records are missing from its end. Restore the last segment from a copy.`,
    );
  if (!claimed) throw new ClaimRefused(`the snapshot at seq ${claim.seq} is not of this log`);
  const report = { lastSeq: last.lastSeq, checked, torn, tookMs: performance.now() - began };
  return { segments, lastHash: last.lastHash, report, tail, unborn };
}

/**
 * Checks the segments that a start from a snapshot of `seq` passed over, and that the first one it read goes on from them. Gives
 * how many records it checked; throws a `JournalFault` that names the first wrong one.
 */
export function scrub(disk: Disk, dir: string, seq: number): number {
  const { segments, headers } = listSegments(disk, dir);
  const scanFrom = segments.findLastIndex((segment) => segment.firstSeq <= Math.max(1, seq));
  let last = { lastSeq: 0, lastHash: GENESIS };
  for (let at = 0; at <= scanFrom; at += 1) {
    const segment = segments[at];
    const header = headers[at];
    if (segment === undefined || header === undefined) break;
    if (segment.firstSeq !== last.lastSeq + 1 || header.previous !== last.lastHash)
      throw damaged(segment.name, 0, last.lastSeq + 1, 'it does not go on from the segment before it');
    if (at === scanFrom) break;
    last = scanSegment(segment.name, disk.read(path.join(dir, segment.name), 0, segment.bytes), header, false);
  }
  return last.lastSeq;
}

/**
 * Makes the folder what `inspect` found it to be. The tail is always copied into a new file, synced with its folder: what a
 * former process wrote but could not sync may be in memory only, and must not be built upon.
 */
export function repair(disk: Disk, dir: string, found: Found): void {
  for (const name of disk.list(dir)) if (name.endsWith('.tmp')) disk.remove(path.join(dir, name));
  if (found.unborn !== null) disk.remove(path.join(dir, found.unborn));
  const last = found.segments.at(-1);
  if (last !== undefined && found.tail !== null) writeAside(disk, path.join(dir, last.name), found.tail);
  disk.syncDirNow(dir);
}

function meets(claim: Claim, hash: Hash): boolean {
  if (claim.hash !== hash) throw new ClaimRefused(`the snapshot at seq ${claim.seq} is not of this log`);
  return true;
}

/** The segments by their headers alone: each says how long the one before it is. */
export function listSegments(disk: Disk, dir: string) {
  const names = disk.list(dir).filter((name) => firstSeqOf(name) !== null);
  const segments: Segment[] = [];
  const headers: SegmentHeader[] = [];
  let unborn: string | null = null;
  for (const [at, name] of names.entries()) {
    const firstSeq = firstSeqOf(name) ?? 0;
    const file = path.join(dir, name);
    const bytes = disk.size(file);
    const header = readSegmentHeader(disk.read(file, 0, Math.min(bytes, SEGMENT_HEADER_BYTES)));
    if (header === null && at === names.length - 1 && isUnborn(disk.read(file, 0, bytes), firstSeq)) {
      unborn = name;
      break;
    }
    const before = segments.at(-1);
    if (header === null || header.firstSeq !== firstSeq)
      throw damaged(name, 0, firstSeq, "the segment's header is not sound");
    if (before === undefined && (firstSeq !== FIRST.firstSeq || header.previous !== FIRST.previous))
      throw damaged(name, 0, 1, 'the segments before it are missing');
    if (before !== undefined && header.previousBytes !== before.bytes)
      throw damaged(
        before.name,
        Math.min(before.bytes, header.previousBytes),
        before.firstSeq,
        `it should be followed by another segment, or be ${header.previousBytes} bytes long instead of ${before.bytes}`,
      );
    segments.push({ name, firstSeq, bytes, index: null });
    headers.push(header);
  }
  return { segments, headers, unborn };
}
