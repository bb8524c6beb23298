/** The sale as this desk knows it, less what changes with every tick: catalogue, hold, own standing, words of the house. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LogHead, Notice, PublicSale, SaleWord, Snapshot, Standing, Tick } from '../../protocol/wire.ts';
import type { LotWord } from '../feed/words.ts';
import type { NamedSale } from './sales.ts';

/** Words of the house kept in sight. */
export const WORDS_MAX = 200;

/** What a bidder has at stake in a lot, from own bids and the house's private words. */
export type Stake = {
  readonly maxMinor: number | null;
  readonly bidMinor: number | null;
  readonly won: boolean;
};

export type SaleState = {
  /** Sales that this desk may sit in. */
  readonly sales: readonly NamedSale[];
  readonly saleId: string | null;
  readonly sale: PublicSale | null;
  /** Lots in the order of the catalogue. */
  readonly order: readonly string[];
  readonly held: Snapshot['held'];
  readonly registered: number;
  readonly standing: Standing | null;
  /** For a clerk only. */
  readonly reserves: Readonly<Record<string, number>>;
  readonly stakes: Readonly<Record<string, Stake>>;
  /** The lot that the room is selling: the live or Dutch lot that is open. */
  readonly current: string | null;
  readonly focus: string | null;
  readonly words: readonly SaleWord[];
  readonly notices: readonly Notice[];
  readonly log: LogHead | null;
};
export type SaleStore = StoreApi<SaleState>;

export const noSale: SaleState = {
  sales: [],
  saleId: null,
  sale: null,
  order: [],
  held: null,
  registered: 0,
  standing: null,
  reserves: {},
  stakes: {},
  current: null,
  focus: null,
  words: [],
  notices: [],
  log: null,
};

export function createSale(): SaleStore {
  return createStore<SaleState>()(() => noSale);
}

export function withSnapshot(state: SaleState, snapshot: Snapshot): SaleState {
  const { sale, standing } = snapshot;
  const order = [...sale.lots].sort((a, b) => a.number - b.number).map((lot) => lot.lotId);
  const stays = state.saleId === sale.saleId;
  const current = currentOf(sale, snapshot.ticks);
  const stakes = { ...(stays ? state.stakes : {}) };
  for (const [lot, maxMinor] of Object.entries(standing?.maxima ?? {}))
    stakes[lot] = { ...stakeOf(stakes, lot), maxMinor };
  // What was bid at another desk, or at this one before it knew; an own bid that was answered since is higher.
  for (const [lot, amount] of Object.entries(standing?.bids ?? {}))
    stakes[lot] = { ...stakeOf(stakes, lot), bidMinor: Math.max(stakes[lot]?.bidMinor ?? 0, amount) };
  for (const lot of standing?.won ?? []) stakes[lot] = { ...stakeOf(stakes, lot), won: true };
  const focus =
    stays && state.focus !== null && order.includes(state.focus)
      ? state.focus
      : (current ?? firstToSee(order, snapshot.ticks));
  return {
    ...state,
    saleId: sale.saleId,
    sale,
    order,
    held: snapshot.held,
    registered: snapshot.registered,
    standing,
    reserves: snapshot.reserves ?? {},
    stakes,
    current,
    focus,
    words: stays ? state.words : [],
    notices: stays ? state.notices : [],
  };
}

export function withWord(state: SaleState, word: SaleWord): SaleState {
  const words = word.type === 'registered' ? state.words : [word, ...state.words].slice(0, WORDS_MAX);
  switch (word.type) {
    case 'held':
      return { ...state, words, held: { reason: word.reason, at: word.at } };
    case 'resumed':
      return { ...state, words, held: null };
    case 'registered':
      return { ...state, registered: word.count };
    default:
      return { ...state, words };
  }
}

export function withNotice(state: SaleState, notice: Notice): SaleState {
  const notices = [notice, ...state.notices].slice(0, WORDS_MAX);
  const next = { ...state, notices };
  const standing = state.standing;
  switch (notice.type) {
    case 'outbid':
    case 'leading':
    case 'max':
      return {
        ...next,
        stakes: { ...state.stakes, [notice.lot]: { ...stakeOf(state.stakes, notice.lot), maxMinor: notice.maxMinor } },
      };
    case 'won':
      return {
        ...next,
        stakes: { ...state.stakes, [notice.lot]: { ...stakeOf(state.stakes, notice.lot), won: true } },
      };
    case 'limit':
      return standing === null
        ? next
        : {
            ...next,
            // Only who is registered has a limit: this is also how a desk that was open before hears of it.
            standing: { ...standing, registered: true, limitMinor: notice.limitMinor, usedMinor: notice.usedMinor },
          };
    case 'suspended':
    case 'reinstated':
      return standing === null ? next : { ...next, standing: { ...standing, suspended: notice.type === 'suspended' } };
    default:
      return next;
  }
}

/** After an accepted bid of one's own: it is now at stake. */
export function withStake(state: SaleState, lot: string, stake: Partial<Stake>): SaleState {
  return { ...state, stakes: { ...state.stakes, [lot]: { ...stakeOf(state.stakes, lot), ...stake } } };
}

/** After ticks: a plain bid of one's own, made at another desk and beaten at once, has no private word, and the public is told whose it was. */
export function withTicks(state: SaleState, lots: readonly LotWord[]): SaleState {
  const paddle = state.standing?.paddle;
  if (paddle === undefined || paddle === '') return state;
  let next = state;
  for (const { tick } of lots) {
    const { lot, last } = tick;
    if (last !== null && last.bidder === paddle && last.kind === 'bid' && next.stakes[lot] === undefined)
      next = withStake(next, lot, { bidMinor: last.amountMinor });
  }
  return next;
}

/** The live or Dutch lot that stands open after a turn. */
export function withTurn(state: SaleState, tick: Tick): SaleState {
  const format = state.sale?.lots.find((lot) => lot.lotId === tick.lot)?.format;
  if (format !== 'live' && format !== 'dutch') return state;
  if (tick.status === 'open' || tick.status === 'warned')
    return state.current === tick.lot ? state : { ...state, current: tick.lot };
  return state.current === tick.lot ? { ...state, current: null } : state;
}

/** Where the eye falls on joining: the first lot that can be bid on, else the next to come, else the first. */
function firstToSee(order: readonly string[], ticks: readonly Tick[]): string | null {
  const statusOf = new Map(ticks.map(({ lot, status }) => [lot, status]));
  const isOpen = (lot: string) => statusOf.get(lot) === 'open' || statusOf.get(lot) === 'warned';
  return order.find(isOpen) ?? order.find((lot) => statusOf.get(lot) === 'upcoming') ?? order[0] ?? null;
}

function currentOf(sale: PublicSale, ticks: readonly Tick[]): string | null {
  const room = new Set(
    sale.lots.filter((lot) => lot.format === 'live' || lot.format === 'dutch').map((lot) => lot.lotId),
  );
  return ticks.find((tick) => room.has(tick.lot) && (tick.status === 'open' || tick.status === 'warned'))?.lot ?? null;
}

function stakeOf(stakes: Readonly<Record<string, Stake>>, lot: string): Stake {
  return stakes[lot] ?? { maxMinor: null, bidMinor: null, won: false };
}
