/** What a view may read and how: one hook a store, each with a selector. Knows no feed. */
import { createContext, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { createStore } from 'zustand/vanilla';
import type { PublicLot, Tick } from '../protocol/wire.ts';
import { useRemPx } from './rem.ts';
import { type BidsState, isOpen, type OwnBid } from './store/bids.ts';
import { type LinkState, whyNoBids } from './store/link.ts';
import type { LotFace } from './store/lots.ts';
import type { Prefs } from './store/prefs.ts';
import type { SaleState, Stake } from './store/sale.ts';
import type { Desk } from './store.ts';
import { holdWords } from './words.ts';

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('A view stands outside of DeskContext.');
  return desk;
}

export function useLink<T>(select: (state: LinkState) => T): T {
  return useStore(useDesk().link, select);
}
export function useSale<T>(select: (state: SaleState) => T): T {
  return useStore(useDesk().sale, select);
}
export function useBids<T>(select: (state: BidsState) => T): T {
  return useStore(useDesk().bids, select);
}
export function usePrefs<T>(select: (state: Prefs) => T): T {
  return useStore(useDesk().prefs, select);
}

const nobody = createStore<LotFace | null>()(() => null);

/** A part of one lot; runs again only when that lot was touched. */
export function useLot<T>(lot: string | null, select: (face: LotFace) => T): T | null {
  const book = useDesk().lots;
  const store = lot === null ? undefined : book.get(lot);
  return useStore<typeof nobody, T | null>((store ?? nobody) as typeof nobody, (face) =>
    face === null ? null : select(face),
  );
}

/** The same at most every `everyMs`: the first change at once, the last one never later than that. For what is dear to draw. */
export function useLotPaced<T>(lot: string, select: (face: LotFace) => T, everyMs: number): T | null {
  const store = useDesk().lots.get(lot);
  const latest = useRef(select);
  latest.current = select;
  const read = () => (store === undefined ? null : latest.current(store.getState()));
  const [value, setValue] = useState(read);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let isBehind = false;
    const take = () => setValue(() => (store === undefined ? null : latest.current(store.getState())));
    const rest = () => {
      timer = null;
      if (!isBehind) return;
      isBehind = false;
      take();
      timer = setTimeout(rest, everyMs);
    };
    const off = store?.subscribe(() => {
      if (timer !== null) {
        isBehind = true;
        return;
      }
      take();
      timer = setTimeout(rest, everyMs);
    });
    take();
    return () => {
      off?.();
      if (timer !== null) clearTimeout(timer);
    };
  }, [store, everyMs]);
  return value;
}

/** Has the house tell what is missing of the lot's story, while it is looked at. */
export function useStory(lot: string | null): void {
  const { stories, lots } = useDesk();
  const store = lot === null ? undefined : lots.get(lot);
  useEffect(() => (lot === null || store === undefined ? undefined : stories.look(lot)), [stories, lot, store]);
}

/** The asks that follow the lot's own, as the house says. */
export function useNextAsks(lot: string, count: number): readonly number[] {
  const { ladder } = useDesk();
  const askMinor = useLot(lot, ({ tick }) => tick?.askMinor ?? null);
  const version = useStore(ladder.store);
  useEffect(() => {
    void version;
    if (askMinor !== null) ladder.climb(askMinor, count);
  }, [ladder, version, askMinor, count]);
  return askMinor === null ? NO_ASKS : ladder.after(askMinor, count);
}

/** Null when bids may be made now; else why not. The hold of the sale and a suspension count too. */
export function useWhyNoBids(): string | null {
  const link = useLink((state) => whyNoBids(state.connection));
  const held = useSale((state) => state.held);
  const standing = useSale((state) => state.standing);
  if (link !== null) return link;
  if (held !== null) return `Sale held: ${holdWords(held.reason)}. Clocks and bids wait.`;
  if (standing?.suspended === true) return 'You are suspended. Speak to the house.';
  if (standing?.registered === false) return 'You are not registered in this sale: apply for it above.';
  return null;
}

