/**
 * The first decisions of all ids as columns, for a snapshot: names and outcomes once each, numbers in rows of their own. A busy
 * sale has a million of them, which as objects cost four times the text and more than twice the time to read. Trusts what it reads.
 */
import type { Event } from '../../protocol/event.ts';
import { fail } from './invariants.ts';
import type { Entry, SaleState } from './state.ts';

/** What a decision says beside its numbers; `stands`: it is among the lot's entries, not voided. */
type Outcome =
  | {
      readonly type: 'BidAccepted';
      readonly kind: Accepted['kind'];
      readonly channel: Accepted['channel'];
      readonly stands: boolean;
    }
  | { readonly type: 'MaxLowered'; readonly stands: boolean }
  | { readonly type: 'BidRejected'; readonly reason: Rejected['reason'] }
  | { readonly type: 'CommandRefused'; readonly reason: Refused['reason'] };
type Accepted = Extract<Event, { type: 'BidAccepted' }>;
type Rejected = Extract<Event, { type: 'BidRejected' }>;
type Refused = Extract<Event, { type: 'CommandRefused' }>;

/** In the order of the decisions; -1 stands for null, and for what a decision has not. */
export type DecisionColumns = {
  /** Ids one after another, each ended by `ID_END`. */
  readonly ids: string;
  /** Lots and bidders, to which `lot` and `bidder` point. */
  readonly names: readonly string[];
  readonly outcomes: readonly Outcome[];
  readonly outcome: readonly number[];
  readonly lot: readonly number[];
  readonly bidder: readonly number[];
  readonly rev: readonly number[];
  /** Of a rejection, the ask. */
  readonly amountMinor: readonly number[];
};

/** No id holds it (it is a control character), and JSON needs no escape for it. */
const ID_END = '\u007f';
const NONE = -1;

/** The decisions of a state as columns. */
export function toColumns(state: SaleState): DecisionColumns {
  const names = new Places();
  const outcomes: Outcome[] = [];
  const known = new Places();
  const columns: Record<'outcome' | 'lot' | 'bidder' | 'rev' | 'amountMinor', number[]> = {
    outcome: [],
    lot: [],
    bidder: [],
    rev: [],
    amountMinor: [],
  };
  const cursors = new Int32Array(state.lots.size);
  for (const [id, event] of state.decisions) {
    const outcome = outcomeOf(state, cursors, event);
    const place = known.of(keyOf(outcome));
    if (place === outcomes.length) outcomes.push(outcome);
    columns.outcome.push(place);
    const bidder = 'bidder' in event ? event.bidder : state.refusedBy.get(id);
    columns.bidder.push(bidder === undefined ? NONE : names.of(bidder));
    columns.lot.push('lot' in event ? names.of(event.lot) : NONE);
    columns.rev.push('rev' in event ? (event.rev ?? NONE) : NONE);
    const amount = 'amountMinor' in event ? event.amountMinor : 'askMinor' in event ? event.askMinor : null;
    columns.amountMinor.push(amount ?? NONE);
  }
  return { ids: [...state.decisions.keys()].join(ID_END), names: names.all(), outcomes, ...columns };
}

/** Enters the decisions into a state whose lots are there, and those that stand into the entries of their lots. */
export function fromColumns(state: SaleState, columns: DecisionColumns): void {
  const { names, outcomes, outcome, lot, bidder, rev, amountMinor } = columns;
  const ids = outcome.length === 0 ? [] : columns.ids.split(ID_END);
  for (const column of [ids, lot, bidder, rev, amountMinor])
    if (column.length !== outcome.length)
      fail('a snapshot with a torn column', `${column.length} of ${outcome.length}`);
  for (let i = 0; i < ids.length; i += 1) {
    const said = outcomes[outcome[i] ?? NONE];
    if (said === undefined) fail('a snapshot without an outcome', `${i}`);
    const id = ids[i] ?? '';
    const bidderName = names[bidder[i] ?? NONE] ?? '';
    if (said.type === 'CommandRefused') {
      state.decisions.set(id, { type: 'CommandRefused', reason: said.reason });
      state.refusedBy.set(id, bidderName);
      continue;
    }
    const lotId = names[lot[i] ?? NONE] ?? '';
    const event = eventOf(said, id, lotId, bidderName, rev[i] ?? NONE, amountMinor[i] ?? NONE);
    state.decisions.set(id, event);
    if (event.type === 'BidRejected' || said.type === 'BidRejected' || !said.stands) continue;
    const entered = state.lots.get(lotId) ?? fail('a snapshot without a lot', lotId);
    entered.entries.push(event);
    if (event.type === 'BidAccepted') entered.last = event;
  }
}

function eventOf(
  said: Exclude<Outcome, { type: 'CommandRefused' }>,
  id: string,
  lot: string,
  bidder: string,
  rev: number,
  amountMinor: number,
): Entry | Rejected {
  switch (said.type) {
    case 'BidAccepted':
      return { type: 'BidAccepted', id, lot, rev, bidder, amountMinor, kind: said.kind, channel: said.channel };
    case 'MaxLowered':
      return { type: 'MaxLowered', id, lot, rev, bidder, amountMinor };
    case 'BidRejected': {
      const askMinor = amountMinor === NONE ? null : amountMinor;
      return rev === NONE
        ? { type: 'BidRejected', id, lot, bidder, reason: said.reason, askMinor }
        : { type: 'BidRejected', id, lot, bidder, reason: said.reason, askMinor, rev };
    }
  }
}

/** `cursors`: of each lot by its index, how many of its entries were met. */
function outcomeOf(state: SaleState, cursors: Int32Array, event: Event): Outcome {
  switch (event.type) {
    case 'BidAccepted':
      return { type: event.type, kind: event.kind, channel: event.channel, stands: isNext(state, cursors, event) };
    case 'MaxLowered':
      return { type: event.type, stands: isNext(state, cursors, event) };
    case 'BidRejected':
      return { type: event.type, reason: event.reason };
    case 'CommandRefused':
      return { type: event.type, reason: event.reason };
    default:
      return fail('a decision that is none', event.type);
  }
}

function keyOf(outcome: Outcome): string {
  if (outcome.type === 'BidAccepted') return `${outcome.kind} ${outcome.channel} ${outcome.stands}`;
  return `${outcome.type} ${outcome.type === 'MaxLowered' ? outcome.stands : outcome.reason}`;
}

/** True when the event is the next of its lot's entries: they are in the order of the decisions, only the voided are missing. */
function isNext(state: SaleState, cursors: Int32Array, event: Entry): boolean {
  const lot = state.lots.get(event.lot) ?? fail('a decision without a lot', event.lot);
  const met = cursors[lot.index] ?? 0;
  if (lot.entries[met] !== event) return false;
  cursors[lot.index] = met + 1;
  return true;
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
