/** Who is at the demonstration sale: three people to sign in as, the simulated auctioneer, eight simulated bidders with budgets and habits. */
import { randomInt } from 'node:crypto';
import type { Role } from '../../protocol/wire.ts';
import { FURNITURE, PAPER, WATCHES } from './lots.ts';

/** What the program of the people says once all are registered and seated. */
export const SEATED = 'demo: everybody is seated';

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly paddle: string | null;
  readonly limitMinor: number | null;
};

/**
 * How a simulated bidder behaves. `worth` is what a lot is worth to him, as a share of the middle of its estimate; `taste`
 * the chance that he wants a lot of a section at all; `reactMs` how long he looks before he presses.
 */
export type Habit = {
  readonly style: 'steady' | 'opener' | 'jumper' | 'sniper' | 'absentee' | 'late';
  readonly worth: readonly [number, number];
  readonly taste: Readonly<Record<string, number>>;
  readonly reactMs: readonly [number, number];
};

export type SimulatedBidder = Person & { readonly habit: Habit };

const POUNDS = 100;

export const DESK_PEOPLE: readonly Person[] = [
  { id: 'anna', name: 'Anna Lindqvist', role: 'bidder', paddle: '101', limitMinor: 60_000 * POUNDS },
  { id: 'ben', name: 'Ben Achterberg', role: 'bidder', paddle: '102', limitMinor: 25_000 * POUNDS },
  { id: 'clerk', name: 'Clara Moss, auctioneer’s clerk', role: 'clerk', paddle: null, limitMinor: null },
  { id: 'review', name: 'Robin Vale, review', role: 'reviewer', paddle: null, limitMinor: null },
];

/** He registers the bidders, and takes the sale until a human clerk acts. */
export const AUCTIONEER: Person = {
  id: 'sim-auctioneer',
  name: 'Simulated auctioneer',
  role: 'clerk',
  paddle: null,
  limitMinor: null,
};

export const SIMULATED: readonly SimulatedBidder[] = [
  bidder('sim-marguerite', 'Marguerite Oyelaran', '204', 90_000, {
    style: 'steady',
    worth: [0.9, 1.35],
    taste: { [WATCHES]: 0.95, [PAPER]: 0.1, [FURNITURE]: 0.15 },
    reactMs: [2200, 5200],
  }),
  bidder('sim-dealer', 'Hollis & Daughter, dealers', '210', 40_000, {
    style: 'opener',
    worth: [0.5, 0.8],
    taste: { [WATCHES]: 0.9, [PAPER]: 0.9, [FURNITURE]: 0.9 },
    reactMs: [900, 2600],
  }),
  bidder('sim-tobias', 'Tobias Renner', '217', 30_000, {
    style: 'jumper',
    worth: [0.8, 1.25],
    taste: { [WATCHES]: 0.6, [PAPER]: 0.3, [FURNITURE]: 0.6 },
    reactMs: [1500, 4200],
  }),
  bidder('sim-yuki', 'Yuki Tanabe', '223', 22_000, {
    style: 'sniper',
    worth: [0.85, 1.3],
    taste: { [WATCHES]: 0.15, [PAPER]: 0.95, [FURNITURE]: 0.4 },
    reactMs: [1200, 3400],
  }),
  bidder('sim-estate', 'The Penhallow Trust', '231', 70_000, {
    style: 'absentee',
    worth: [0.7, 1.1],
    taste: { [WATCHES]: 0.35, [PAPER]: 0.6, [FURNITURE]: 0.6 },
    reactMs: [2000, 9000],
  }),
  bidder('sim-idris', 'Idris Bellamy', '246', 18_000, {
    style: 'late',
    worth: [0.8, 1.3],
    taste: { [WATCHES]: 0.5, [PAPER]: 0.4, [FURNITURE]: 0.6 },
    reactMs: [700, 2600],
  }),
  bidder('sim-sofia', 'Sofia Marchetti', '252', 26_000, {
    style: 'steady',
    worth: [0.75, 1.2],
    taste: { [WATCHES]: 0.25, [PAPER]: 0.85, [FURNITURE]: 0.8 },
    reactMs: [2600, 6400],
  }),
  bidder('sim-weekend', 'J. Weekes', '268', 6000, {
    style: 'steady',
    worth: [0.55, 1],
    taste: { [WATCHES]: 0.5, [PAPER]: 0.6, [FURNITURE]: 0.5 },
    reactMs: [3000, 9000],
  }),
];

/** An account as the house takes it from `--demo-accounts`, with the limit that the auctioneer registers. */
export type Account = {
  readonly user: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
  readonly paddle: string | null;
  readonly limitMinor: number | null;
  /** The simulated ones are not offered at the sign-in. */
  readonly hidden: boolean;
};

/** Everybody with a password of this data folder's own: a demonstration must not open a house whose passwords are in a public file. */
export function freshAccounts(): readonly Account[] {
  const account = (hidden: boolean) => (person: Person) => ({
    user: person.id,
    name: person.name,
    role: person.role,
    password: freshPassword(),
    paddle: person.paddle,
    limitMinor: person.limitMinor,
    hidden,
  });
  return [...DESK_PEOPLE.map(account(false)), ...[AUCTIONEER, ...SIMULATED].map(account(true))];
}

const syllables = ['ba', 'do', 'ke', 'li', 'mu', 'na', 'po', 'ri', 'sa', 'tu', 've', 'zo'];

/** Easy to type, 40 bits: it opens play money on one's own machine, and only there. */
function freshPassword(): string {
  const word = () => Array.from({ length: 4 }, () => syllables[randomInt(syllables.length)]).join('');
  return `${word()}-${word()}-${randomInt(1000, 9999)}`;
}

function bidder(id: string, name: string, paddle: string, limit: number, habit: Habit): SimulatedBidder {
  return { id, name, role: 'bidder', paddle, limitMinor: limit * POUNDS, habit };
}
