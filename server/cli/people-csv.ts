/** A list of people as CSV (RFC 4180), as a house brings its clients along. Every fault names its cell, and none hides another. */
import { minorOf } from '../../protocol/catalogue-csv.ts';
import { type CsvRow, cellName, csvRows } from '../../protocol/csv.ts';
import type { Role } from '../../protocol/wire.ts';
import { type NewUser, userFaults } from '../identity/users.ts';

/** The columns that a list of people may have; only `id` is needed. */
export const PEOPLE_COLUMNS = ['id', 'name', 'role', 'paddle', 'sales', 'password', 'limit'] as const;
type PeopleColumn = (typeof PEOPLE_COLUMNS)[number];

/** `limitMinor`: null without a limit. */
export type Person = { readonly user: NewUser; readonly limitMinor: number | null };
export type People = {
  readonly people: readonly Person[];
  /** `C4: …`, in the order of the cells. */
  readonly faults: readonly string[];
};

const ROLES: readonly Role[] = ['bidder', 'clerk', 'reviewer', 'operator'];

/** `currency`: of the sale for which they are approved, where they are; without it a limit is a fault. */
export function peopleOf(text: string, currency: string | null): People {
  const { rows: all, openAt } = csvRows(text.replace(/^\ufeff/, ''));
  const [head, ...rows] = all;
  const faults: string[] = openAt === null ? [] : [`row ${openAt}: a quotation mark is not closed`];
  const columns = new Map<PeopleColumn, number>();
  for (const [at, cell] of head?.cells.entries() ?? []) {
    const column = PEOPLE_COLUMNS.find((one) => one === cell.trim().toLowerCase());
    const place = cellName(at, head?.row ?? 1);
    if (column === undefined) faults.push(`${place}: no column ${JSON.stringify(cell.trim())}`);
    else if (columns.has(column)) faults.push(`${place}: the column ${column} stands twice`);
    else columns.set(column, at);
  }
  if (!columns.has('id')) faults.push('row 1: the column id is missing');
  if (rows.length === 0) faults.push('row 2: there is nobody');
  const taken = { id: new Set<string>(), paddle: new Set<string>() };
  const people = rows.map((row) => personOf(row, columns, currency, taken, (fault) => faults.push(fault)));
  return { people, faults };
}

type Taken = Readonly<Record<'id' | 'paddle', Set<string>>>;

function personOf(
  row: CsvRow,
  columns: ReadonlyMap<PeopleColumn, number>,
  currency: string | null,
  taken: Taken,
  fault: (words: string) => void,
): Person {
  const read = (column: PeopleColumn): string | null => {
    const at = columns.get(column);
    const value = at === undefined ? '' : (row.cells[at] ?? '').trim();
    return value === '' ? null : value;
  };
  const wrong = (column: PeopleColumn, why: string) => {
    const at = columns.get(column);
    fault(`${at === undefined ? `row ${row.row}, ${column}` : cellName(at, row.row)}: ${why}`);
  };
  for (const [at, cell] of row.cells.entries())
    if (at > Math.max(...columns.values()) && cell.trim() !== '')
      fault(`${cellName(at, row.row)}: stands beyond the last column of the header`);
  const id = read('id') ?? '';
  if (id === '') wrong('id', 'nobody stands here');
  const role = ROLES.find((one) => one === (read('role') ?? 'bidder'));
  if (role === undefined) wrong('role', `is ${ROLES.join(', ')}, not ${JSON.stringify(read('role'))}`);
  const paddle = read('paddle');
  for (const [what, value] of [
    ['id', id],
    ['paddle', paddle],
  ] as const) {
    if (value === null || value === '') continue;
    if (taken[what].has(value)) wrong(what, `${value} stands twice`);
    taken[what].add(value);
  }
  const user: NewUser = {
    ...{ id, role: role ?? 'bidder', name: read('name') ?? id, paddle, password: read('password') },
    sales: read('sales')?.split(/[\s,;]+/) ?? [],
  };
  for (const { field, why } of id === '' ? [] : userFaults(user)) wrong(field, why);
  const limit = read('limit');
  const limitMinor = limit === null || currency === null ? null : minorOf(limit, currency);
  if (limit !== null && currency === null) wrong('limit', 'a limit is for a sale; say which with --sale');
  else if (limit !== null && limitMinor === null)
    wrong('limit', `${JSON.stringify(limit)} is no amount of ${currency}`);
  return { user, limitMinor };
}
