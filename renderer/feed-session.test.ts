import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { encode } from '../protocol/codec.ts';
import { subjects } from '../protocol/subjects.ts';
import type { BidRequest, Snapshot, Tick } from '../protocol/wire.ts';
import { BID_ANSWER_MS_MAX } from './feed-bids.ts';
import { type Link, LinkError, type LinkEvents } from './feed-link.ts';
import { DEGRADED_MS, STALE_MS } from './feed-pulse.ts';
import { createFeedSession } from './feed-session.ts';
import type { FeedWord, Pass } from './feed-words.ts';

const pass: Pass = {
  jwt: 'x',
  expiresAt: 300_000,
  servers: ['ws://house'],
  publicKey: 'U',
  user: { id: 'anna', role: 'bidder', name: 'Anna', paddle: '101' },
};
const tick = (rev: number, more: Partial<Tick> = {}): Tick => ({
  lot: 'l1',
  rev,
  seq: rev,
  at: rev,
  status: 'open',
  priceMinor: rev * 100,
  askMinor: rev * 100 + 50,
  leader: null,
  reserveMet: false,
  closesAt: null,
  bids: rev,
  last: null,
  ...more,
});
const bid: BidRequest = { id: 'b1', lot: 'l1', kind: 'bid', amountMinor: 150, basedOnRev: 1, sentAt: 0 };
const reply = { id: 'b1', outcome: 'accepted', receivedAt: 1, decidedAt: 2 };

/** A house of the test's own: links that the test can cut, subjects that it answers or leaves unanswered. */
function stage() {
  const words: FeedWord[] = [];
  const links: {
    events: LinkEvents;
    subscribed: Map<string, (bytes: Uint8Array) => void>;
    isClosed: boolean;
    flush: () => Promise<void>;
  }[] = [];
  const asked: { subject: string; value: Record<string, unknown> }[] = [];
  let rev = 1;
  const answers = new Map<string, (value: Record<string, unknown>) => unknown>();
  answers.set(subjects.time('anna'), ({ t0 }) => ({ t0, t1: Number(t0) + 5000, t2: Number(t0) + 5000 }));
  answers.set(subjects.snapshot('s1', 'anna'), () => snapshotAt(rev));

  const openLink = async (_pass: () => Pass, _sign: unknown, events: LinkEvents): Promise<Link> => {
    const subscribed = new Map<string, (bytes: Uint8Array) => void>();
    const held = { events, subscribed, isClosed: false, flush: async () => {} };
    links.push(held);
    return {
      subscribe: (subject, hear) => void held.subscribed.set(subject, hear),
      request: (subject, bytes, timeoutMs) => {
        const value = JSON.parse(new TextDecoder().decode(bytes));
        asked.push({ subject, value });
        const answer = answers.get(subject);
        if (answer === undefined)
          return new Promise((_, reject) => setTimeout(() => reject(new LinkError('timeout')), timeoutMs));
        return Promise.resolve(encode(answer(value)));
      },
      flush: () => held.flush(),
      close: async () => {
        held.isClosed = true;
      },
    };
  };
  const session = createFeedSession({
    post: (word) => void words.push(word),
    openLink,
    monoMs: () => performance.now(),
    wallMs: () => Date.now(),
    later: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    soon: (run) => run(),
  });
  const say = (subject: string, message: unknown, link = links.at(-1)) =>
    link?.subscribed.get(subject)?.(encode(message));
  return {
    session,
    words,
    links,
    asked,
    answers,
    say,
    sayTick: (message: Tick, link = links.at(-1)) => say(subjects.tick('s1', '*'), message, link),
    setRev: (next: number) => {
      rev = next;
    },
    state: () => words.flatMap((word) => (word.type === 'connection' ? [word.connection.state] : [])).at(-1),
    of: <T extends FeedWord['type']>(type: T) =>
      words.filter((word): word is Extract<FeedWord, { type: T }> => word.type === type),
    asks: (subject: string) => asked.filter((ask) => ask.subject === subject),
  };
}

function snapshotAt(rev: number): Snapshot {
  return {
    seq: rev,
    at: rev,
    sale: {
      saleId: 's1',
      title: 'A sale',
      currency: 'USD',
      increments: { kind: 'ladder258' },
      policies: {
        tie: 'earliest',
        offLadder: 'keep',
        leaderRaise: 'hold',
        reserve: 'jump',
        extension: null,
        limit: 'none',
        void: 'recompute',
      },
      premium: [],
      lots: [{ lotId: 'l1', number: 1, title: 'One', format: 'live', hasReserve: false }],
    },
    held: null,
    registered: 1,
    ticks: [tick(rev)],
    standing: null,
  };
}

