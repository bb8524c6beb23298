/** A sale as a person wrote it, CSV or JSON, checked as a whole: the sale, or every cell at fault. The desk's preview and the house read it alike. */
import { type CsvFault, csvLots, placesOf } from './catalogue-csv.ts';
import { cellName } from './csv.ts';
import type { Sale } from './sale.ts';
import { type Fault, saleFaults, unknownField } from './sale-schema.ts';
import { isPlainText } from './text.ts';

/** What a list of lots does not say. */
export type CatalogueTerms = Pick<Sale, 'saleId' | 'title' | 'currency'>;
export type CatalogueFormat = 'csv' | 'json';

/** One thing that is wrong. `row` and `column` are places in the preview's table, -1 where it is of none. */
export type CatalogueFault = CsvFault;

export type Catalogue = {
  /** Null while there is a fault. */
  readonly sale: Sale | null;
  readonly columns: readonly string[];
  /** The cells as they were written, a row a lot. */
  readonly rows: readonly (readonly string[])[];
  /** What the places of faults call each row: `3` in a CSV (the header is 1), `[2]` in a JSON. */
  readonly rowNames: readonly string[];
  /** At most `CATALOGUE_FAULTS_MAX`. */
  readonly faults: readonly CatalogueFault[];
};

/** A list with more faults than this is the wrong list. */
export const CATALOGUE_FAULTS_MAX = 1_000;

/** What a list of lots without terms is sold under: the saleroom's ladder, soft closes of 30 s, no premium. */
export const HOUSE_TERMS: Pick<Sale, 'increments' | 'policies' | 'premium'> = {
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

/** The same, with the saleroom's ladder in the units of the currency: 10 yen is 10, 10 pounds is 1,000. */
export function houseTerms(currency: string): typeof HOUSE_TERMS {
  const places = placesOf(currency);
  return places === 2 ? HOUSE_TERMS : { ...HOUSE_TERMS, increments: { kind: 'ladder258', minorPerUnit: 10 ** places } };
}

/** Checks a text. Total: whatever it is, the answer says what is wrong with it. `terms` belong to a CSV. */
export function checkCatalogue(text: string, format: CatalogueFormat, terms: CatalogueTerms): Catalogue {
  return format === 'csv' ? ofCsv(text, terms) : ofJson(text);
}

function ofCsv(text: string, terms: CatalogueTerms): Catalogue {
  const { header, rows, lots, faults } = csvLots(text, terms.currency);
  const whole = { ...terms, ...houseTerms(terms.currency), lots: [] };
  const found = [...faults, ...saleFaults(whole, CATALOGUE_FAULTS_MAX).map(({ path, why }) => ofSale(path, why))];
  const sale: Sale = { ...whole, lots: lots.flatMap((lot) => lot ?? []) };
  const places = new Map<string, number>(header.map((name, at) => [name.toLowerCase(), at]));
  found.push(...unfitTitle(terms.title));
  for (const { lot, field, why } of unfitTexts(lots)) {
    const column = places.get(field) ?? -1;
    found.push({ row: lot, column, place: cellName(column, rows[lot]?.row ?? 0), why });
  }
  return {
    sale: found.length === 0 ? sale : null,
    columns: header,
    rows: rows.map(({ cells }) => cells),
    rowNames: rows.map(({ row }) => String(row)),
    faults: found.slice(0, CATALOGUE_FAULTS_MAX),
  };
}

function ofJson(text: string): Catalogue {
  if (text.trim() === '') return nothingOf('the file', 'is empty');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return nothingOf('the file', `is not JSON (${cause instanceof Error ? cause.message : 'unreadable'})`);
  }
  return checkSaleValue(value);
}

/** Of what cannot be looked at lot by lot: the one thing that is wrong. */
function nothingOf(place: string, why: string): Catalogue {
  return { sale: null, columns: [], rows: [], rowNames: [], faults: [{ row: -1, column: -1, place, why }] };
}

