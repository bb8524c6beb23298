/** Where a reviewer of files gets records from: a log folder, or an exported public log, whose opened amounts are put back in. */

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { LogRecord } from '../../protocol/event.ts';
import type { ExportLine, Opening } from '../../protocol/log.ts';
import type { VerifyReply } from '../../protocol/review.ts';
import type { LogHead } from '../../protocol/wire.ts';
import { findLogFolder, openLogReader } from '../journal/reader.ts';
import { firstSeqOf } from '../journal/segment.ts';
import { verifyLog } from '../verify/verify.ts';
import type { LogSource } from './review.ts';

export function openSource(given: string, sale: string | null = null): LogSource {
  // Who chooses one segment of a log means the log.
  const folder = fs.statSync(given).isFile() && firstSeqOf(path.basename(given)) !== null ? path.dirname(given) : given;
  if (!fs.statSync(folder).isFile()) {
    const dir = findLogFolder(folder, sale);
    const reader = openLogReader(dir);
    let tail = '';
    return {
      get lastSeq() {
        const now = tailOf(dir);
        // A look is a check of the last two segments: not for each question, when nobody writes.
        if (now === null || now !== tail) reader.refresh();
        tail = now ?? '';
        return reader.lastSeq();
      },
      records: reader.records,
      texts: reader.texts,
    };
  }
  return openExport(given);
}

/** A file's time is not finer than this: what was written just now may be followed by more of the same time. */
const FRESH_MS = 2_000;

/** What changes when the log grows; null: it may be growing now. */
function tailOf(dir: string): string | null {
  const last = fs
    .readdirSync(dir)
    .filter((one) => firstSeqOf(one) !== null)
    .sort()
    .at(-1);
  if (last === undefined) return null;
  const { size, mtimeMs } = fs.statSync(path.join(dir, last));
  return Math.abs(Date.now() - mtimeMs) < FRESH_MS ? null : `${last} ${size} ${mtimeMs}`;
}

const BLOCK_LINES = 256;
const READ_BYTES = 1 << 20;

/** Keeps where every 256th record's line begins. */
function openExport(file: string): LogSource {
  const blocks: number[] = [];
  const values = new Map<string, number>();
  let key = '';
  let head: LogHead | null = null;
  let records = 0;
  for (const { line, offset } of linesOf(file, 0)) {
    if (line.startsWith('{"record"')) {
      if (records % BLOCK_LINES === 0) blocks.push(offset);
      records += 1;
    } else if (line.startsWith('{"opening"')) note(JSON.parse(line).opening, values);
    else if (line.startsWith('{"rostrum":"public-log"')) key = JSON.parse(line).key;
    else if (line.startsWith('{"head"')) head = JSON.parse(line).head;
    else if (records === 0)
      throw new Error(
        `${file} is no exported log. Choose one of \`rostrum log export --format jsonl\`, or the folder of a log.`,
      );
  }
  if (records === 0) throw new Error(`${file} has no records: it is no exported log, or it was cut off.`);
  return {
    lastSeq: records,
    verify: () => verifyFile(file, key, head),
    *records(fromSeq) {
      const begin = blocks[Math.floor((Math.max(1, fromSeq) - 1) / BLOCK_LINES)];
      if (begin === undefined) return;
      for (const { line } of linesOf(file, begin)) {
        if (!line.startsWith('{"record"')) return;
        const record = opened(line, values);
        if (record.seq >= fromSeq) yield record;
      }
    },
  };
}

/** As a stranger would, but for the key: it is the file's own, and the answer says which. */
async function verifyFile(file: string, key: string, head: LogHead | null): Promise<VerifyReply> {
  function* lines() {
    for (const { line } of linesOf(file, 0)) yield line;
  }
  const { ok, records, notYet, wrong } = await verifyLog({ lines, key });
  const [first] = wrong;
  const what =
    first === undefined || first.lastSeq === first.seq ? '' : ` (it stands somewhere up to ${first.lastSeq})`;
  return {
    view: 'verify',
    ok,
    records,
    wrong: first === undefined ? null : { seq: first.seq, what: `${first.what}${what}` },
    head,
    fileKey: key,
    notYet,
  };
}

function note({ seq, salt, value }: Opening, values: Map<string, number>): void {
  const commit = createHash('sha256').update(Buffer.from(salt, 'hex')).update(String(value)).digest('hex');
  values.set(`${seq} ${commit}`, value);
}

/** What is still hidden is null. */
function opened(text: string, values: ReadonlyMap<string, number>): LogRecord {
  const line: ExportLine = JSON.parse(text);
  if (!('record' in line)) throw new Error('not a record');
  const { seq } = line.record;
  return JSON.parse(JSON.stringify(line.record), (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'commit' in value
      ? (values.get(`${seq} ${String(value.commit)}`) ?? null)
      : value,
  );
}

function* linesOf(file: string, from: number): Generator<{ readonly line: string; readonly offset: number }, void> {
  const fd = fs.openSync(file, 'r');
  try {
    let rest = Buffer.alloc(0);
    let offset = from;
    for (let position = from; ; ) {
      const chunk = Buffer.allocUnsafe(READ_BYTES);
      const got = fs.readSync(fd, chunk, 0, READ_BYTES, position);
      position += got;
      const bytes = Buffer.concat([rest, chunk.subarray(0, got)]);
      let start = 0;
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
        yield { line: bytes.toString('utf8', start, end), offset: offset + start };
        start = end + 1;
      }
      offset += start;
      rest = bytes.subarray(start);
      if (got === 0) {
        if (rest.length > 0) yield { line: rest.toString('utf8'), offset };
        return;
      }
    }
  } finally {
    fs.closeSync(fd);
  }
}