async function live() {
  const house = stage();
  house.session.take({ type: 'open', pass });
  house.session.take({ type: 'watch', sale: 's1' });
  await vi.advanceTimersByTimeAsync(10);
  expect(house.state()).toBe('live');
  return house;
}
const bidSubject = subjects.bid('s1', 'anna');
const receiptSubject = subjects.receipt('s1', 'anna');

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('what the connection is worth', () => {
  test('it is live only after a snapshot, and stale again from the moment the link goes', async () => {
    const { links, state, words } = await live();
    const order = words.map(({ type }) => type);
    expect(order.indexOf('snapshot')).toBeLessThan(order.lastIndexOf('connection'));
    links[0]?.events.onDown();
    expect(state()).toBe('reconnecting');
    links[0]?.events.onUp();
    expect(state()).toBe('stale');
    await vi.advanceTimersByTimeAsync(10);
    expect(state()).toBe('live');
  });

  test('the first attempt to come back is the first, not none', async () => {
    const { links, of } = await live();
    links[0]?.events.onDown();
    expect(of('connection').at(-1)?.connection).toMatchObject({ state: 'reconnecting', attempt: 1 });
    links[0]?.events.onAttempt();
    links[0]?.events.onAttempt();
    expect(of('connection').at(-1)?.connection).toMatchObject({ state: 'reconnecting', attempt: 2 });
  });

  test('all is old as soon as the system goes to sleep; if it then does not, a snapshot makes it live', async () => {
    const { session, state } = await live();
    session.take({ type: 'suspend' });
    expect(state()).toBe('stale');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(state()).toBe('stale');
    await vi.advanceTimersByTimeAsync(6_000);
    expect(state()).toBe('live');
  });

  test('when the sale goes on the ends of its lots have moved: a snapshot of the same revision is believed', async () => {
    const { say, answers, of } = await live();
    const moved = { ...snapshotAt(1), seq: 9, ticks: [tick(1, { closesAt: 9_000, openedAt: 7_000 })] };
    let asks = 0;
    answers.set(subjects.snapshot('s1', 'anna'), () => {
      asks += 1;
      // The first one was made before the house went on.
      return asks === 1 ? snapshotAt(1) : moved;
    });
    say(subjects.sale('s1'), { type: 'resumed', seq: 9, at: 1, graceMs: 0 });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asks).toBe(2);
    expect(of('snapshot').at(-1)?.snapshot.seq).toBe(9);
  });

  test('a snapshot of several pages is asked to its end, and is one to the desk', async () => {
    const { session, answers, links, of, asks, state } = await live();
    const page = (at: number): Snapshot => {
      const { sale, ...rest } = snapshotAt(at + 2);
      const lots = [{ lotId: `l${at}`, number: at, title: 'One', format: 'live' as const, hasReserve: true }];
      const more = { ticks: [tick(at + 2, { lot: `l${at}` })], reserves: { [`l${at}`]: at }, registered: at };
      return { ...rest, ...more, sale: { ...sale, lots }, ...(at < 2 ? { next: at + 1 } : {}) };
    };
    answers.set(subjects.snapshot('s1', 'anna'), ({ from = 0 }) => page(Number(from)));
    links[0]?.events.onDown();
    links[0]?.events.onUp();
    await vi.advanceTimersByTimeAsync(10);
    expect(state()).toBe('live');
    expect(asks(subjects.snapshot('s1', 'anna')).map(({ value }) => value)).toEqual([{}, {}, { from: 1 }, { from: 2 }]);
    const [, joined] = of('snapshot');
    expect(joined?.snapshot).toMatchObject({ seq: 2, registered: 2, reserves: { l0: 0, l1: 1, l2: 2 } });
    expect(joined?.snapshot.sale.lots.map(({ lotId }) => lotId)).toEqual(['l0', 'l1', 'l2']);
    expect(joined?.snapshot.ticks.map(({ lot }) => lot)).toEqual(['l0', 'l1', 'l2']);
    expect(joined?.snapshot).not.toHaveProperty('next');

    // A house whose pages lead nowhere is not asked for ever, and its part of a sale is not taken for the whole.
    answers.set(subjects.snapshot('s1', 'anna'), () => page(0));
    links[0]?.events.onDown();
    links[0]?.events.onUp();
    await vi.advanceTimersByTimeAsync(10);
    expect(state()).not.toBe('live');
    expect(of('snapshot')).toHaveLength(2);
    session.take({ type: 'close' });
  });

  test('silence is first shown, then taken for a half-open link, and another one is opened beside it', async () => {
    const { answers, links, state } = await live();
    answers.delete(subjects.time('anna'));
    await vi.advanceTimersByTimeAsync(DEGRADED_MS + 1_500);
    expect(state()).toBe('degraded');
    await vi.advanceTimersByTimeAsync(STALE_MS - DEGRADED_MS);
    expect(links.length).toBe(2);
    expect(state()).toBe('live');
  });

  test('a renewal stands before the old connection goes, and no word is told twice', async () => {
    const { session, links, sayTick, say, of, state } = await live();
    session.take({ type: 'renewed', pass: { ...pass, jwt: 'y' } });
    await vi.advanceTimersByTimeAsync(1);
    expect(links.map(({ isClosed }) => isClosed)).toEqual([false, false]);
    const outbid = { type: 'outbid', lot: 'l1', rev: 2, seq: 2, at: 2, priceMinor: 200, maxMinor: null };
    for (const link of links) {
      sayTick(tick(2), link);
      say(subjects.you('s1', 'anna'), outbid, link);
    }
    expect(of('notice')).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(links.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(state()).toBe('live');
    expect(of('snapshot')).toHaveLength(1);
  });

  test('a renewal hears the old connection out, and leaves one that no longer answers', async () => {
    const { session, links, sayTick, of } = await live();
    const [old] = links;
    if (old === undefined) throw new Error('no link');
    let flushed = () => {};
    old.flush = () => new Promise((resolve) => (flushed = resolve));
    session.take({ type: 'renewed', pass: { ...pass, jwt: 'y' } });
    await vi.advanceTimersByTimeAsync(2_500);
    expect(old.isClosed).toBe(false);
    session.take({ type: 'ready' });
    sayTick(tick(2), old);
    expect(of('lots').at(-1)?.lots[0]).toMatchObject({ tick: { rev: 2 } });
    flushed();
    await vi.advanceTimersByTimeAsync(1);
    expect(old.isClosed).toBe(true);

    const [, second] = links;
    if (second === undefined) throw new Error('no second link');
    second.flush = () => new Promise(() => {});
    session.take({ type: 'renewed', pass: { ...pass, jwt: 'z' } });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(links.map(({ isClosed }) => isClosed)).toEqual([true, true, false]);
  });
});

