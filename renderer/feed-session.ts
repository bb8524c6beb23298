/**
 * What the feed does with a connection: folds ticks, notices holes, takes snapshots, renews make-before-break, and says how
 * things stand. Posts conflatable words by the outbox and all others at once. Knows no NATS and no page.
 */
import { encode } from '../protocol/codec.ts';
import { subjects } from '../protocol/subjects.ts';
import type { Snapshot, Tick } from '../protocol/wire.ts';
import { type Bids, createBids } from './feed-bids.ts';
import { read } from './feed-check.ts';
import { type Link, LinkError, type OpenLink } from './feed-link.ts';
import { createOnce } from './feed-once.ts';
import { createOutbox } from './feed-outbox.ts';
import { createPulseTaker } from './feed-pace.ts';
import { lifeMs } from './feed-pass.ts';
import { connectionOf, STALE_MS } from './feed-pulse.ts';
import { wholeSnapshot } from './feed-snapshot.ts';
import type { AskTopic, Connection, FeedOrder, FeedWord, Pass } from './feed-words.ts';
import { foldHead, foldLot, hasHole, type LotState, type Origin, unheard } from './market.ts';

export type FeedWorld = {
  readonly post: (word: FeedWord) => void;
  readonly openLink: OpenLink;
  /** Monotonic; `performance.timeOrigin + performance.now()`. */
  readonly monoMs: () => number;
  readonly wallMs: () => number;
  readonly later: (run: () => void, ms: number) => () => void;
  readonly soon: (run: () => void) => void;
};

/** The share of a pass's life after which the next one is fetched. */
const RENEW_AT = 0.6;
const RENEW_AGAIN_MS = 3_000;
const TICK_MS = 1_000;
const SNAPSHOT_MS_MAX = 4_000;
const SNAPSHOT_AGAIN_MS = 300;
/** A hole may be a tick that the other of two connections still brings, or a head that overtook it by a hair. */
const HOLE_GRACE_MS = 150;
/** The connection before stays this long after a renewal, for what is still on its way. */
const OVERLAP_MS = 2_000;
/** How long a connection that is left may take to say what is still under way on it: it may be half open. */
const FLUSH_MS_MAX = 2_000;
/** How long the system may take to fall asleep; the timer stands still while it sleeps. */
const SLEEP_MS_MAX = 10_000;
const ASK_MS_MAX: Readonly<Record<AskTopic, number>> = {
  receipt: 5_000,
  clerk: 5_000,
  review: 20_000,
  snapshot: 5_000,
};

export type FeedSession = { readonly take: (order: FeedOrder) => unknown };

