/** CSV as RFC 4180 has it, and such that no spreadsheet takes a cell for a formula. */

/** CRLF at the end of each line; a cell that begins like a formula gets an apostrophe before it. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

/** A row of a CSV text; `row` is its number as a spreadsheet counts them, from 1. */
export type CsvRow = { readonly row: number; readonly cells: readonly string[] };

/**
 * The rows of a CSV text that are not empty, divided by commas, or as a spreadsheet of a country whose decimals have a comma saves
 * them: by what divides the header. `openAt`: the row in which a quotation mark is never closed (its row then ends with
 * the text), else null. Total: every text has rows.
 */
export function csvRows(text: string): { readonly rows: readonly CsvRow[]; readonly openAt: number | null } {
  const separator = separatorOf(text);
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let field = '';
  let quoted = false;
  let row = 1;
  const end = (last: string) => {
    if (cells.length > 0 || last.trim() !== '') rows.push({ row, cells: [...cells, last] });
    cells = [];
    field = '';
    row += 1;
  };
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[i + 1] === '"') {
        field += '"';
        i += 1;
      } else quoted = false;
    } else if (char === '"' && field === '') quoted = true;
    else if (char === separator) {
      cells.push(field);
      field = '';
    } else if (char === '\n') end(field.replace(/\r$/, ''));
    else field += char;
  }
  const openAt = quoted ? row : null;
  end(field);
  return { rows: rows.filter((one) => one.cells.some((cell) => cell.trim() !== '')), openAt };
}

function separatorOf(text: string): string {
  const header = /^.*/.exec(text.trimStart())?.[0] ?? '';
  return header.includes(',') ? ',' : (/[;\t]/.exec(header)?.[0] ?? ',');
}

/** `E3`: the cell as a spreadsheet names it; `column` counts from 0. */
export function cellName(column: number, row: number): string {
  return `${columnName(column)}${row}`;
}

/** `E`. */
export function columnName(column: number): string {
  let letters = '';
  for (let rest = column; rest >= 0; rest = Math.floor(rest / 26) - 1)
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  return letters;
}

function cellOf(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
