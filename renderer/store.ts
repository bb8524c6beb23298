/**
 * The desk: its stores, and what a hand can order. It gives each intent an id, marks it pending and hands it to the feed;
 * the feed's words come back through `hear`. It must not know a view, NATS, or a rule of the auction.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DeskBridge } from '../protocol/bridge.ts';
import type { BidRequest } from '../protocol/wire.ts';
import { houseNow } from './clock.ts';
import type { FeedPort } from './feed/port.ts';
import type { AskTopic } from './feed/words.ts';
import { createFrame, type Frame } from './frame.ts';
import { createHerald } from './herald.ts';
import type { Sounds } from './sound.ts';
import { createAsks } from './store/asks.ts';
import { type BidsStore, createBids, openIds, withBid } from './store/bids.ts';
import { hearing } from './store/hearing.ts';
import { createLadder, type Ladder } from './store/ladder.ts';
import { createLedger } from './store/ledger.ts';
import { createLink, type LinkStore, whyNoBids } from './store/link.ts';
import { createLotBook, type LotBook } from './store/lots.ts';
import { createPrefs, type PrefsStore, type Storage, WATCH_MAX } from './store/prefs.ts';
import { createSale, type SaleStore } from './store/sale.ts';
import type { NamedSale } from './store/sales.ts';
import { createSessions, type Sessions } from './store/session.ts';
import { createStories, type Stories } from './store/stories.ts';
import { systemHearing } from './store/system.ts';
import { createSpeaker, type Speaker } from './store/voice.ts';

/** What the desk needs of the world; a test gives its own. */
export type DeskWorld = {
  readonly bridge: DeskBridge;
  readonly feed: FeedPort;
  readonly storage: Storage;
  /** Storage of this window only. */
  readonly passes: Storage;
  /** The sales of the house, running ones first. */
  readonly sales: () => Promise<readonly NamedSale[]>;
  /** Monotonic, since the page began. */
  readonly nowMs: () => number;
  readonly wallMs: () => number;
  readonly newId: () => string;
  readonly later: (run: () => void, ms: number) => unknown;
  readonly sounds: Sounds;
  /** True when the person is not looking at this window. */
  readonly isAway: () => boolean;
  readonly frame?: typeof createFrame;
};

export type Desk = {
  readonly link: LinkStore;
  readonly sale: SaleStore;
  readonly lots: LotBook;
  /** So many lots change all the time that nobody reads them all. */
  readonly flood: StoreApi<boolean>;
  readonly bids: BidsStore;
  readonly prefs: PrefsStore;
  readonly voice: Speaker;
  readonly stories: Stories;
  readonly ladder: Ladder;
  readonly sessions: Sessions;
  readonly bridge: DeskBridge;
  readonly nowMs: () => number;
  /** The house's time now, or null before the first exchange. */
  readonly houseMs: () => number | null;
  /** The same for the clocks of the sale: they stand still while it is held. */
  readonly saleMs: () => number | null;
  readonly focus: (lot: string) => void;
  readonly watch: (lot: string, on: boolean) => void;
  readonly takeSale: (sale: string) => void;
  readonly placeBid: (order: BidOrder) => string | null;
  /** Asks the house; rejects with an `AskError` when it does not answer. */
  readonly ask: (topic: AskTopic, payload: unknown) => Promise<unknown>;
  readonly stop: () => void;
};

export type BidOrder = Pick<BidRequest, 'lot' | 'kind' | 'amountMinor' | 'basedOnRev'>;

export function createDesk(world: DeskWorld): Desk {
  const { bridge, feed, storage, nowMs } = world;
  const link = createLink();
  const sale = createSale();
  const bids = createBids();
  const lots = createLotBook(nowMs);
  const prefs = createPrefs(storage);
  const voice = createSpeaker(nowMs, world.later);
  const asks = createAsks(feed, () => sale.getState().saleId);
  const questions = (payload: unknown) => asks.ask('snapshot', payload);
  const stories = createStories({
    lots,
    ask: questions,
    onLook: (looked) => feed.send({ type: 'look', lots: looked }),
    nowMs,
    later: world.later,
  });
  const ladder = createLadder(questions);
  const ledger = createLedger(storage);
  const sessions = createSessions({
    bridge,
    feed,
    link,
    sale,
    passes: world.passes,
    sales: world.sales,
    later: world.later,
    onOut: () => clear(),
  });
  const flood = createStore<boolean>(() => false);
  const frame: Frame = (world.frame ?? createFrame)(
    lots.commit,
    () => feed.send({ type: 'ready' }),
    (isOn) => flood.setState(isOn),
  );

  const clear = () => {
    frame.stop();
    lots.clear();
    sale.setState(sale.getInitialState(), true);
    bids.setState(bids.getInitialState(), true);
  };

  const herald = createHerald({
    bridge,
    link,
    sale,
    lots,
    bids,
    prefs,
    voice,
    sounds: world.sounds,
    isAway: world.isAway,
  });
  feed.hear(hearing({ bridge, feed, frame, link, sale, lots, bids, asks, sessions, ledger, herald }));
  bids.subscribe((state, before) => {
    const { session } = link.getState();
    const { saleId } = sale.getState();
    if (session.phase === 'in' && saleId !== null && state.order.length > 0)
      ledger.save(
        saleId,
        session.pass.user.id,
        state.order.flatMap((id) => state.byId.get(id) ?? []),
      );
    const open = openIds(state);
    if (open.join() !== openIds(before).join()) void bridge.keepPending(open);
  });
  sale.subscribe((now, before) => {
    if (now.saleId !== before.saleId) ladder.clear();
  });
  const offSystem = bridge.onSystem(systemHearing({ feed, link, sale }));

  const houseMs = () => houseNow(link.getState().pulse.clock, performance.timeOrigin + nowMs());

  return {
    link,
    sale,
    lots,
    flood,
    bids,
    prefs,
    voice,
    stories,
    ladder,
    sessions,
    bridge,
    nowMs,
    houseMs,
    saleMs() {
      const now = houseMs();
      const held = sale.getState().held;
      return now === null || held === null ? now : Math.min(now, held.at);
    },
    focus: (lot) => sale.setState({ focus: lot }),
    takeSale: (id) => feed.send({ type: 'watch', sale: id }),
    watch(lot, on) {
      const id = sale.getState().saleId;
      if (id === null) return;
      prefs.setState(({ watched }) => {
        const rest = (watched[id] ?? []).filter((known) => known !== lot);
        return { watched: { ...watched, [id]: on ? [...rest, lot].slice(-WATCH_MAX) : rest } };
      });
    },
    placeBid(order) {
      const { saleId } = sale.getState();
      if (saleId === null || whyNoBids(link.getState().connection) !== null) return null;
      const request: BidRequest = { id: world.newId(), ...order, sentAt: world.wallMs() };
      const status = { state: 'pending' } as const;
      bids.setState(
        (state) =>
          withBid(state, { id: request.id, sale: saleId, request, pressedAtMs: nowMs(), roundTripMs: null, status }),
        true,
      );
      feed.send({ type: 'bid', sale: saleId, request });
      return request.id;
    },
    ask: asks.ask,
    stop() {
      offSystem();
      frame.stop();
      feed.send({ type: 'close' });
    },
  };
}
