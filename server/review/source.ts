/** Where a reviewer of files gets records from: a log folder, or an exported public log, whose opened amounts are put back in. */

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { LogRecord } from '../../protocol/event.ts';
import type { ExportLine, Opening } from '../../protocol/log.ts';
import { findLogFolder, openLogReader } from '../journal/reader.ts';
import type { LogSource } from './review.ts';

export function openSource(given: string, sale: string | null = null): LogSource {
  if (!fs.statSync(given).isFile()) {
    const reader = openLogReader(findLogFolder(given, sale));
    return {
      get lastSeq() {
        reader.refresh();
        return reader.lastSeq();
      },
      records: reader.records,
    };
  }
  return openExport(given);
}

const BLOCK_LINES = 256;
const READ_BYTES = 1 << 20;

/** Keeps where every 256th record's line begins. */
function openExport(file: string): LogSource {
  const blocks: number[] = [];
  const values = new Map<string, number>();
  let records = 0;
  for (const { line, offset } of linesOf(file, 0)) {
    if (line.startsWith('{"record"')) {
      if (records % BLOCK_LINES === 0) blocks.push(offset);
      records += 1;
    } else if (line.startsWith('{"opening"')) note(JSON.parse(line).opening, values);
    else if (records === 0 && !line.startsWith('{"rostrum":"public-log"'))
      throw new Error(`${file} is not a public log`);
  }
  return {
    lastSeq: records,
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
