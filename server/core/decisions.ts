/**
 * The first decision of every id, in columns: a number or a name in each instead of an object, so that a million of them cost the
 * collector of memory next to nothing. An event is made again for whoever asks. Does not judge, and knows no lot.
 */
import type { BidAccepted, BidRejected, RefuseReason } from '../../protocol/event.ts';
import { fail } from './broken.ts';
import { Ids, NOWHERE, roomAbove } from './ids.ts';
import { Names } from './names.ts';
import { type CommandRefused, type MaxLowered, Outcomes } from './outcomes.ts';

/** What a void takes again: an accepted bid, or a lowering. */
export type Entry = BidAccepted | MaxLowered;
/** What an id was decided as. */
export type Decision = Entry | BidRejected | CommandRefused;

/** Stands for null, and for what a decision has not. */
export const NONE = -1;

/** Who or what is named by many decisions, and keeps its number among their names (`NONE` before the first): it is not looked up again. */
export type Named = { named: number };

/** What was decided, by place; the arrays of numbers may be longer than there are decisions. */
export type Columns = {
  readonly ids: Ids;
  readonly outcomes: Outcomes;
  /** Of lots and bidders, to which `lot` (`NONE` where there is none) and `bidder` point. */
  readonly names: Names;
  outcome: Uint16Array;
  lot: Int32Array;
  bidder: Int32Array;
  rev: Int32Array;
  /** Of a rejection, the ask. */
  amountMinor: Float64Array;
  /** Of an entry of a lot, the place of the one before it; `GONE` of one that was voided. */
  link: Int32Array;
  /** Of an entry of a registered bidder, voided or not, the place of the one before it of the same bidder. */
  own: Int32Array;
};

/** Stands where an entry that was voided had its link. */
export const GONE = -2;

export class Decisions {
  readonly #columns: Columns;

  constructor(columns: Columns = noColumns()) {
    this.#columns = columns;
  }

  get size(): number {
    return this.#columns.ids.size;
  }

  /** The place of an id's decision, counted from 0; `NOWHERE` when there is none. */
  placeOf(id: string): number {
    return this.#columns.ids.placeOf(id);
  }

  /** The first decision of an id. */
  get(id: string): Decision | undefined {
    const place = this.placeOf(id);
    return place === NOWHERE ? undefined : this.at(place);
  }

  /** Whose id it is; null when it was not decided. */
  bidderOf(id: string): string | null {
    const place = this.placeOf(id);
    return place === NOWHERE ? null : this.bidderAt(place);
  }

  bidderAt(place: number): string {
    const { names, bidder, ids } = this.#columns;
    return place < ids.size ? names.at(bidder[place] ?? NONE) : fail('a decision that is none', `${place}`);
  }

  /** The decision at a place, as it was. */
  at(place: number): Decision {
    const { ids, outcomes, names, outcome, lot: lots, rev: revs, amountMinor: amounts } = this.#columns;
    const said = outcomes.at(outcome[place] ?? NONE);
    if (said.type === 'CommandRefused') return { ...said };
    const id = ids.at(place);
    const named = lots[place] ?? NONE;
    const lot = named === NONE ? '' : names.at(named);
    const bidder = this.bidderAt(place);
    const rev = revs[place] ?? NONE;
    const amountMinor = amounts[place] ?? NONE;
    switch (said.type) {
      case 'BidAccepted':
        return { type: said.type, id, lot, rev, bidder, amountMinor, kind: said.kind, channel: said.channel };
      case 'MaxLowered':
        return { type: said.type, id, lot, rev, bidder, amountMinor };
      case 'BidRejected': {
        const { type, reason } = said;
        const askMinor = amountMinor === NONE ? null : amountMinor;
        return rev === NONE
          ? { type, id, lot, bidder, reason, askMinor }
          : { type, id, lot, bidder, reason, askMinor, rev };
      }
    }
  }

