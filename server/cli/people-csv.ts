/** A list of people as CSV (RFC 4180), as a house brings its clients along. Every fault names its cell, and none hides another. */
import { minorOf } from '../../protocol/catalogue-csv.ts';
import type { CsvRow } from '../../protocol/csv.ts';
import type { Role } from '../../protocol/wire.ts';
import { type NewUser, userFaults } from '../identity/users.ts';
import { type CsvTable, csvTable } from './csv-table.ts';

/** Only `id` is needed. */
const PEOPLE_COLUMNS = ['id', 'name', 'role', 'paddle', 'sales', 'password', 'limit'] as const;
type PeopleColumn = (typeof PEOPLE_COLUMNS)[number];

/** `limitMinor`: null without a limit. */
export type Person = { readonly user: NewUser; readonly limitMinor: number | null };
export type People = {
  readonly people: readonly Person[];
  /** `C4: …` */
  readonly faults: readonly string[];
};

const ROLES: readonly Role[] = ['bidder', 'clerk', 'reviewer', 'operator'];

/** `currency`: of the sale for which they are approved, where they are; without it a limit is a fault. */
export function peopleOf(text: string, currency: string | null): People {
  const table = csvTable(text, PEOPLE_COLUMNS, ['id'], 'there is nobody');
  const faults = [...table.faults];
  const taken = { id: new Set<string>(), paddle: new Set<string>() };
  const people = table.rows.map((row) => personOf(table, row, currency, taken, (fault) => faults.push(fault)));
  return { people, faults };
}

type Taken = Readonly<Record<'id' | 'paddle', Set<string>>>;

function personOf(
  table: CsvTable<PeopleColumn>,
  row: CsvRow,
  currency: string | null,
  taken: Taken,
  fault: (words: string) => void,
): Person {
  const read = (column: PeopleColumn) => table.read(row, column);
  const wrong = (column: PeopleColumn, why: string) => fault(`${table.cell(row, column)}: ${why}`);
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
