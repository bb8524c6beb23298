/** Reads a log folder without owning it: of a house that runs, or a copy. Never writes, takes no lock. */
import fs from 'node:fs';
import path from 'node:path';
import type { LogRecord } from '../../protocol/event.ts';
import { nodeDisk } from './disk.ts';
import { JournalFault } from './fault.ts';
import type { Frame } from './frame.ts';
import { framesFrom, recordOf, textOf } from './read.ts';
import { type Claim, inspect, type Segment } from './recovery.ts';
import { firstSeqOf, readSegmentHeader, SEGMENT_HEADER_BYTES } from './segment.ts';

export type LogReader = {
  /** As far as the log went when `refresh` last looked. */
  lastSeq(): number;
  records(fromSeq: number): Iterable<LogRecord>;
  texts(fromSeq: number): Iterable<string>;
  frames(fromSeq: number): Iterable<Frame>;
  /** Looks again: a house that runs writes on. */
  refresh(): void;
};

/** Opens `dir` by its end: only the last two segments are checked at once, the rest as they are read. */
export function openLogReader(dir: string): LogReader {
  let segments: Segment[] = [];
  let lastSeq = 0;
  function refresh(): void {
    const found = inspect(nodeDisk, dir, claimOfTail(dir));
    for (const segment of found.segments)
      segment.index ??= segments.find(({ name }) => name === segment.name)?.index ?? null;
    segments = found.segments;
    lastSeq = found.report.lastSeq;
  }
  refresh();
  function* records(fromSeq: number): Generator<LogRecord, void> {
    for (const frame of framesFrom(nodeDisk, dir, segments, fromSeq, lastSeq)) yield recordOf(frame);
  }
  function* texts(fromSeq: number): Generator<string, void> {
    for (const frame of framesFrom(nodeDisk, dir, segments, fromSeq, lastSeq)) yield textOf(frame);
  }
  return {
    lastSeq: () => lastSeq,
    records,
    texts,
    frames: (fromSeq) => framesFrom(nodeDisk, dir, segments, fromSeq, lastSeq),
    refresh,
  };
}

/** Checks every frame of every segment; throws a `JournalFault` that names the first wrong one. */
export function checkWholeLog(
  dir: string,
  each?: (frame: Frame) => void,
): { readonly lastSeq: number; readonly torn: boolean } {
  const { report } = inspect(nodeDisk, dir, { seq: 0, hash: '' }, each);
  return { lastSeq: report.lastSeq, torn: report.torn !== null };
}

/** The folder that holds segments: the one given, its `log`, or the only sale's below a data folder. */
export function findLogFolder(given: string, sale: string | null): string {
  const tries = [given, path.join(given, 'log')];
  const sales = path.join(given, 'sales');
  if (fs.existsSync(sales))
    for (const name of fs.readdirSync(sales))
      if (sale === null || sale === name) tries.push(path.join(sales, name, 'log'));
  const found = tries.filter((dir) => nodeDisk.list(dir).some((name) => firstSeqOf(name) !== null));
  const [only] = found;
  if (only === undefined)
    throw new JournalFault(
      'journal-open',
      `There is no log in ${given}. Name a folder with segments (*.log), or a data folder.`,
    );
  if (found.length > 1)
    throw new JournalFault(
      'journal-open',
      `There are logs of several sales below ${given}: name the folder of one, or choose by --sale.`,
    );
  return only;
}

function claimOfTail(dir: string): Claim {
  const name = nodeDisk.list(dir).findLast((one) => firstSeqOf(one) !== null);
  if (name === undefined) throw new JournalFault('journal-open', `There is no log in ${dir}.`);
  const header = readSegmentHeader(nodeDisk.read(path.join(dir, name), 0, SEGMENT_HEADER_BYTES));
  return header === null ? { seq: 0, hash: '' } : { seq: header.firstSeq - 1, hash: header.previous };
}