describe('holes', () => {
  test('a missing revision is posted as a hole at once, and a snapshot mends it', async () => {
    const { session, sayTick, setRev, of } = await live();
    session.take({ type: 'ready' });
    sayTick(tick(4));
    expect(of('lots').at(-1)?.lots[0]).toMatchObject({ hole: true, tick: { rev: 4 } });
    setRev(4);
    session.take({ type: 'ready' });
    await vi.advanceTimersByTimeAsync(200);
    expect(of('lots').at(-1)?.lots[0]).toMatchObject({ hole: false, tick: { rev: 4 } });
    expect(of('snapshot')).toHaveLength(2);
  });

  test('the loss of the last tick shows by the heartbeat', async () => {
    const { session, say, setRev, of } = await live();
    session.take({ type: 'ready' });
    setRev(3);
    say(subjects.head('s1'), { at: 9, seq: 3, revs: { l1: 3 }, log: { size: 3, root: '', signature: '', at: 9 } });
    await vi.advanceTimersByTimeAsync(160);
    expect(of('lots').at(-1)?.lots[0]).toMatchObject({ hole: true, tick: { rev: 1 } });
    session.take({ type: 'ready' });
    await vi.advanceTimersByTimeAsync(10);
    expect(of('lots').at(-1)?.lots[0]).toMatchObject({ hole: false, tick: { rev: 3 } });
  });

  test('a page that does not paint gets no second batch, and then the last value', async () => {
    const { session, sayTick, of } = await live();
    const before = of('lots').length;
    for (let rev = 2; rev <= 500; rev += 1) sayTick(tick(rev));
    expect(of('lots').length).toBe(before);
    session.take({ type: 'ready' });
    expect(of('lots').length).toBe(before + 1);
    expect(
      of('lots')
        .at(-1)
        ?.lots.map(({ tick: { rev } }) => rev),
    ).toEqual([500]);
  });

  test('what is not a tick is not folded', async () => {
    const { session, say, of } = await live();
    session.take({ type: 'ready' });
    const before = of('lots').length;
    say(subjects.tick('s1', '*'), { ...tick(2), priceMinor: '200' });
    say(subjects.tick('s1', '*'), { ...tick(2), status: 'melted' });
    expect(of('lots').length).toBe(before);
  });
});

