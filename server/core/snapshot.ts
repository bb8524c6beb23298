/** A state as plain JSON and back, so that a restart need not fold the whole log. Trusts what it reads: its keeper checks it. */
import type { Event } from '../../protocol/event.ts';
import type { Sale } from '../../protocol/sale.ts';
import { reschedule } from './calendar.ts';
import { fail } from './invariants.ts';
import { commitLot } from './limits.ts';
import { RULES_VERSION } from './rules.ts';
import { type BidderState, type Entry, emptyState, type LotState, newLot, type SaleState } from './state.ts';

const LOT_FIELDS = [
  'status',
  'rev',
  'priceMinor',
  'leader',
  'leaderMaxMinor',
  'leaderChannel',
  'runnerUpMinor',
  'askMinor',
  'setAskMinor',
  'opensAt',
  'closesAt',
  'openedAt',
  'extensions',
  'early',
  'bids',
] as const satisfies readonly (keyof LotState)[];

type LotSnapshot = Pick<LotState, (typeof LOT_FIELDS)[number]> & {
  readonly lotId: string;
  /** Ids of accepted bids, and lowerings by theirs: their events stand among the decisions. */
  readonly entries: readonly string[];
  readonly last: string | null;
  readonly amounts: readonly (readonly [string, number])[] | null;
};
type BidderSnapshot = Omit<BidderState, 'won' | 'wonMinor' | 'committedMinor'> & { readonly won: readonly string[] };

/** A state as JSON, of one version of the rules. */
export type Snapshot = {
  readonly rules: number;
  readonly at: number;
  readonly sale: Sale | null;
  readonly held: SaleState['held'];
  readonly hardEndAt: number | null;
  readonly onBlock: string | null;
  readonly lastOpened: string | null;
  readonly lots: readonly LotSnapshot[];
  readonly bidders: readonly BidderSnapshot[];
  readonly decisions: readonly (readonly [string, Event])[];
  readonly refusedBy: readonly (readonly [string, string])[];
};

/** The state as a value that JSON can carry. */
export function toSnapshot(state: SaleState): Snapshot {
  return {
    rules: RULES_VERSION,
    at: state.at,
    sale: state.sale,
    held: state.held,
    hardEndAt: state.hardEndAt,
    onBlock: state.onBlock?.lot.lotId ?? null,
    lastOpened: state.lastOpened?.lot.lotId ?? null,
    lots: [...state.lots.values()].map((lot) => ({
      ...pick(lot),
      lotId: lot.lot.lotId,
      entries: lot.entries.map((entry) => entry.id),
      last: lot.last?.id ?? null,
      amounts: lot.amounts === null ? null : [...lot.amounts],
    })),
    bidders: [...state.bidders.values()].map(({ bidder, paddle, limitMinor, suspended, won }) => {
      return { bidder, paddle, limitMinor, suspended, won: won.map((lot) => lot.lot.lotId) };
    }),
    decisions: [...state.decisions],
    refusedBy: [...state.refusedBy],
  };
}

/** The state again, equal by `stateHash`. Throws `InvariantBroken` for one of another version of the rules, or torn. */
export function fromSnapshot(json: Snapshot): SaleState {
  if (json.rules !== RULES_VERSION) fail('a snapshot of other rules', `${json.rules}, not ${RULES_VERSION}`);
  const state = emptyState();
  state.at = json.at;
  state.sale = json.sale;
  state.held = json.held;
  state.hardEndAt = json.hardEndAt;
  for (const [id, event] of json.decisions) state.decisions.set(id, event);
  for (const [id, bidder] of json.refusedBy) state.refusedBy.set(id, bidder);
  json.sale?.lots.forEach((lot, index) => {
    const saved = json.lots[index];
    if (saved?.lotId !== lot.lotId) fail('a snapshot without a lot', lot.lotId);
    state.lots.set(lot.lotId, lotOf(state, newLot(lot, index), saved));
  });
  for (const { won, ...saved } of json.bidders) {
    const lots = won.map((lotId) => state.lots.get(lotId) ?? fail('a snapshot without a lot', lotId));
    const wonMinor = lots.reduce((sum, lot) => sum + (lot.priceMinor ?? 0), 0);
    state.bidders.set(saved.bidder, { ...saved, won: lots, wonMinor, committedMinor: 0 });
    state.paddles.set(saved.paddle, saved.bidder);
  }
  state.onBlock = json.onBlock === null ? null : (state.lots.get(json.onBlock) ?? null);
  state.lastOpened = json.lastOpened === null ? null : (state.lots.get(json.lastOpened) ?? null);
  for (const lot of state.lots.values()) {
    reschedule(state, lot);
    if (lot.status === 'upcoming' || lot.status === 'open' || lot.status === 'warned') commitLot(state, lot, 1);
  }
  return state;
}

function pick(lot: LotState): Pick<LotState, (typeof LOT_FIELDS)[number]> {
  return Object.fromEntries(LOT_FIELDS.map((field) => [field, lot[field]])) as Pick<
    LotState,
    (typeof LOT_FIELDS)[number]
  >;
}

function lotOf(state: SaleState, lot: LotState, saved: LotSnapshot): LotState {
  const { lotId, entries, last, amounts, ...fields } = saved;
  Object.assign(lot, fields);
  lot.entries = entries.map((id) => entryOf(state, id));
  const found = last === null ? null : entryOf(state, last);
  lot.last = found?.type === 'BidAccepted' ? found : null;
  lot.amounts = amounts === null ? null : new Map(amounts);
  return lot;
}

function entryOf(state: SaleState, id: string): Entry {
  const event = state.decisions.get(id);
  return event?.type === 'BidAccepted' || event?.type === 'MaxLowered' ? event : fail('a snapshot without a bid', id);
}
