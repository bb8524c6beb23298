/** What the house knows of a sale: owned and changed inside the core only; everybody else reads it through `views.ts`. */
import type { Channel } from '../../protocol/command.ts';
import type { Lot, LotFormat, LotStatus, Sale } from '../../protocol/sale.ts';
import { Decisions, type Named, NONE } from './decisions.ts';
import { NOWHERE } from './ids.ts';

export type LotState = Named & {
  // What every bid asks comes first: an object is read from memory by its lines.
  readonly lotId: string;
  readonly format: LotFormat;
  status: LotStatus;
  rev: number;
  /** The turn in which `rev` last rose: it rises once a command. */
  turn: number;
  priceMinor: number | null;
  leader: string | null;
  leaderMaxMinor: number;
  /** Where the leader's maximum came from: a tie asks it. */
  leaderChannel: Channel;
  runnerUpMinor: number | null;
  askMinor: number | null;
  /** The ask that the auctioneer set; it lasts until the next accepted bid. */
  setAskMinor: number | null;
  readonly reserveMinor: number | null;
  closesAt: number | null;
  extensions: number;
  /** Accepted bids and lowerings without the voided (entries.ts): the newest one's place among the decisions, and how many. */
  newest: number;
  entryCount: number;
  bids: number;
  readonly lot: Lot;
  /** The place in the catalogue; decides among equal lot numbers. */
  readonly index: number;
  readonly openingMinor: number;
  opensAt: number | null;
  /** The start of a Dutch clock; holds move it. */
  openedAt: number | null;
  /** How many of the entries came before the opening. */
  early: number;
  /** By bidder, in order of their time: book maxima of an upcoming lot, amounts of a sealed one. */
  amounts: Map<string, number> | null;
  /** The next moment at which something is due for this lot, and its place in the calendar (-1: none). */
  dueAt: number;
  slot: number;
};

/** A clerk of this sale, the house in all of its sales, or each of them for itself (ADR 0088). */
export type SuspendedBy = 'clerk' | 'house' | 'both';

export type BidderState = Named & {
  readonly bidder: string;
  paddle: string;
  limitMinor: number | null;
  /** Null: he may bid. */
  suspendedBy: SuspendedBy | null;
  won: LotState[];
  wonMinor: number;
  /** The place of his newest accepted bid or lowering among the decisions (entries.ts). */
  newest: number;
  /** Under `exposure`: all that is promised on lots not closed. NaN once it left the safe integers: then it is counted anew. */
  committedMinor: number;
};

/** The wins of all who have none: a hundred thousand bidders need no list each. Never pushed to. */
export const NO_WINS: LotState[] = [];

export type SaleState = {
  at: number;
  /** Counts executed commands and folded records of this process; not part of the sale. */
  turn: number;
  sale: Sale | null;
  readonly lots: Map<string, LotState>;
  readonly bidders: Map<string, BidderState>;
  readonly paddles: Map<string, string>;
  held: { readonly reason: string; readonly at: number } | null;
  /** The hard end of all extensions; holds move it. */
  hardEndAt: number | null;
  /** The live or Dutch lot that is open or warned. */
  onBlock: LotState | null;
  /** The lot that `OpenLot` opened last: the only one that may be reopened. */
  lastOpened: LotState | null;
  /** The lot of the last accepted bid: the one that an extension of the same command is for. */
  bidOn: LotState | null;
  /** The first decision of every id. */
  decisions: Decisions;
  /** Lots with something due, as a heap by time. */
  readonly calendar: LotState[];
};

/** A house before any sale. */
export function emptyState(): SaleState {
  return {
    at: 0,
    turn: 0,
    sale: null,
    lots: new Map(),
    bidders: new Map(),
    paddles: new Map(),
    held: null,
    hardEndAt: null,
    onBlock: null,
    lastOpened: null,
    bidOn: null,
    decisions: new Decisions(),
    calendar: [],
  };
}

/** A lot of the catalogue before anything happened to it. */
export function newLot(lot: Lot, index: number): LotState {
  const scheduled = lot.format === 'timed' || lot.format === 'sealed';
  const openingMinor = lot.openingMinor ?? 0;
  return {
    lotId: lot.lotId,
    named: NONE,
    format: lot.format,
    status: 'upcoming',
    rev: 0,
    turn: 0,
    priceMinor: null,
    leader: null,
    leaderMaxMinor: 0,
    leaderChannel: 'online',
    runnerUpMinor: null,
    askMinor: isEnglish(lot) ? openingMinor : null,
    setAskMinor: null,
    reserveMinor: lot.reserveMinor ?? null,
    closesAt: scheduled ? lot.closesAt : null,
    extensions: 0,
    newest: NOWHERE,
    entryCount: 0,
    bids: 0,
    lot,
    index,
    openingMinor,
    opensAt: scheduled ? lot.opensAt : null,
    openedAt: null,
    early: 0,
    amounts: null,
    dueAt: Number.POSITIVE_INFINITY,
    slot: -1,
  };
}

/** True for the formats that resolve by maxima: `live` and `timed`. */
export function isEnglish(lot: { readonly format: LotFormat }): boolean {
  return lot.format === 'live' || lot.format === 'timed';
}

/** True once nothing more can be bid: sold, passed or withdrawn. */
export function isClosed(lot: LotState): boolean {
  return lot.status === 'sold' || lot.status === 'passed' || lot.status === 'withdrawn';
}

/** True when the reserve stands in nobody's way. */
export function isReserveMet(lot: LotState): boolean {
  return lot.reserveMinor === null || (lot.priceMinor !== null && lot.priceMinor >= lot.reserveMinor);
}
