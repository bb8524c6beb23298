/**
 * Absentee bids from a list, put into a sale's book as a clerk would one by one: lots by their numbers, bidders by their paddles. Judges
 * nothing that the rules judge. A list that comes again changes nothing: the same bid has the same id.
 */
import { createHash } from 'node:crypto';
import { decisionOf, saleView } from '../core/sale.ts';
import type { Room } from '../room.ts';

/** `lot`: its number or id. `bidder`: a paddle or an id. `amountMinor`: his maximum, in minor units. */
export type Absentee = { readonly lot: string; readonly bidder: string; readonly amountMinor: number };

/** `wrong`: which of the three. `why` is a reason of the rules where they refused it. */
export type AbsenteeAnswer =
  | { readonly ok: true; readonly isNew: boolean }
  | { readonly ok: false; readonly wrong: keyof Absentee; readonly why: string };

export type Booked = {
  /** False: nothing was placed, whatever the answers say of each. */
  readonly isPlaced: boolean;
  /** One a bid. */
  readonly answers: readonly AbsenteeAnswer[];
};

type Named = { readonly lot: string; readonly bidder: string; readonly amountMinor: number };
type Unnamed = { readonly wrong: keyof Absentee; readonly why: string };

/**
 * In the order of the list, which decides among equal maxima where the earlier one does. One that names no lot or nobody, and none is
 * placed; `isTry`: none is placed anyway.
 */
export async function bookAbsentees(room: Room, bids: readonly Absentee[], isTry: boolean): Promise<Booked> {
  const named = bids.map(namedIn(room));
  const placing = named.flatMap((one) => ('wrong' in one ? [] : [one]));
  if (isTry || placing.length < named.length) {
    const answers = named.map(
      (one): AbsenteeAnswer => ('wrong' in one ? { ok: false, ...one } : { ok: true, isNew: true }),
    );
    return { isPlaced: false, answers };
  }
  // All at once, so that they share their batches; the sequencer keeps their order.
  return { isPlaced: true, answers: await Promise.all(placing.map((one) => place(room, one))) };
}

async function place(room: Room, { lot, bidder, amountMinor }: Named): Promise<AbsenteeAnswer> {
  const id = freshId(room, lot, bidder, amountMinor);
  if (id === null) return { ok: true, isNew: false };
  const outcome = await room.order({ type: 'PlaceBid', id, lot, bidder, amountMinor, kind: 'max', channel: 'book' });
  if (!outcome.ok) return { ok: false, wrong: 'amountMinor', why: outcome.reason };
  const refusal = outcome.record?.events.find((event) => event.type === 'BidRejected');
  if (refusal === undefined) return { ok: true, isNew: true };
  return { ok: false, wrong: WRONG[refusal.reason] ?? 'amountMinor', why: refusal.reason };
}

const WRONG: Readonly<Partial<Record<string, keyof Absentee>>> = {
  'not-registered': 'bidder',
  suspended: 'bidder',
  'not-open': 'lot',
  closed: 'lot',
  held: 'lot',
};

function namedIn(room: Room): (bid: Absentee) => Named | Unnamed {
  const { lots, bidders, paddles } = room.state;
  const byNumber = new Map(saleView(room.state).sale?.lots.map(({ number, lotId }) => [String(number), lotId]));
  return ({ lot, bidder, amountMinor }) => {
    const lotId = byNumber.get(lot) ?? (lots.has(lot) ? lot : null);
    if (lotId === null) return { wrong: 'lot', why: 'no such lot' };
    const person = paddles.get(bidder) ?? (bidders.has(bidder) ? bidder : null);
    if (person === null) return { wrong: 'bidder', why: 'nobody is registered under it' };
    return { lot: lotId, bidder: person, amountMinor };
  };
}

/** Null when the same bid stands already. One that was refused may be taken now: it is tried again under the next id. */
function freshId(room: Room, lot: string, bidder: string, amountMinor: number): string | null {
  for (let turn = 1; ; turn += 1) {
    const id = idOf(room.id, lot, bidder, amountMinor, turn);
    const decided = decisionOf(room.state, id);
    if (decided === null) return id;
    if (decided.type !== 'BidRejected') return null;
  }
}

function idOf(...parts: readonly (string | number)[]): string {
  return `book-${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27)}`;
}
