/** A state as plain JSON and back, so that a restart need not fold the whole log. Trusts what it reads: its keeper checks it. */
import type { Sale } from '../../protocol/sale.ts';
import { fail } from './broken.ts';
import { reschedule } from './calendar.ts';
import { type DecisionColumns, fromColumns, toColumns, toText } from './decision-columns.ts';
import { NONE } from './decisions.ts';
import { type IdTable, NOWHERE } from './ids.ts';
import { commitLot } from './limits.ts';
import { RULES_VERSION } from './rules.ts';
import {
  type BidderState,
  emptyState,
  type LotState,
  NO_WINS,
  newLot,
  type SaleState,
  type SuspendedBy,
} from './state.ts';

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
  readonly amounts: readonly (readonly [string, number])[] | null;
};
type BidderSnapshot = Omit<BidderState, 'suspendedBy' | 'won' | 'wonMinor' | 'committedMinor' | 'named' | 'newest'> & {
  /** True: of a snapshot from when a log could not say by whom; it was a clerk's then for the rules. */
  readonly suspended: SuspendedBy | boolean;
  readonly won: readonly string[];
};

/** The form of a snapshot; another one is not read. */
const FORM = 2;

/** A state as JSON, of one version of the rules. */
export type Snapshot = {
  readonly form: number;
  readonly rules: number;
  readonly at: number;
  readonly sale: Sale | null;
  readonly held: SaleState['held'];
  readonly hardEndAt: number | null;
  readonly onBlock: string | null;
  readonly lastOpened: string | null;
  readonly lots: readonly LotSnapshot[];
  readonly bidders: readonly BidderSnapshot[];
  /** Of all ids; entries of lots are not told again. */
  readonly decisions: DecisionColumns;
};

/** The state as a value that JSON can carry. */
export function toSnapshot(state: SaleState): Snapshot {
  return { ...withoutDecisions(state), decisions: toText(state) };
}

/** The same for who keeps columns as they are, and the table of ids (`idTableOf`) beside it; good until the next decision. */
export function toColumnSnapshot(state: SaleState): Snapshot {
  return { ...withoutDecisions(state), decisions: toColumns(state) };
}

function withoutDecisions(state: SaleState): Omit<Snapshot, 'decisions'> {
  return {
    form: FORM,
    rules: RULES_VERSION,
    at: state.at,
    sale: state.sale,
    held: state.held,
    hardEndAt: state.hardEndAt,
    onBlock: state.onBlock?.lot.lotId ?? null,
    lastOpened: state.lastOpened?.lot.lotId ?? null,
    lots: [...state.lots.values()].map((lot) => ({
      ...pick(lot),
      lotId: lot.lotId,
      amounts: lot.amounts === null ? null : [...lot.amounts],
    })),
    bidders: [...state.bidders.values()].map(({ bidder, paddle, limitMinor, suspendedBy, won }) => {
      return { bidder, paddle, limitMinor, suspended: suspendedBy ?? false, won: won.map((lot) => lot.lotId) };
    }),
  };
}

/**
 * The state again, equal by `stateHash`. Throws `InvariantBroken` for one of another version of the rules, or torn.
 * With the table of ids that was kept beside it (`idTableOf`) they are not taken from their text, which may then be empty.
 */
export function fromSnapshot(json: Snapshot, table?: IdTable): SaleState {
  if (json.rules !== RULES_VERSION) fail('a snapshot of other rules', `${json.rules}, not ${RULES_VERSION}`);
  if (json.form !== FORM) fail('a snapshot of another form', `${json.form}, not ${FORM}`);
  const state = emptyState();
  state.at = json.at;
  state.sale = json.sale;
  state.held = json.held;
  state.hardEndAt = json.hardEndAt;
  json.sale?.lots.forEach((lot, index) => {
    const saved = json.lots[index];
    if (saved?.lotId !== lot.lotId) fail('a snapshot without a lot', lot.lotId);
    state.lots.set(lot.lotId, lotOf(newLot(lot, index), saved));
  });
  for (const { won, suspended, ...saved } of json.bidders) {
    const lots = won.map((lotId) => state.lots.get(lotId) ?? fail('a snapshot without a lot', lotId));
    const wonMinor = lots.reduce((sum, lot) => sum + (lot.priceMinor ?? 0), 0);
    state.bidders.set(saved.bidder, {
      ...saved,
      suspendedBy: suspended === true ? 'clerk' : suspended || null,
      named: NONE,
      won: lots.length === 0 ? NO_WINS : lots,
      wonMinor,
      newest: NOWHERE,
      committedMinor: 0,
    });
    state.paddles.set(saved.paddle, saved.bidder);
  }
  fromColumns(state, json.decisions, table);
  state.onBlock = json.onBlock === null ? null : (state.lots.get(json.onBlock) ?? null);
  state.lastOpened = json.lastOpened === null ? null : (state.lots.get(json.lastOpened) ?? null);
  for (const lot of state.lots.values()) {
    reschedule(state, lot);
    if (lot.status === 'upcoming' || lot.status === 'open' || lot.status === 'warned') commitLot(state, lot, 1);
  }
  return state;
}

/** The ids of all decisions with the way to find each, as flat columns; good until the next decision. */
export function idTableOf(state: SaleState): IdTable {
  return state.decisions.columns().ids.table();
}

function pick(lot: LotState): Pick<LotState, (typeof LOT_FIELDS)[number]> {
  return Object.fromEntries(LOT_FIELDS.map((field) => [field, lot[field]])) as Pick<
    LotState,
    (typeof LOT_FIELDS)[number]
  >;
}

function lotOf(lot: LotState, saved: LotSnapshot): LotState {
  const { lotId, amounts, ...fields } = saved;
  Object.assign(lot, fields);
  lot.amounts = amounts === null ? null : new Map(amounts);
  return lot;
}
