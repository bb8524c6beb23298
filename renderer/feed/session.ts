/**
 * The feed's connection: opened, renewed make-before-break, given up when it is silent, and how it stands said to the page. What
 * comes by it is folded, caught up with and asked in files of their own. Knows no NATS and no page.
 */
import { encode } from '../../protocol/codec.ts';
import { subjects } from '../../protocol/subjects.ts';
import { answerAsk, type Seat } from './asks.ts';
import { type Bids, createBids } from './bids.ts';
import { read } from './check.ts';
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

/** A connection that could not be opened is opened again after this. */
const OPEN_AGAIN_MS = 3_000;
const TICK_MS = 1_000;
const SNAPSHOT_MS_MAX = 4_000;
/** A hole may be a tick that the other of two connections still brings, or a head that overtook it by a hair. */
const HOLE_GRACE_MS = 150;
/** The connection before stays this long after a renewal, for what is still on its way. */
const OVERLAP_MS = 2_000;
/** How long a connection that is left may take to say what is still under way on it: it may be half open. */
const FLUSH_MS_MAX = 2_000;
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
  let link: Link | null = null;
  let generation = 0;
  let epoch = 0;
  let isUp = false;
  let attempt = 0;
  let downSinceMs = 0;
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
  const liveLink = () => (current().state === 'live' ? link : null);
  const bids: Bids = createBids({
    ...world,
    link: liveLink,
    epoch: () => epoch,
    sale: () => sale,
    user: () => pass?.user.id ?? null,
  });

  const seat = (): Seat | null =>
    link === null || sale === null || pass === null ? null : { link, sale, user: pass.user.id };
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
      hasLink: link !== null,
      isUp,
      attempt,
      downSinceMs,
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

  const open = async (why: 'first' | 'renewal' | 'again') => {
    generation += 1;
    const mine = generation;
    const isMine = () => mine === generation;
    const before = link;
    const events = {
      onAttempt: () => {
        if (!isMine() || isUp) return;
        attempt += 1;
        tell();
      },
      onDown: () => {
        if (!isMine()) return;
        isUp = false;
        attempt = 0;
        downSinceMs = monoMs();
        stale('snapshot');
      },
      onUp: () => isMine() && up(),
      onDenied: () => isMine() && renewal.denied(),
      onForbidden: (what: string) => post({ type: 'fault', code: 'FEED_FORBIDDEN', message: what }),
    };
    try {
      const fresh = await world.openLink(() => pass as Pass, signing.sign, events);
      if (!isMine() || pass === null) return void fresh.close();
      if (sale !== null) hear(fresh, sale, pass.user.id);
      await fresh.flush();
      if (!isMine()) return void fresh.close();
      link = fresh;
      if (before !== null) later(() => void leave(before), why === 'renewal' ? OVERLAP_MS : 0);
      // A renewal that lost nothing is no reason to stop: the ticks of both connections were folded.
      if (why === 'renewal' && isUp && isSynced) return;
      up();
    } catch (cause) {
      if (isMine()) post({ type: 'fault', code: 'FEED_OPEN', message: String(cause) });
      if (isMine() && why !== 'renewal') later(() => isMine() && pass !== null && void open(why), OPEN_AGAIN_MS);
    }
  };

  /** A tick that was routed before the new subscription stood comes by the old connection only: what is under way there is heard out first. */
  const leave = async (old: Link) => {
    await Promise.race([old.flush().catch(() => {}), new Promise<void>((resolve) => later(resolve, FLUSH_MS_MAX))]);
    await old.close();
  };

  const up = () => {
    isUp = true;
    attempt = 0;
    pace.begun();
    tell();
    // At once: until the first exchange no countdown is the house's.
    measure();
    void sync.run();
  };

  const measure = () => {
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
    if (isUp) measure();
    // Without a connection the last word grows older all the same.
    else if (lastPulse !== null) tellPulse({ ...lastPulse, roundTripMs: null, silentMs: pace.silentMs() });
    if (isUp && isSynced && (pace.silentMs() ?? 0) >= STALE_MS) again('silence');
    tell();
  };

  /** The socket may be half open: closing it would wait for bytes that never leave, so another one is opened beside it. */
  const again = (why: 'silence' | 'resume') => {
    stale(why);
    isUp = false;
    attempt = 0;
    downSinceMs = monoMs();
    tell();
    void open('again');
  };

  const close = () => {
    generation += 1;
    stopTicking?.();
    renewal.stop();
    void link?.close();
    [pass, link, sale, lastPulse, wordAtMs, isUp, isSynced] = [null, null, null, null, null, false, false];
    lots.clear();
    pace.reset();
    tell();
  };

  const begin = (next: Pass, why: 'first' | 'renewal') => {
    pass = next;
    renewal.taken(lifeMs(next, world.wallMs()));
    if (why === 'first' && stopTicking === null) tick();
    if (sale !== null) void open(why);
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
    void open('again');
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
        return bids.place(order.request);
      case 'resolve':
        return bids.resolve(order.ids);
      case 'ask':
        return void answerAsk(order, isUp ? seat() : null, post);
      case 'look':
        return outbox.look(order.lots);
      case 'ready':
        return outbox.ready();
      case 'suspend':
        if (pass === null || !isUp || !isSynced) return;
        stale('resume');
        // A sleep that did not come about is followed by no word of waking.
        return void later(() => !isSynced && isUp && void sync.run(), SLEEP_MS_MAX);
      case 'resume':
        pace.reset();
        if (pass !== null && link !== null) again('resume');
        return;
      case 'close':
        return close();
    }
  };

  return { take };
}