export function createFeedSession(world: FeedWorld): FeedSession {
  const { post, later, monoMs } = world;
  const lots = new Map<string, LotState>();
  const signing = new Map<number, { resolve: (signature: string) => void; reject: (error: Error) => void }>();
  const outbox = createOutbox(post, world.soon, monoMs);
  const isNew = createOnce();
  let pass: Pass | null = null;
  let sale: string | null = null;
  let link: Link | null = null;
  let generation = 0;
  let epoch = 0;
  let tickets = 0;
  let isUp = false;
  let attempt = 0;
  let downSinceMs = 0;
  let deniedAtMs = Number.NEGATIVE_INFINITY;
  let isSynced = false;
  let isSyncing = false;
  /** A snapshot from before the sale went on has the old ends of its lots. */
  let resumedSeq = 0;
  let staleWhy: 'snapshot' | 'silence' | 'resume' = 'snapshot';
  let said: Connection | null = null;
  let stopTicking: (() => void) | null = null;
  let stopRenewal: (() => void) | null = null;

  const pace = createPulseTaker(world);
  const liveLink = () => (current().state === 'live' ? link : null);
  const bids: Bids = createBids({
    ...world,
    link: liveLink,
    epoch: () => epoch,
    sale: () => sale,
    user: () => pass?.user.id ?? null,
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
    const sign = (nonce: string) =>
      new Promise<string>((resolve, reject) => {
        tickets += 1;
        signing.set(tickets, { resolve, reject });
        post({ type: 'sign', ticket: tickets, text: nonce });
      });
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
      onDenied: () => isMine() && denied(),
      onForbidden: (what: string) => post({ type: 'fault', code: 'FEED_FORBIDDEN', message: what }),
    };
    try {
      const fresh = await world.openLink(() => pass as Pass, sign, events);
      if (!isMine() || pass === null) return void fresh.close();
      subscribe(fresh);
      await fresh.flush();
      if (!isMine()) return void fresh.close();
      link = fresh;
      if (before !== null) later(() => void leave(before), why === 'renewal' ? OVERLAP_MS : 0);
      // A renewal that lost nothing is no reason to stop: the ticks of both connections were folded.
      if (why === 'renewal' && isUp && isSynced) return;
      up();
    } catch (cause) {
      if (isMine()) post({ type: 'fault', code: 'FEED_OPEN', message: String(cause) });
      if (isMine() && why !== 'renewal') later(() => isMine() && pass !== null && void open(why), RENEW_AGAIN_MS);
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
    pace.heard();
    tell();
    void sync();
  };

  const subscribe = (to: Link) => {
    const user = pass?.user.id ?? '';
    if (sale === null) return;
    to.subscribe(subjects.tick(sale, '*'), (bytes) => {
      pace.heard();
      const tick = read.tick(bytes);
      if (tick !== null) fold(tick, 'tick');
    });
    to.subscribe(subjects.head(sale), (bytes) => {
      pace.heard();
      const head = read.head(bytes);
      if (head === null || !isNew(`h${head.at}`)) return;
      post({ type: 'head', head });
      later(() => compare(head.revs), HOLE_GRACE_MS);
    });
    to.subscribe(subjects.sale(sale), (bytes) => {
      const word = read.saleWord(bytes);
      if (word === null || !isNew(JSON.stringify(word))) return;
      post({ type: 'sale-word', word });
      if (word.type !== 'resumed') return;
      resumedSeq = word.seq;
      void sync();
    });
    to.subscribe(subjects.you(sale, user), (bytes) => {
      const notice = read.notice(bytes);
      if (notice !== null && isNew(JSON.stringify(notice))) post({ type: 'notice', notice });
    });
  };

  const fold = (tick: Tick, origin: Origin) => {
    const before = lots.get(tick.lot) ?? unheard;
    const after = foldLot(before, tick, origin);
    if (after === before) return;
    lots.set(tick.lot, after);
    const isStep = after.tick !== before.tick;
    if (isStep && before.tick !== null && before.tick.status !== tick.status)
      post({ type: 'turn', tick, before: before.tick.status });
    outbox.put(after, isStep);
    if (origin === 'tick' && hasHole(after) && isSynced) later(() => mend(tick.lot), HOLE_GRACE_MS);
  };

  const compare = (revs: Readonly<Record<string, number>>) => {
    for (const [lot, rev] of Object.entries(revs)) {
      const before = lots.get(lot) ?? unheard;
      const after = foldHead(before, rev);
      if (after === before) continue;
      lots.set(lot, after);
      outbox.put(after, false);
      mend(lot);
    }
  };

  const mend = (lot: string) => {
    const state = lots.get(lot);
    if (state !== undefined && hasHole(state)) void sync();
  };

  const sync = async () => {
    if (isSyncing || link === null || sale === null || pass === null) return;
    isSyncing = true;
    const mine = epoch;
    let snapshot: Snapshot | null = null;
    try {
      const [to, subject] = [link, subjects.snapshot(sale, pass.user.id)];
      snapshot = await wholeSnapshot(async (from) => {
        if (mine !== epoch) return null;
        const bytes = await to.request(subject, encode(from === 0 ? {} : { from }), SNAPSHOT_MS_MAX);
        pace.heard();
        return read.snapshot(bytes);
      });
    } catch {
      // Asked again below: a house that starts anew has no listener for a moment.
    }
    isSyncing = false;
    if (pass === null) return;
    if (snapshot === null || mine !== epoch || snapshot.sale.saleId !== sale)
      return void later(() => void sync(), snapshot === null ? SNAPSHOT_AGAIN_MS : 0);
    post({ type: 'snapshot', snapshot });
    for (const tick of snapshot.ticks) fold(tick, 'snapshot');
    isSynced = true;
    tell();
    if (snapshot.seq < resumedSeq || [...lots.values()].some(hasHole)) later(() => void sync(), SNAPSHOT_AGAIN_MS);
  };

  const tick = () => {
    stopTicking = later(tick, TICK_MS);
    if (link !== null && isUp && pass !== null)
      void pace.exchange(link, subjects.time(pass.user.id)).then((pulse) => post({ type: 'pulse', pulse }));
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

  /** A refused pass is worth one call for another in a while, however often the server says it. */
  const denied = () => {
    if (monoMs() - deniedAtMs < RENEW_AGAIN_MS) return;
    deniedAtMs = monoMs();
    post({ type: 'renew' });
  };

  const askRenewal = (ms: number) => {
    stopRenewal?.();
    stopRenewal = later(() => post({ type: 'renew' }), ms);
  };

  const ask = async ({ ticket, topic, payload }: Extract<FeedOrder, { type: 'ask' }>) => {
    const answer = (ok: boolean, value: unknown, error: string | null) =>
      post({ type: 'answer', ticket, ok, value, error });
    if (link === null || sale === null || pass === null || !isUp)
      return answer(false, null, 'The desk is not connected.');
    try {
      const bytes = await link.request(subjects[topic](sale, pass.user.id), encode(payload), ASK_MS_MAX[topic]);
      answer(true, read.anything(bytes), null);
    } catch (cause) {
      answer(false, null, cause instanceof LinkError ? cause.message : String(cause));
    }
  };

  const close = () => {
    generation += 1;
    stopTicking?.();
    stopRenewal?.();
    void link?.close();
    [pass, link, sale, isUp, isSynced] = [null, null, null, false, false];
    lots.clear();
    outbox.clear();
    pace.reset();
    tell();
  };

  const begin = (next: Pass, why: 'first' | 'renewal') => {
    pass = next;
    askRenewal(lifeMs(next, world.wallMs()) * RENEW_AT);
    if (why === 'first' && stopTicking === null) tick();
    if (sale !== null) void open(why);
    tell();
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
        return askRenewal(RENEW_AGAIN_MS);
      case 'signed': {
        const waiting = signing.get(order.ticket);
        signing.delete(order.ticket);
        if (order.signature === null) waiting?.reject(new Error('The key of this desk did not sign.'));
        else waiting?.resolve(order.signature);
        return;
      }
      case 'watch':
        if (order.sale === sale) return;
        sale = order.sale;
        resumedSeq = 0;
        lots.clear();
        outbox.clear();
        if (pass !== null) {
          stale('snapshot');
          void open('again');
        }
        return;
      case 'bid':
        return bids.place(order.request);
      case 'resolve':
        return bids.resolve(order.ids);
      case 'ask':
        return void ask(order);
      case 'ready':
        return outbox.ready();
      case 'suspend':
        if (pass === null || !isUp || !isSynced) return;
        stale('resume');
        // A sleep that did not come about is followed by no word of waking.
        return void later(() => !isSynced && isUp && void sync(), SLEEP_MS_MAX);
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