  /** The accepted bid or lowering at a place. */
  entryAt(place: number): Entry {
    const decision = this.at(place);
    const isEntry = decision.type === 'BidAccepted' || decision.type === 'MaxLowered';
    return isEntry ? decision : fail('an entry that is none', decision.type);
  }

  /** Remembers the decision of an id that has none, and answers its place. `lot` and `account`: of the event, where they are at hand. */
  add(event: Entry | BidRejected, lot?: Named, account?: Named): number {
    const { columns, place } = this.#roomFor(event.id);
    const amountMinor = event.type === 'BidRejected' ? event.askMinor : event.amountMinor;
    columns.outcome[place] = columns.outcomes.of(event);
    columns.lot[place] = numberOf(columns.names, event.lot, lot);
    columns.bidder[place] = numberOf(columns.names, event.bidder, account);
    columns.rev[place] = event.rev ?? NONE;
    columns.amountMinor[place] = amountMinor ?? NONE;
    return place;
  }

  /** The same of a lowering that was refused: a refusal names nobody. */
  addRefusal(id: string, bidder: string, reason: RefuseReason): void {
    const { columns, place } = this.#roomFor(id);
    columns.outcome[place] = columns.outcomes.of({ type: 'CommandRefused', reason });
    columns.lot[place] = NONE;
    columns.bidder[place] = columns.names.of(bidder);
    columns.rev[place] = NONE;
    columns.amountMinor[place] = NONE;
  }

  /** Links a place to another of its lot, or to `NOWHERE`. */
  link(place: number, before: number): void {
    this.#columns.link[place] = before;
  }

  /** What a place was linked to. */
  linkOf(place: number): number {
    return this.#columns.link[place] ?? NOWHERE;
  }

  /** Links an entry to the one before it of its bidder, or to `NOWHERE`. */
  linkOwn(place: number, before: number): void {
    this.#columns.own[place] = before;
  }

  /** Forgets all ids, so that they are decided again; entries of lots stay. What a house without idempotency is tried with. */
  clear(): void {
    this.#columns.ids.forget();
  }

  *[Symbol.iterator](): Generator<[string, Decision], void> {
    for (let place = 0; place < this.size; place += 1) yield [this.#columns.ids.at(place), this.at(place)];
  }

  /** What it keeps, to be read. */
  columns(): Readonly<Columns> {
    return this.#columns;
  }

  #roomFor(id: string): { readonly columns: Columns; readonly place: number } {
    const columns = this.#columns;
    const place = columns.ids.add(id);
    if (place >= columns.rev.length) grow(columns);
    return { columns, place };
  }
}

const ROOM_MIN = 64;

function noColumns(): Columns {
  return {
    ids: new Ids(),
    outcomes: new Outcomes(),
    names: new Names(),
    outcome: new Uint16Array(ROOM_MIN),
    lot: new Int32Array(ROOM_MIN),
    bidder: new Int32Array(ROOM_MIN),
    rev: new Int32Array(ROOM_MIN),
    amountMinor: new Float64Array(ROOM_MIN),
    link: new Int32Array(ROOM_MIN),
    own: new Int32Array(ROOM_MIN),
  };
}

function numberOf(names: Names, text: string, named: Named | undefined): number {
  if (named === undefined) return names.of(text);
  if (named.named === NONE) named.named = names.of(text);
  return named.named;
}

function grow(columns: Columns): void {
  const room = Math.max(ROOM_MIN, roomAbove(columns.rev.length));
  columns.outcome = longer(columns.outcome, new Uint16Array(room));
  columns.lot = longer(columns.lot, new Int32Array(room));
  columns.bidder = longer(columns.bidder, new Int32Array(room));
  columns.rev = longer(columns.rev, new Int32Array(room));
  columns.amountMinor = longer(columns.amountMinor, new Float64Array(room));
  columns.link = longer(columns.link, new Int32Array(room));
  columns.own = longer(columns.own, new Int32Array(room));
}

function longer<A extends Uint16Array | Int32Array | Float64Array>(array: A, empty: A): A {
  empty.set(array);
  return empty;
}
