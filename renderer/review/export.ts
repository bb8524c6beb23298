/** The rows of a log as text to save: CSV (RFC 4180, no cell a formula) and JSON Lines, with every row that the filter keeps. */
import { rowCsv, rowsCsvHead } from '../../protocol/rows.ts';
import type { ReviewFilter, ReviewReply } from '../../protocol/wire.ts';
import type { ReviewSource } from './source.ts';

/** The house's own page limit: fewest questions. */
const EXPORT_PAGE_ROWS = 500;
/** A page cannot hold more text than this in memory with ease; the command line exports logs of any length. */
export const EXPORT_ROWS_MAX = 1_000_000;
/** A receipt is some three thousand characters. */
export const RECEIPTS_MAX = 20_000;

export type ExportFormat = 'csv' | 'jsonl' | 'receipts';

export type Exported = {
  readonly text: string;
  readonly count: number;
  /** False when a limit ended it: the file says less than the log. */
  readonly isWhole: boolean;
};

type Source = Pick<ReviewSource, 'rows' | 'receipts'>;
type Page = {
  readonly lines: readonly { readonly seq: number; readonly line: string }[];
  readonly next: number | null;
};

/** Asks for page after page up to `toSeq`, so that an export of a live sale ends. */
export async function exportText(
  source: Source,
  format: ExportFormat,
  filter: ReviewFilter,
  toSeq: number,
  progress: (seq: number) => void,
): Promise<Exported> {
  const parts: string[] = format === 'csv' ? [rowsCsvHead()] : [];
  const max = format === 'receipts' ? RECEIPTS_MAX : EXPORT_ROWS_MAX;
  let count = 0;
  for (let from: number | null = 1; from !== null && from <= toSeq; ) {
    const page: Page = await pageOf(source, format, from, filter);
    for (const { seq, line } of page.lines) {
      if (seq > toSeq) return { text: parts.join(''), count, isWhole: true };
      if (count >= max) return { text: parts.join(''), count, isWhole: false };
      parts.push(line);
      count += 1;
    }
    from = page.next;
    progress(Math.min(from ?? toSeq, toSeq));
  }
  return { text: parts.join(''), count, isWhole: true };
}

async function pageOf(source: Source, format: ExportFormat, from: number, filter: ReviewFilter): Promise<Page> {
  if (format === 'receipts') {
    const { receipts, nextSeq } = await source.receipts(from, filter, EXPORT_PAGE_ROWS);
    const lines = receipts.flatMap((receipt) =>
      receipt.inLog ? [{ seq: receipt.seq, line: `${JSON.stringify(receipt)}\n` }] : [],
    );
    return { lines, next: nextSeq };
  }
  const { rows, nextSeq }: ReviewReply = await source.rows(from, filter, EXPORT_PAGE_ROWS);
  const lines = rows.map((row) => ({
    seq: row.seq,
    line: format === 'csv' ? rowCsv(row) : `${JSON.stringify(row)}\n`,
  }));
  return { lines, next: nextSeq };
}
