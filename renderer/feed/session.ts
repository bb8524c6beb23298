/**
 * One person's sitting at one sale: what an order of the page and each turn of the connection set in motion, and how the connection
 * stands said to the page. Connections, folding, catching up and asking have files of their own. Knows no NATS and no page.
 */
import { encode } from '../../protocol/codec.ts';
import { subjects } from '../../protocol/subjects.ts';
import { answerAsk, type Seat } from './asks.ts';
import { type Bids, createBids } from './bids.ts';
import { read } from './check.ts';
import { createConnections } from './connections.ts';
import { hearSale } from './hear.ts';
import type { Link, OpenLink } from './link.ts';
import { createFeedLots } from './lots.ts';
import { createOnce } from './once.ts';
import { createOutbox } from './outbox.ts';
import { createPulseTaker } from './pace.ts';
import { lifeMs } from './pass.ts';
import { connectionOf, STALE_MS, type StaleWhy } from './pulse.ts';
import { createRenewal } from './renewal.ts';
import { createSigning } from './signing.ts';
import { createSync } from './sync.ts';
import type { Connection, FeedOrder, FeedWord, Pass, Pulse } from './words.ts';

export type FeedWorld = {
  readonly post: (word: FeedWord) => void;
  readonly openLink: OpenLink;
  /** Monotonic; `performance.timeOrigin + performance.now()`. */
  readonly monoMs: () => number;
  readonly wallMs: () => number;
  readonly later: (run: () => void, ms: number) => () => void;
  readonly soon: (run: () => void) => void;
};

const TICK_MS = 1_000;
const SNAPSHOT_MS_MAX = 4_000;
/** A hole may be a tick that the other of two connections still brings, or a head that overtook it by a hair. */
const HOLE_GRACE_MS = 150;
/** How long the system may take to fall asleep; the timer stands still while it sleeps. */
const SLEEP_MS_MAX = 10_000;
export type FeedSession = { readonly take: (order: FeedOrder) => unknown };

