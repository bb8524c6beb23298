/** A CSV text as a table with named columns: where each stands, what a cell says, and what a spreadsheet calls it. Knows no column by name. */
import { type CsvRow, cellName, csvRows } from '../../protocol/csv.ts';

export type CsvTable<C extends string> = {
  readonly rows: readonly CsvRow[];
  has(column: C): boolean;
  /** What stands there, without space around it; null for nothing. */
  read(row: CsvRow, column: C): string | null;
  /** `C4`; of a column that is not there its row and its name. */
  cell(row: CsvRow, column: C): string;
  /** Of the header, and of cells beyond it: `C1: no column "colour"`. */
  readonly faults: readonly string[];
};

/** `empty`: said of a table without a row. Total: every text is a table, of which the faults say what it is not. */
export function csvTable<C extends string>(
  text: string,
  known: readonly C[],
  needed: readonly C[],
  empty: string,
): CsvTable<C> {
  const { rows: all, openAt } = csvRows(text.replace(/^\ufeff/, ''));
  const [head, ...rows] = all;
  const faults: string[] = openAt === null ? [] : [`row ${openAt}: a quotation mark is not closed`];
  const columns = new Map<C, number>();
  for (const [at, cell] of head?.cells.entries() ?? []) {
    const column = known.find((one) => one === cell.trim().toLowerCase());
    const place = cellName(at, head?.row ?? 1);
    if (column === undefined) faults.push(`${place}: no column ${JSON.stringify(cell.trim())}`);
    else if (columns.has(column)) faults.push(`${place}: the column ${column} stands twice`);
    else columns.set(column, at);
  }
  for (const column of needed) if (!columns.has(column)) faults.push(`row 1: the column ${column} is missing`);
  if (rows.length === 0) faults.push(`row 2: ${empty}`);
  const width = head?.cells.length ?? 0;
  for (const { row, cells } of rows)
    for (const [at, cell] of cells.entries())
      if (at >= width && cell.trim() !== '')
        faults.push(`${cellName(at, row)}: stands beyond the last column of the header`);
  return {
    rows,
    faults,
    has: (column) => columns.has(column),
    read(row, column) {
      const at = columns.get(column);
      const value = at === undefined ? '' : (row.cells[at] ?? '').trim();
      return value === '' ? null : value;
    },
    cell(row, column) {
      const at = columns.get(column);
      return at === undefined ? `row ${row.row}, ${column}` : cellName(at, row.row);
    },
  };
}
