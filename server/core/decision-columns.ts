/**
 * The first decisions of all ids as a snapshot has them: names and outcomes once each, numbers in rows of their own. Reading them
 * again makes no object a decision, so that a million are there in the time that their text takes to parse. Trusts what it reads.
 */
import { type Columns, Decisions, NONE } from './decisions.ts';
import { enter, placesOf } from './entries.ts';
import { Ids, type IdTable } from './ids.ts';
import { fail } from './invariants.ts';
import { type Outcome, Outcomes } from './outcomes.ts';
import type { SaleState } from './state.ts';

/** `stands`: it is among the lot's entries, not voided. */
type SavedOutcome = Outcome & { readonly stands?: boolean };

/** In the order of the decisions; -1 stands for null, and for what a decision has not. */
export type DecisionColumns = {
  /** Ids one after another, with `ID_END` between them. */
  readonly ids: string;
  /** Lots and bidders, to which `lot` and `bidder` point. */
  readonly names: readonly string[];
  readonly outcomes: readonly SavedOutcome[];
  readonly outcome: readonly number[];
  readonly lot: readonly number[];
  readonly bidder: readonly number[];
  readonly rev: readonly number[];
  /** Of a rejection, the ask. */
  readonly amountMinor: readonly number[];
};

/** The decisions of a state as columns. */
export function toColumns(state: SaleState): DecisionColumns {
  const count = state.decisions.size;
  const { ids, outcomes, ...columns } = state.decisions.columns();
  const stands = new Uint8Array(count);
  for (const lot of state.lots.values()) for (const place of placesOf(state, lot)) stands[place] = 1;
  const names = new Places();
  const saved = new Map<number, number>();
  const said: SavedOutcome[] = [];
  const outcome = new Array<number>(count);
  const lot = new Array<number>(count);
  const bidder = new Array<number>(count);
  const rev = new Array<number>(count);
  const amountMinor = new Array<number>(count);
  for (let place = 0; place < count; place += 1) {
    const number = columns.outcome[place] ?? 0;
    const key = 2 * number + (stands[place] ?? 0);
    let known = saved.get(key);
    if (known === undefined) {
      known = said.push(savedOutcome(outcomes.at(number), stands[place] === 1)) - 1;
      saved.set(key, known);
    }
    outcome[place] = known;
    const lotId = columns.lot[place] ?? '';
    lot[place] = lotId === '' ? NONE : names.of(lotId);
    bidder[place] = names.of(columns.bidder[place] ?? '');
    rev[place] = columns.rev[place] ?? NONE;
    amountMinor[place] = columns.amountMinor[place] ?? NONE;
  }
  return {
    ids: ids.text(),
    names: names.all(),
    outcomes: said,
    outcome,
    lot,
    bidder,
    rev,
    amountMinor,
  };
}

/** Gives the decisions back to a state whose lots are there, and enters those that stand into their lots. With `table` no id is read. */
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
    outcome: new Uint16Array(count),
    lot: new Array<string>(count),
    bidder: new Array<string>(count),
    rev: new Int32Array(rev),
    amountMinor: new Float64Array(amountMinor),
    link: new Int32Array(count),
  };
  state.decisions = new Decisions(columns);
  const named = names.map((name) => state.lots.get(name));
  for (let place = 0; place < count; place += 1) {
    const known = saved.outcome[place] ?? NONE;
    const number = numbers[known];
    if (number === undefined) fail('a snapshot without an outcome', `${place}`);
    columns.outcome[place] = number;
    const lot = saved.lot[place] ?? NONE;
    columns.lot[place] = names[lot] ?? '';
    columns.bidder[place] = names[saved.bidder[place] ?? NONE] ?? '';
    if (saved.outcomes[known]?.stands === true)
      enter(state, named[lot] ?? fail('a snapshot without a lot', `${names[lot]}`), place);
  }
}

function savedOutcome(said: Outcome, stands: boolean): SavedOutcome {
  return said.type === 'BidAccepted' || said.type === 'MaxLowered' ? { ...said, stands } : said;
}

/** Texts numbered in the order of their first coming. */
class Places {
  readonly #places = new Map<string, number>();

  of(text: string): number {
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    this.#places.set(text, this.#places.size);
    return this.#places.size - 1;
  }

  all(): string[] {
    return [...this.#places.keys()];
  }
}