/** True while every price must be drawn as possibly old. */
export function useIsOld(lot: string): boolean {
  const quiet = useIsQuiet();
  const hole = useLot(lot, (face) => face.hole) ?? true;
  return quiet || hole;
}

function useIsQuiet(): boolean {
  return useLink(({ connection: { state } }) => state !== 'live' && state !== 'degraded');
}

export type Stance = 'none' | 'leading' | 'outbid' | 'won' | 'lost' | 'sealed';

/** How one stands in a lot: the house's own word for who leads, against what one has at stake. */
export function stanceOf(lot: PublicLot, tick: Tick | null, stake: Stake | undefined, paddle: string | null): Stance {
  if (tick === null) return 'none';
  const mine = paddle !== null && tick.leader === paddle;
  if (tick.status === 'sold') return mine || stake?.won === true ? 'won' : stake === undefined ? 'none' : 'lost';
  if (mine) return 'leading';
  // Without an amount too: of somebody who was outbid the house has no maximum any more, and this desk may have been opened after his bid.
  if (stake === undefined) return 'none';
  if (lot.format === 'sealed') return 'sealed';
  // What the house took and what it says of the lot come one after the other: an own amount that reaches the ask is newer than this tick.
  const isBehind = tick.askMinor !== null && Math.max(stake.bidMinor ?? 0, stake.maxMinor ?? 0) >= tick.askMinor;
  return !isBehind && (tick.status === 'open' || tick.status === 'warned') ? 'outbid' : 'none';
}

export function useStance(lot: string): Stance {
  const stake = useSale((state) => state.stakes[lot]);
  const paddle = usePaddle();
  return useLot(lot, (face) => stanceOf(face.lot, face.tick, stake, paddle)) ?? 'none';
}

/** What a row shows of its lot beside its amounts, asked for once: five questions a row are five hundred a paint. */
export function useRow(lot: string) {
  const quiet = useIsQuiet();
  const stake = useSale((state) => state.stakes[lot]);
  const paddle = usePaddle();
  const row = useShallow(({ lot: shown, tick, hole }: LotFace) => ({
    shown,
    status: tick?.status ?? null,
    closesAt: tick?.closesAt ?? null,
    stance: stanceOf(shown, tick, stake, paddle),
    old: quiet || hole,
  }));
  return useLot(lot, row);
}

export function usePaddle(): string | null {
  const own = useLink(({ session }) => (session.phase === 'in' ? session.pass.user.paddle : null));
  const standing = useSale((state) => state.standing?.paddle ?? null);
  return standing ?? own;
}

export function useCurrency(): string {
  return useSale((state) => state.sale?.currency ?? 'USD');
}

/** The newest own bid of a lot. */
export function useLatestBid(lot: string): OwnBid | null {
  return useBids((state) => state.byId.get(state.latestOf.get(lot) ?? '') ?? null);
}

/** The own bid of a lot that the house has not answered yet. */
export function useOpenBid(lot: string): OwnBid | null {
  const latest = useLatestBid(lot);
  return latest !== null && isOpen(latest) ? latest : null;
}

export function useWatched(): readonly string[] {
  const saleId = useSale((state) => state.saleId);
  return usePrefs((prefs) => (saleId === null ? NONE : (prefs.watched[saleId] ?? NONE)));
}

/** The house's time, again every `everyMs`; null before the desk knows it. */
export function useHouseMs(everyMs: number): number | null {
  useAgain(everyMs);
  return useDesk().houseMs();
}

/** The same for the clocks of the sale, which stand still while it is held. */
export function useSaleMs(everyMs: number): number | null {
  useAgain(everyMs);
  return useDesk().saleMs();
}

function useAgain(everyMs: number): void {
  const [, again] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => again((turn) => turn + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}

/** True below the given width in rem of the window: layouts that differ in structure, not only in style. */
export function useNarrow(rem: number): boolean {
  const query = `(max-width: ${rem * useRemPx() - 0.02}px)`;
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
  );
}

const NONE: readonly string[] = [];
const NO_ASKS: readonly number[] = [];
