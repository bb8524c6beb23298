/** The rows of a log as text to save: CSV (RFC 4180, no cell a formula) and JSON Lines, with every row that the filter keeps. */
import { csvLine } from '../protocol/csv.ts';
import type { Receipt } from '../protocol/log.ts';
import type { ReviewFilter, ReviewReply, ReviewRow } from '../protocol/wire.ts';
import type { ReviewSource } from './review-source.ts';

/** The house's own page limit: fewest questions. */
const EXPORT_PAGE_ROWS = 500;
/** A page cannot hold more text than this in memory with ease; the command line exports logs of any length. */
export const EXPORT_ROWS_MAX = 1_000_000;
export const RECEIPTS_MAX = 5_000;

export type ExportFormat = 'csv' | 'jsonl' | 'receipts';

const COLUMNS = [
  'seq',
  'at',
  'type',
  'lot',
  'bidder',
  'paddle',
  'channel',
  'kind',
  'amountMinor',
  'outcome',
  'reason',
  'priceMinor',
  'events',
] as const;

export const csvHead = (): string => csvLine([...COLUMNS]);

export function csvRow(row: ReviewRow): string {
  return csvLine(
    COLUMNS.map((column) => {
      if (column === 'at') return new Date(row.at).toISOString();
      return column === 'events' ? row.events.join(' ') : row[column];
    }),
  );
}

export type Exported = {
  readonly text: string;
  readonly count: number;
  /** False when a limit ended it: the file says less than the log. */
  readonly isWhole: boolean;
};

/** Asks for row after row up to `toSeq`, so that an export of a live sale ends. */
export async function exportText(
  source: Pick<ReviewSource, 'rows' | 'record'>,
  format: ExportFormat,
  filter: ReviewFilter,
  toSeq: number,
  progress: (seq: number) => void,
): Promise<Exported> {
  const parts: string[] = format === 'csv' ? [csvHead()] : [];
  const max = format === 'receipts' ? RECEIPTS_MAX : EXPORT_ROWS_MAX;
  let count = 0;
  for (let from: number | null = 1; from !== null && from <= toSeq; ) {
    const page: ReviewReply = await source.rows(from, filter, EXPORT_PAGE_ROWS);
    for (const row of page.rows) {
      if (row.seq > toSeq) return { text: parts.join(''), count, isWhole: true };
      if (count >= max) return { text: parts.join(''), count, isWhole: false };
      const line = await lineOf(source, format, row);
      if (line === null) continue;
      parts.push(line);
      count += 1;
    }
    from = page.nextSeq;
    progress(Math.min(from ?? toSeq, toSeq));
  }
  return { text: parts.join(''), count, isWhole: true };
}

async function lineOf(
  source: Pick<ReviewSource, 'record'>,
  format: ExportFormat,
  row: ReviewRow,
): Promise<string | null> {
  if (format === 'csv') return csvRow(row);
  if (format === 'jsonl') return `${JSON.stringify(row)}\n`;
  if (row.type !== 'PlaceBid' && row.type !== 'LowerMax') return null;
  const receipt: Receipt | null = (await source.record(row.seq)).receipt;
  return receipt === null ? null : `${JSON.stringify(receipt)}\n`;
}