export function createFeedSession(world: FeedWorld): FeedSession {
  const { post, later, monoMs } = world;
  const outbox = createOutbox(post, world.soon, monoMs);
  const signing = createSigning(post);
  const renewal = createRenewal(world);
  const isNew = createOnce();
  let pass: Pass | null = null;
  let sale: string | null = null;
  let epoch = 0;
  let isSynced = false;
  let staleWhy: StaleWhy = 'snapshot';
  let said: Connection | null = null;
  let stopTicking: (() => void) | null = null;
  let lastPulse: Pulse | null = null;
  let wordAtMs: number | null = null;

  const pace = createPulseTaker(world);
  const heard = () => {
    wordAtMs = monoMs();
    pace.heard();
  };
  const liveLink = () => (current().state === 'live' ? connections.link() : null);
  const bids: Bids = createBids({
    ...world,
    link: liveLink,
    epoch: () => epoch,
    sale: () => sale,
    user: () => pass?.user.id ?? null,
  });

  const seat = (): Seat | null => {
    const link = connections.link();
    return link === null || sale === null || pass === null ? null : { link, sale, user: pass.user.id };
  };
  const sync = createSync({
    later,
    source() {
      const at = seat();
      if (at === null) return null;
      const subject = subjects.snapshot(at.sale, at.user);
      return {
        ...{ epoch, sale: at.sale },
        async ask(from) {
          const bytes = await at.link.request(subject, encode(from === 0 ? {} : { from }), SNAPSHOT_MS_MAX);
          heard();
          const found = read.snapshot(bytes);
          if (found === null && !isSynced) {
            staleWhy = 'unreadable';
            tell();
          }
          return found;
        },
      };
    },
    take(snapshot) {
      post({ type: 'snapshot', snapshot });
      for (const tick of snapshot.ticks) lots.fold(tick, 'snapshot');
      isSynced = true;
      tell();
    },
    isWhole: () => lots.isWhole(),
  });
  const mend = (lot: string) => {
    if (lots.hasHole(lot)) void sync.run();
  };
  const lots = createFeedLots({
    post,
    outbox,
    onHole: (lot) => isSynced && later(() => mend(lot), HOLE_GRACE_MS),
    onLoss: () => void sync.run(),
  });

  const current = (): Connection =>
    connectionOf({
      signedIn: pass !== null,
      ...connections.facts(),
      isSynced,
      staleWhy,
      silentMs: pace.silentMs(),
    });

  const tell = () => {
    const now = current();
    if (said !== null && JSON.stringify(said) === JSON.stringify(now)) return;
    said = now;
    post({ type: 'connection', connection: now });
  };

  const stale = (why: typeof staleWhy) => {
    epoch += 1;
    isSynced = false;
    staleWhy = why;
    bids.dropped();
    tell();
  };

  const connections = createConnections({
    ...world,
    sign: signing.sign,
    pass: () => pass,
    hear: (link, { user }) => sale !== null && hear(link, sale, user.id),
    isSynced: () => isSynced,
    onUp: () => up(),
    onDown: () => stale('snapshot'),
    onAttempt: () => tell(),
    onDenied: renewal.denied,
  });

  const up = () => {
    pace.begun();
    tell();
    // At once: until the first exchange no countdown is the house's.
    measure();
    void sync.run();
  };

  const measure = () => {
    const link = connections.link();
    if (link === null || pass === null) return;
    void pace.exchange(link, subjects.time(pass.user.id)).then((pulse) => {
      lastPulse = pulse;
      if (pulse.roundTripMs !== null) wordAtMs = monoMs();
      tellPulse(pulse);
    });
  };
  /** A new connection begins without a silence, but it is no word of the house: the age in sight is that of the last one. */
  const tellPulse = (pulse: Pulse) => {
    const ageMs = wordAtMs === null ? 0 : monoMs() - wordAtMs;
    post({ type: 'pulse', pulse: { ...pulse, silentMs: Math.max(ageMs, pulse.silentMs ?? 0) } });
  };

  /** The connection before goes on for a moment after another sale was asked for: its words are then of no use here. */
  const hear = (to: Link, of: string, user: string) => {
    const here =
      <T>(take: (message: T) => void) =>
      (message: T) =>
        of === sale && take(message);
    hearSale(to, of, user, {
      heard,
      isNew,
      tick: here((tick) => lots.fold(tick, 'tick')),
      head: here((head) => {
        post({ type: 'head', head });
        later(() => of === sale && lots.compare(head.revs), HOLE_GRACE_MS);
      }),
      word: here((word) => {
        post({ type: 'sale-word', word });
        if (word.type === 'resumed') sync.resumed(word.seq);
      }),
      notice: here((notice) => post({ type: 'notice', notice })),
    });
  };

  const tick = () => {
    stopTicking = later(tick, TICK_MS);
    const { isUp } = connections.facts();
    if (isUp) measure();
    // Without a connection the last word grows older all the same.
    else if (lastPulse !== null) tellPulse({ ...lastPulse, roundTripMs: null, silentMs: pace.silentMs() });
    if (isUp && isSynced && (pace.silentMs() ?? 0) >= STALE_MS) again('silence');
    tell();
  };

  /** The socket may be half open: another one is opened beside it. */
  const again = (why: 'silence' | 'resume') => {
    stale(why);
    connections.giveUp();
    tell();
    void connections.open('again');
  };

  const close = () => {
    stopTicking?.();
    renewal.stop();
    connections.close();
    [pass, sale, lastPulse, wordAtMs, isSynced] = [null, null, null, null, false];
    lots.clear();
    pace.reset();
    tell();
  };

  const begin = (next: Pass, why: 'first' | 'renewal') => {
    pass = next;
    renewal.taken(lifeMs(next, world.wallMs()));
    if (why === 'first' && stopTicking === null) tick();
    if (sale !== null) void connections.open(why);
    tell();
  };

  const watch = (next: string) => {
    if (next === sale) return;
    const isMove = sale !== null;
    sale = next;
    sync.forget();
    lots.clear();
    if (pass === null) return;
    stale(isMove ? 'sale' : 'snapshot');
    void connections.open('again');
  };

  const take = (order: FeedOrder): unknown => {
    switch (order.type) {
      case 'open':
        close();
        stopTicking = null;
        return begin(order.pass, 'first');
      case 'renewed':
        return begin(order.pass, 'renewal');
      case 'renew-failed':
        return renewal.failed();
      case 'signed':
        return signing.signed(order.ticket, order.signature);
      case 'watch':
        return watch(order.sale);
      case 'bid':
        return bids.place(order.sale, order.request);
      case 'resolve':
        return bids.resolve(order.ids);
      case 'ask':
        return void answerAsk(order, connections.facts().isUp ? seat() : null, post);
      case 'look':
        return outbox.look(order.lots);
      case 'ready':
        return outbox.ready();
      case 'suspend':
        if (pass === null || !connections.facts().isUp || !isSynced) return;
        stale('resume');
        // A sleep that did not come about is followed by no word of waking.
        return void later(() => !isSynced && connections.facts().isUp && void sync.run(), SLEEP_MS_MAX);
      case 'resume':
        pace.reset();
        if (pass !== null && connections.link() !== null) again('resume');
        return;
      case 'close':
        return close();
    }
  };

  return { take };
}
