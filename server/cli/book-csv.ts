/** A list of absentee bids as CSV (RFC 4180). Every fault names its cell, and none hides another. */
import { minorOf } from '../../protocol/catalogue-csv.ts';
import type { Absentee } from '../door/absentees.ts';
import { csvTable } from './csv-table.ts';

/** All of them needed: a lot's number or id, a paddle or a bidder's id, and a maximum in the sale's currency. */
const BOOK_COLUMNS = ['lot', 'paddle', 'maximum'] as const;

export type BookList = {
  readonly bids: readonly Absentee[];
  readonly faults: readonly string[];
  /** The cell in which a part of a bid stands: `C4`. */
  readonly cellOf: (bid: number, part: keyof Absentee) => string;
};

const COLUMN_OF = { lot: 'lot', bidder: 'paddle', amountMinor: 'maximum' } as const;

export function bookOf(text: string, currency: string): BookList {
  const table = csvTable(text, BOOK_COLUMNS, BOOK_COLUMNS, 'there is no bid');
  const faults = [...table.faults];
  const seen = new Set<string>();
  const bids = table.rows.map((row): Absentee => {
    const wrong = (column: (typeof BOOK_COLUMNS)[number], why: string) => {
      if (table.has(column)) faults.push(`${table.cell(row, column)}: ${why}`);
    };
    const [lot, bidder, maximum] = BOOK_COLUMNS.map((column) => table.read(row, column) ?? '') as [
      string,
      string,
      string,
    ];
    if (lot === '') wrong('lot', 'no lot stands here');
    if (bidder === '') wrong('paddle', 'no paddle stands here');
    const amountMinor = minorOf(maximum, currency);
    if (amountMinor === null) wrong('maximum', `${JSON.stringify(maximum)} is no amount of ${currency}`);
    // Which of two would be meant is nobody's guess.
    if (seen.has(`${lot}\n${bidder}`)) wrong('paddle', `${bidder} stands twice for lot ${lot}`);
    seen.add(`${lot}\n${bidder}`);
    return { lot, bidder, amountMinor: amountMinor ?? 0 };
  });
  const cellOf: BookList['cellOf'] = (bid, part) => {
    const row = table.rows[bid];
    return row === undefined ? `bid ${bid + 1}` : table.cell(row, COLUMN_OF[part]);
  };
  return { bids, faults, cellOf };
}
