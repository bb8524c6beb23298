/** `rostrum users import`: a list of people brought into the house in one go, and approved for a sale where one is named. */
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { csvLine } from '../../protocol/csv.ts';
import { askHouse } from '../admin.ts';
import { type NewUser, openUsers } from '../identity/users.ts';
import { askRunning, currencyOf } from './asking.ts';
import { type Person, peopleOf } from './people-csv.ts';

export type ImportOptions = { readonly sale?: string | undefined; readonly check?: boolean | undefined };

/** Who is known already stays as he is, so that the same list can be brought in again. 0: all is done; 1: something is not, and said. */
export async function importPeople(dataDir: string, file: string, { sale, check }: ImportOptions): Promise<number> {
  const say = (words: string) => process.stderr.write(`${words}\n`);
  // An approval stands in the sale's log, and so needs a house.
  const currency = sale === undefined ? null : await currencyOf(dataDir, sale);
  const { people, faults } = peopleOf(await readFile(file, 'utf8'), currency);
  if (faults.length > 0) {
    for (const fault of faults) say(fault);
    say(
      `${file}: ${faults.length} cells are wrong, and nobody was added. Correct them, then run the same command again.`,
    );
    return 1;
  }
  const house = await openPeople(dataDir);
  const fresh = people.filter(({ user }) => !house.known.has(user.id));
  const summary = `${fresh.length} new, ${people.length - fresh.length} known before`;
  if (check === true) {
    say(`${file}: ${summary}. Nothing was changed.`);
    return 0;
  }
  await add(house, fresh, say);
  say(`${summary}.`);
  return sale === undefined ? 0 : approve(dataDir, sale, people, say);
}

/** Passwords that were made here leave by standard output, each as soon as it holds: nothing else knows them. */
async function add(house: People, people: readonly Person[], say: (words: string) => void): Promise<void> {
  let toldAtMs = Date.now();
  let isHeaded = false;
  for (const [done, { user }] of people.entries()) {
    const password = user.password ?? madePassword();
    await house.add({ ...user, password });
    if (user.password === null) {
      if (!isHeaded) process.stdout.write(csvLine(['id', 'name', 'password']));
      isHeaded = true;
      process.stdout.write(csvLine([user.id, user.name ?? user.id, password]));
    }
    if (Date.now() - toldAtMs < PROGRESS_MS) continue;
    toldAtMs = Date.now();
    say(`${done + 1} of ${people.length} added…`);
  }
}

async function approve(
  dataDir: string,
  sale: string,
  people: readonly Person[],
  say: (words: string) => void,
): Promise<number> {
  const bidders = people.filter(({ user }) => user.role === 'bidder');
  let refused = 0;
  for (const { user, limitMinor } of bidders)
    await askRunning(dataDir, { ask: 'approve', sale, bidder: user.id, limitMinor }).catch((cause: unknown) => {
      refused += 1;
      say(`${user.id}: not approved. ${cause instanceof Error ? cause.message : String(cause)}`);
    });
  say(`${bidders.length - refused} of ${bidders.length} bidders approved for ${sale}.`);
  return refused === 0 ? 0 : 1;
}

const PROGRESS_MS = 2_000;

/** 60 bits in letters and digits that nobody takes for others: `k7mf-3xqp-9rtd`. */
function madePassword(): string {
  const letter = () => LETTERS[randomInt(LETTERS.length)] ?? '';
  return Array.from({ length: 3 }, () => Array.from({ length: 4 }, letter).join('')).join('-');
}
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

type People = {
  readonly known: ReadonlySet<string>;
  add(user: NewUser): Promise<unknown>;
};

/** Of the running house, or of its store when none runs. */
async function openPeople(dataDir: string): Promise<People> {
  const idsOf = (users: readonly { readonly id: string }[]) => new Set(users.map(({ id }) => id));
  const listed = await askHouse(dataDir, { ask: 'list-users' });
  if (listed === null) {
    const users = await openUsers(dataDir);
    return { known: idsOf(users.list()), add: (user) => users.add(user) };
  }
  if (!listed.ok) throw new Error(listed.message);
  const known = idsOf(listed.value as readonly { readonly id: string }[]);
  return { known, add: (user) => askRunning(dataDir, { ask: 'add-user', user }) };
}
