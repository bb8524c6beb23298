/** A catalogue of lots as CSV (RFC 4180) to a sale. Every error names the cell, as a spreadsheet does. */
import type { Decoded } from '../protocol/codec.ts';
import { isMinor } from '../protocol/money.ts';
import type { Lot, Sale } from '../protocol/sale.ts';

/** What a list of lots does not say. */
export type CsvTerms = Pick<Sale, 'saleId' | 'title' | 'currency'>;

const COLUMNS = [
  'lot',
  'number',
  'title',
  'format',
  'opening',
  'reserve',
  'low',
  'high',
  'section',
  'description',
  'image',
  'opens',
  'closes',
] as const;
type Column = (typeof COLUMNS)[number];

class CellFault extends Error {}

/** The sale of a CSV text: the saleroom's ladder, soft closes of 30 s, no premium; JSON says it otherwise. */
export function saleOfCsv(text: string, terms: CsvTerms): Decoded<Sale> {
  try {
    const [header, ...rows] = rowsOf(text.replace(/^\ufeff/, ''));
    const columns = new Map<Column, number>();
    for (const [at, name] of (header ?? []).entries()) {
      const column = COLUMNS.find((one) => one === name.trim().toLowerCase());
      if (column === undefined) throw new CellFault(`${cell(0, at)}: no column ${JSON.stringify(name)}`);
      columns.set(column, at);
    }
    for (const needed of ['title', 'opening'] as const)
      if (!columns.has(needed)) throw new CellFault(`row 1: the column ${needed} is missing`);
    const lots = rows.map((row, index) => lotOf(row, index, columns, terms.currency));
    if (lots.length === 0) throw new CellFault('row 2: there is no lot');
    return { ok: true, value: { ...terms, ...HOUSE_TERMS, lots } };
  } catch (cause) {
    if (cause instanceof CellFault) return { ok: false, error: cause.message };
    throw cause;
  }
}

const HOUSE_TERMS: Pick<Sale, 'increments' | 'policies' | 'premium'> = {
  increments: { kind: 'ladder258' },
  policies: {
    tie: 'earliest',
    offLadder: 'down',
    leaderRaise: 'hold',
    reserve: 'jump',
    extension: { windowMs: 30_000, base: 'bid', addMs: 30_000, maxCount: null, hardEndAt: null, scope: 'lot' },
    limit: 'exposure',
    void: 'recompute',
  },
  premium: [],
};

function lotOf(row: readonly string[], index: number, columns: ReadonlyMap<Column, number>, currency: string): Lot {
  const line = index + 1;
  const at = (column: Column) => cell(line, columns.get(column) ?? 0);
  const read = (column: Column): string | null => {
    const place = columns.get(column);
    const value = place === undefined ? '' : (row[place] ?? '').trim();
    return value === '' ? null : value;
  };
  const money = (column: Column): number | null => {
    const value = read(column);
    return value === null ? null : minorOf(value, currency, at(column));
  };
  const time = (column: Column): number | null => {
    const value = read(column);
    const ms = value === null ? null : Date.parse(value);
    if (ms !== null && Number.isNaN(ms))
      throw new CellFault(`${at(column)}: ${JSON.stringify(value)} is no time (2026-11-24T18:00Z)`);
    return ms;
  };
  const number = read('number') === null ? line : Number(read('number'));
  if (!Number.isSafeInteger(number) || number < 1) throw new CellFault(`${at('number')}: is no lot number`);
  const title = read('title');
  if (title === null) throw new CellFault(`${at('title')}: a lot needs a title`);
  const openingMinor = money('opening');
  if (openingMinor === null) throw new CellFault(`${at('opening')}: a lot needs an opening`);
  const [low, high] = [money('low'), money('high')];
  const text = (column: 'section' | 'description' | 'image') => {
    const value = read(column);
    return value === null ? {} : { [column]: value };
  };
  const base = {
    lotId: read('lot') ?? `l${number}`,
    number,
    title,
    openingMinor,
    reserveMinor: money('reserve'),
    estimateMinor: low === null || high === null ? null : ([low, high] as const),
    ...text('section'),
    ...text('description'),
    ...text('image'),
  };
  const format = read('format') ?? 'live';
  if (format === 'live') return { ...base, format };
  if (format !== 'timed') throw new CellFault(`${at('format')}: is live or timed, not ${format}; the others need JSON`);
  const [opensAt, closesAt] = [time('opens'), time('closes')];
  if (opensAt === null || closesAt === null)
    throw new CellFault(`${at(opensAt === null ? 'opens' : 'closes')}: a timed lot needs opens and closes`);
  return { ...base, format, opensAt, closesAt };
}

/** `1,250.00` in the currency's own places. */
function minorOf(value: string, currency: string, where: string): number {
  const places =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const match = /^(\d{1,3}(?:,\d{3})*|\d+)(?:\.(\d+))?$/.exec(value);
  const fraction = match?.[2] ?? '';
  const amount =
    match === null ? Number.NaN : Number(`${match[1]?.replaceAll(',', '')}${fraction.padEnd(places, '0')}`);
  if (fraction.length > places || !isMinor(amount))
    throw new CellFault(`${where}: ${JSON.stringify(value)} is no amount of ${currency}`);
  return amount;
}

function cell(row: number, column: number): string {
  const letter = column < 26 ? String.fromCharCode(65 + column) : `column ${column + 1}, `;
  return `${letter}${row + 1}`;
}

function rowsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[i + 1] === '"') {
        field += '"';
        i += 1;
      } else quoted = false;
    } else if (char === '"' && field === '') quoted = true;
    else if (char === ',') {
      row.push(field);
      field = '';
    } else if (char === '\n') {
      row.push(field.replace(/\r$/, ''));
      rows.push(row);
      row = [];
      field = '';
    } else field += char;
  }
  if (quoted) throw new CellFault(`row ${rows.length + 1}: a quotation mark is not closed`);
  if (field !== '' || row.length > 0) rows.push([...row, field]);
  return rows.filter((one) => one.some((value) => value.trim() !== ''));
}
