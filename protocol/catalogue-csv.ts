/** A catalogue of lots as CSV (RFC 4180) to lots. Every fault names its cell, as a spreadsheet does, and none hides another. */
import { type CsvRow, cellName, csvRows } from './csv.ts';
import { isMinor } from './money.ts';
import type { Lot } from './sale.ts';
import { lotFaults } from './sale-schema.ts';

/** The columns that a list of lots may have (docs/reference/sale.md). */
export const CSV_COLUMNS = [
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
export type CsvColumn = (typeof CSV_COLUMNS)[number];

/** A cell at fault. `row` and `column` are places in `CsvLots`; -1 is the row of the header, or no column in particular. */
export type CsvFault = { readonly row: number; readonly column: number; readonly place: string; readonly why: string };

export type CsvLots = {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
  /** A lot a row; null where the row has a fault. */
  readonly lots: readonly (Lot | null)[];
  readonly faults: readonly CsvFault[];
};

/** Reads all rows. Total: every text has an answer. */
export function csvLots(text: string, currency: string): CsvLots {
  const { rows: all, openAt } = csvRows(text.replace(/^\ufeff/, ''));
  if (all.length === 0)
    return { header: [], rows: [], lots: [], faults: [{ row: -1, column: -1, place: 'the file', why: 'is empty' }] };
  const [first, ...rows] = all;
  const header = first?.cells.map((name) => name.trim()) ?? [];
  const faults: CsvFault[] = [];
  if (openAt !== null)
    faults.push({ row: rows.length - 1, column: -1, place: `row ${openAt}`, why: 'a quotation mark is not closed' });
  const columns = new Map<CsvColumn, number>();
  const reading = { columns, width: header.length, currency };
  for (const [at, name] of header.entries()) {
    const column = CSV_COLUMNS.find((one) => one === name.toLowerCase());
    const place = cellName(at, first?.row ?? 1);
    if (column === undefined) faults.push({ row: -1, column: at, place, why: `no column ${JSON.stringify(name)}` });
    else if (columns.has(column)) faults.push({ row: -1, column: at, place, why: `the column ${column} stands twice` });
    else columns.set(column, at);
  }
  for (const needed of ['title', 'opening'] as const)
    if (!columns.has(needed))
      faults.push({ row: -1, column: -1, place: `row ${first?.row ?? 1}`, why: `the column ${needed} is missing` });
  for (const [bound, other] of ESTIMATE) {
    const at = columns.get(bound);
    if (at !== undefined && !columns.has(other))
      faults.push({
        row: -1,
        column: at,
        place: cellName(at, first?.row ?? 1),
        why: `${NEEDS}: the column ${other} is missing`,
      });
  }
  if (rows.length === 0) faults.push({ row: -1, column: -1, place: 'row 2', why: 'there is no lot' });
  const seen = new Set<string>();
  const numbers = new Set<number>();
  const lots = rows.map((row, index) => {
    const one = new RowReading(row, index, reading);
    const lot = one.lot();
    // Also where another cell is wrong, and before the id, which is made of the number where a list has none.
    if (numbers.has(lot.number)) one.fault('number', `${lot.number} stands twice`);
    else if (Number.isSafeInteger(lot.number)) numbers.add(lot.number);
    if (one.faults.length === 0)
      for (const { path, why } of lotFaults(lot, seen))
        one.fault(COLUMN_OF[String(path[0])] ?? 'lot', why.replace('opensAt', 'opens'));
    faults.push(...one.faults.toSorted((a, b) => a.column - b.column));
    return one.faults.length === 0 ? lot : null;
  });
  return { header, rows, lots, faults };
}

const ESTIMATE = [
  ['low', 'high'],
  ['high', 'low'],
] as const;
const NEEDS = 'an estimate needs low and high';

/** The column in which a field of a lot is written. */
const COLUMN_OF: Readonly<Record<string, CsvColumn>> = {
  lotId: 'lot',
  number: 'number',
  title: 'title',
  format: 'format',
  openingMinor: 'opening',
  reserveMinor: 'reserve',
  estimateMinor: 'low',
  section: 'section',
  description: 'description',
  image: 'image',
  opensAt: 'opens',
  closesAt: 'closes',
};

type Reading = {
  readonly columns: ReadonlyMap<CsvColumn, number>;
  /** Of the header, with columns that nothing knows. */
  readonly width: number;
  readonly currency: string;
};

/** The reading of one row: goes on after a fault, with a value in its place that is not used. */
class RowReading {
  readonly faults: CsvFault[] = [];
  readonly #row: CsvRow;
  readonly #index: number;
  readonly #columns: ReadonlyMap<CsvColumn, number>;
  readonly #width: number;
  readonly #currency: string;

  constructor(row: CsvRow, index: number, { columns, width, currency }: Reading) {
    this.#row = row;
    this.#index = index;
    this.#columns = columns;
    this.#width = width;
    this.#currency = currency;
  }

  fault(column: CsvColumn, why: string): void {
    const at = this.#columns.get(column);
    const place = at === undefined ? `row ${this.#row.row}, ${column}` : cellName(at, this.#row.row);
    this.faults.push({ row: this.#index, column: at ?? -1, place, why });
  }

  lot(): Lot {
    for (const [at, cell] of this.#row.cells.entries())
      if (at >= this.#width && cell.trim() !== '')
        this.faults.push({
          row: this.#index,
          column: -1,
          place: cellName(at, this.#row.row),
          why: 'stands beyond the last column of the header',
        });
    const line = this.#index + 1;
    const written = this.#read('number');
    const number = written === null ? line : Number(written);
    if (!Number.isSafeInteger(number) || number < 1)
      this.fault('number', `${JSON.stringify(written)} is no lot number`);
    const title = this.#read('title');
    // A column that is not there at all is one fault, not one a row.
    if (title === null && this.#columns.has('title')) this.fault('title', 'a lot needs a title');
    const opening = this.#read('opening');
    if (opening === null && this.#columns.has('opening')) this.fault('opening', 'a lot needs an opening');
    const [low, high] = [this.#money('low'), this.#money('high')];
    // Half an estimate would be none, and nobody would hear of it.
    for (const [bound, other] of ESTIMATE)
      if (this.#read(bound) !== null && this.#read(other) === null && this.#columns.has(other))
        this.fault(other, NEEDS);
    const base = {
      lotId: this.#read('lot') ?? `l${number}`,
      number,
      title: title ?? '',
      openingMinor: this.#money('opening') ?? 0,
      reserveMinor: this.#money('reserve'),
      estimateMinor: low === null || high === null ? null : ([low, high] as const),
      ...this.#text('section'),
      ...this.#text('description'),
      ...this.#text('image'),
    };
    const format = this.#read('format') ?? 'live';
    const [opensAt, closesAt] = [this.#time('opens'), this.#time('closes')];
    if (format === 'live') return { ...base, format };
    if (format !== 'timed') this.fault('format', `is live or timed, not ${format}; the others need JSON`);
    else
      for (const column of ['opens', 'closes'] as const)
        if (this.#read(column) === null) this.fault(column, 'a timed lot needs opens and closes');
    return { ...base, format: 'timed', opensAt: opensAt ?? 0, closesAt: closesAt ?? 0 };
  }

  #read(column: CsvColumn): string | null {
    const place = this.#columns.get(column);
    const value = place === undefined ? '' : (this.#row.cells[place] ?? '').trim();
    return value === '' ? null : value;
  }

  #text(column: 'section' | 'description' | 'image'): { readonly [key: string]: string } {
    const value = this.#read(column);
    return value === null ? {} : { [column]: value };
  }

  #money(column: CsvColumn): number | null {
    const value = this.#read(column);
    if (value === null) return null;
    const minor = minorOf(value, this.#currency);
    if (minor === null) this.fault(column, `${JSON.stringify(value)} is no amount of ${this.#currency}`);
    return minor;
  }

  #time(column: CsvColumn): number | null {
    const value = this.#read(column);
    if (value === null) return null;
    const ms = timeOf(value);
    if (ms === null) this.fault(column, 'is no time with its zone: 2026-11-24T18:00Z');
    return ms;
  }
}

/** `1,250.00` in the currency's own places; null for what is no amount. */
export function minorOf(value: string, currency: string): number | null {
  const match = /^(\d{1,3}(?:,\d{3})*|\d+)(?:\.(\d+))?$/.exec(value);
  if (match === null) return null;
  const places = placesOf(currency);
  const fraction = match[2] ?? '';
  const amount = Number(`${match[1]?.replaceAll(',', '')}${fraction.padEnd(places, '0')}`);
  return fraction.length > places || !isMinor(amount) ? null : amount;
}

const TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})$/;

/**
 * `2026-11-24T18:00Z` or `2026-11-24 19:00+01:00`; null for everything else. `02/03/2027` is a day in March or in February, and a time
 * without its zone is another moment on another machine: neither is guessed at.
 */
export function timeOf(value: string): number | null {
  const [, day, clock, zone] = TIME.exec(value) ?? [];
  const ms = Date.parse(`${day}T${clock}${zone}`);
  // A thirtieth of February would be taken for the second of March.
  return Number.isNaN(ms) || !isDay(`${day}`) ? null : ms;
}

function isDay(day: string): boolean {
  return new Date(`${day}T00:00Z`).toISOString().startsWith(day);
}

const known = new Map<string, number>();

/** The decimals of a currency; two for what is none: the sale's own check says that. */
export function placesOf(currency: string): number {
  const found = known.get(currency);
  if (found !== undefined) return found;
  let places = 2;
  try {
    places = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    // Not three letters.
  }
  known.set(currency, places);
  return places;
}
