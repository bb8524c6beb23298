/**
 * The first decisions of all ids as a snapshot has them: names and outcomes once each, numbers in rows of their own. Reading them
 * again makes no object a decision, and taking them makes no copy of most rows. Trusts what it reads.
 */

import { fail } from './broken.ts';
import { type Columns, Decisions, GONE, NONE } from './decisions.ts';
import { enter, enterOwn, placesOf } from './entries.ts';
import { Ids, type IdTable } from './ids.ts';
import { Names } from './names.ts';
import { type Outcome, Outcomes } from './outcomes.ts';
import type { SaleState } from './state.ts';

/** `stands`: it is among the lot's entries, not voided. */
type SavedOutcome = Outcome & { readonly stands?: boolean };

/** In the order of the decisions; -1 stands for null, and for what a decision has not. */
export type DecisionColumns = {
  /** Ids one after another, with `ID_END` between them; empty where their table is kept. */
  readonly ids: string;
  /** Lots and bidders, to which `lot` and `bidder` point. */
  readonly names: readonly string[];
  readonly outcomes: readonly SavedOutcome[];
  readonly outcome: ArrayLike<number>;
  readonly lot: ArrayLike<number>;
  readonly bidder: ArrayLike<number>;
  readonly rev: ArrayLike<number>;
  /** Of a rejection, the ask. */
  readonly amountMinor: ArrayLike<number>;
};

/** The decisions of a state as columns of its own, good until the next decision; their ids are left to their table. */
export function toColumns(state: SaleState): DecisionColumns {
  const count = state.decisions.size;
  const { outcomes, names, ...columns } = state.decisions.columns();
  const stands = new Uint8Array(count);
  for (const lot of state.lots.values()) for (const place of placesOf(state, lot)) stands[place] = 1;
  const saved = new Map<number, number>();
  const said: SavedOutcome[] = [];
  const outcome = new Uint16Array(count);
  for (let place = 0; place < count; place += 1) {
    const number = columns.outcome[place] ?? 0;
    const key = 2 * number + (stands[place] ?? 0);
    let known = saved.get(key);
    if (known === undefined) {
      known = said.push(savedOutcome(outcomes.at(number), stands[place] === 1)) - 1;
      saved.set(key, known);
    }
    outcome[place] = known;
  }
  return {
    ids: '',
    names: names.all(),
    outcomes: said,
    outcome,
    lot: columns.lot.subarray(0, count),
    bidder: columns.bidder.subarray(0, count),
    rev: columns.rev.subarray(0, count),
    amountMinor: columns.amountMinor.subarray(0, count),
  };
}

/** The same as JSON can carry it, with the ids. */
export function toText(state: SaleState): DecisionColumns {
  const { names, outcomes, ...columns } = toColumns(state);
  return {
    ids: state.decisions.columns().ids.text(),
    names,
    outcomes,
    outcome: Array.from(columns.outcome),
    lot: Array.from(columns.lot),
    bidder: Array.from(columns.bidder),
    rev: Array.from(columns.rev),
    amountMinor: Array.from(columns.amountMinor),
  };
}

/** Gives the decisions back to a state whose lots and bidders are there, and enters those that stand into their lots. With `table` no id is read. */
export function fromColumns(state: SaleState, saved: DecisionColumns, table?: IdTable): void {
  const { names, rev, amountMinor } = saved;
  const count = saved.outcome.length;
  for (const column of [saved.lot, saved.bidder, rev, amountMinor])
    if (column.length !== count) fail('a snapshot with a torn column', `${column.length} of ${count}`);
  const outcomes = new Outcomes();
  const numbers = saved.outcomes.map((said) => outcomes.of(said));
  const columns: Columns = {
    ids: table === undefined ? new Ids(saved.ids, count) : Ids.fromTable(table, count),
    outcomes,
    names: new Names(names),
    outcome: new Uint16Array(count),
    lot: new Int32Array(saved.lot),
    bidder: new Int32Array(saved.bidder),
    rev: new Int32Array(rev),
    amountMinor: new Float64Array(amountMinor),
    link: new Int32Array(count),
    own: new Int32Array(count),
  };
  state.decisions = new Decisions(columns);
  const named = names.map((name) => state.lots.get(name));
  const accounts = names.map((name) => state.bidders.get(name));
  for (let place = 0; place < count; place += 1) {
    const known = saved.outcome[place] ?? NONE;
    const number = numbers[known];
    if (number === undefined) fail('a snapshot without an outcome', `${place}`);
    columns.outcome[place] = number;
    const stands = saved.outcomes[known]?.stands;
    if (stands === undefined) continue;
    const account = accounts[columns.bidder[place] ?? NONE];
    if (stands) {
      const lot = columns.lot[place] ?? NONE;
      enter(state, named[lot] ?? fail('a snapshot without a lot', `${names[lot]}`), place, account);
    } else {
      state.decisions.link(place, GONE);
      enterOwn(state, account, place);
    }
  }
}

function savedOutcome(said: Outcome, stands: boolean): SavedOutcome {
  return said.type === 'BidAccepted' || said.type === 'MaxLowered' ? { ...said, stands } : said;
}