/** The same for a sale that is a value already, as the house gets it. */
export function checkSaleValue(value: unknown): Catalogue {
  if (Array.isArray(value)) return nothingOf('the sale', `is a list; ${WHOLE}`);
  if (typeof value !== 'object' || value === null) return nothingOf('the sale', `is no object; ${WHOLE}`);
  const given = 'lots' in value ? value.lots : null;
  const lots: readonly unknown[] = Array.isArray(given) ? given : [];
  const columns = columnsOf(lots);
  const place = ({ path, why }: Fault): CatalogueFault => {
    const [top, row, field] = path;
    if (top !== 'lots' || typeof row !== 'number') return ofSale(path, why);
    return { row, column: columns.indexOf(String(field ?? '')), place: pathWords(path), why };
  };
  const found = saleFaults(value, CATALOGUE_FAULTS_MAX).map(place);
  const stray = found.length === 0 ? unknownField(value as Sale) : null;
  if (stray !== null) found.push({ row: -1, column: -1, place: stray, why: STRAY });
  found.push(...unfitTitle(fieldOf(value, 'title')));
  for (const { lot, field, why } of [...untitled(lots), ...unfitTexts(lots), ...numbersTwice(lots)])
    found.push(place({ path: ['lots', lot, field], why }));
  return {
    sale: found.length === 0 ? (value as Sale) : null,
    columns,
    rows: lots.map((lot) => columns.map((column) => cellWords(lot, column))),
    rowNames: lots.map((_, i) => `[${i}]`),
    faults: found.slice(0, CATALOGUE_FAULTS_MAX),
  };
}

const UNFIT = 'has characters that hide or turn text';
/** What a reader of UTF-8 puts where it could not read: a list of Windows-1252 would be sold with holes in its words. */
const UNREAD = '\ufffd';
const UNREAD_WHY = 'has letters that cannot be read; save the file as UTF-8';
const WHOLE = 'a sale is one object, with its lots as the list lots';
const STRAY = 'is no field of a sale; correct its spelling, or take it out';

type LotFault = { readonly lot: number; readonly field: string; readonly why: string };

/** Texts of lots that could make one thing pass for another. A description has lines, everything else is one. */
function unfitTexts(lots: readonly unknown[]): readonly LotFault[] {
  return lots.flatMap((one, lot) =>
    ['title', 'section', 'description'].flatMap((field) => {
      const text = fieldOf(one, field);
      const lines = field === 'description' && typeof text === 'string' ? text.split(/\r?\n/) : [text];
      const why = lines.map(unfitWhy).find((each) => each !== null) ?? null;
      return why === null ? [] : [{ lot, field, why }];
    }),
  );
}

function unfitTitle(title: unknown): readonly CatalogueFault[] {
  const why = unfitWhy(title);
  return why === null ? [] : [ofSale(['title'], why)];
}

/** The rules do not mind, but nobody bids on a lot without a name; a CSV is asked for it too. */
function untitled(lots: readonly unknown[]): readonly LotFault[] {
  return lots.flatMap((one, lot) => {
    const title = fieldOf(one, 'title');
    return typeof title === 'string' && title.trim() === ''
      ? [{ lot, field: 'title', why: 'a lot needs a title' }]
      : [];
  });
}

/** The rules do not mind, but people call a lot by its number. */
function numbersTwice(lots: readonly unknown[]): readonly LotFault[] {
  const seen = new Set<number>();
  return lots.flatMap((one, lot) => {
    const number = fieldOf(one, 'number');
    if (typeof number !== 'number') return [];
    if (seen.has(number)) return [{ lot, field: 'number', why: `${number} stands twice` }];
    seen.add(number);
    return [];
  });
}

/** Null for a text that is fit to be shown, and for what is none. */
function unfitWhy(text: unknown): string | null {
  if (typeof text !== 'string' || text.trim() === '') return null;
  if (text.includes(UNREAD)) return UNREAD_WHY;
  return isPlainText(text, text.length) ? null : UNFIT;
}

function ofSale(path: Fault['path'], why: string): CatalogueFault {
  return { row: -1, column: -1, place: path.length === 0 ? 'the sale' : pathWords(path), why };
}

/** `lots[3].closesAt`. */
function pathWords(path: Fault['path']): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i === 0 ? '' : '.'}${key}`)).join('');
}

const FIRST: readonly string[] = [
  'lotId',
  'number',
  'title',
  'format',
  'openingMinor',
  'reserveMinor',
  'estimateMinor',
];

/** Every field that a lot has, the usual ones first. */
function columnsOf(lots: readonly unknown[]): readonly string[] {
  const found = new Set<string>(lots.length === 0 ? [] : FIRST);
  for (const lot of lots)
    if (typeof lot === 'object' && lot !== null) for (const key of Object.keys(lot)) found.add(key);
  return [...found];
}

function cellWords(lot: unknown, column: string): string {
  const value = fieldOf(lot, column);
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