describe('a bid', () => {
  test('is answered by the decision of the house', async () => {
    const { session, answers, of } = await live();
    answers.set(bidSubject, () => reply);
    session.take({ type: 'bid', request: bid });
    await vi.advanceTimersByTimeAsync(1);
    expect(of('decision').map(({ reply: { id, outcome } }) => [id, outcome])).toEqual([['b1', 'accepted']]);
  });

  test('is not sent at all when the desk is not live, now or later', async () => {
    const { session, links, asks, of } = await live();
    links[0]?.events.onDown();
    session.take({ type: 'bid', request: bid });
    expect(of('unsent')).toHaveLength(1);
    links[0]?.events.onUp();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(asks(bidSubject)).toHaveLength(0);
  });

  test('without an answer is unknown, and asked again with the same id on the same connection', async () => {
    const { session, answers, asks, of } = await live();
    session.take({ type: 'bid', request: bid });
    await vi.advanceTimersByTimeAsync(BID_ANSWER_MS_MAX + 1);
    expect(of('unanswered').map(({ id }) => id)).toEqual(['b1']);
    answers.set(bidSubject, () => ({ ...reply, duplicate: true }));
    await vi.advanceTimersByTimeAsync(BID_ANSWER_MS_MAX + 8_000);
    expect(of('decision')).toHaveLength(1);
    expect(new Set(asks(bidSubject).map(({ value }) => value.id))).toEqual(new Set(['b1']));
    expect(of('unreceived')).toHaveLength(0);
  });

  test('after a reconnect is asked for by its receipt only; nothing is sent by itself', async () => {
    const { session, links, answers, asks, of } = await live();
    session.take({ type: 'bid', request: bid });
    expect(asks(bidSubject)).toHaveLength(1);
    links[0]?.events.onDown();
    expect(of('unanswered')).toHaveLength(1);
    answers.set(bidSubject, () => reply);
    answers.set(receiptSubject, () => ({
      rostrum: 'receipt',
      id: 'b1',
      inLog: true,
      outcome: 'rejected',
      reason: 'below-ask',
      seq: 7,
      times: { receivedAt: 1, decidedAt: 2 },
    }));
    links[0]?.events.onUp();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asks(bidSubject)).toHaveLength(1);
    expect(of('decision').map(({ reply: { outcome, reason, seq } }) => [outcome, reason, seq])).toEqual([
      ['rejected', 'below-ask', 7],
    ]);
  });

  test('that the house does not know after a reconnect was never received; before that it stays unknown', async () => {
    const { session, links, answers, of } = await live();
    answers.set(receiptSubject, () => ({
      rostrum: 'receipt',
      id: 'b1',
      inLog: false,
      outcome: 'unknown',
      reason: null,
      times: { receivedAt: null, decidedAt: null },
    }));
    session.take({ type: 'bid', request: bid });
    await vi.advanceTimersByTimeAsync(12_000);
    expect(of('unreceived')).toHaveLength(0);
    links[0]?.events.onDown();
    links[0]?.events.onUp();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(of('unreceived').map(({ id }) => id)).toEqual(['b1']);
  });

  test('of a life before this one is resolved by its id and never sent', async () => {
    const { session, answers, asks, of } = await live();
    answers.set(receiptSubject, ({ id }) => ({
      rostrum: 'receipt',
      id,
      inLog: true,
      outcome: 'accepted',
      reason: null,
      seq: 3,
      times: { receivedAt: 1, decidedAt: 2 },
    }));
    session.take({ type: 'resolve', ids: ['old'] });
    await vi.advanceTimersByTimeAsync(1_500);
    expect(of('decision').map(({ reply: { id } }) => id)).toEqual(['old']);
    expect(asks(bidSubject)).toHaveLength(0);
  });
});
