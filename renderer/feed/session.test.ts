/** What the feed says of its connection: never live before it is, never a loss that is none, and no word twice. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { subjects } from '../../protocol/subjects.ts';
import { tick } from '../sale.fixture.ts';
import { whyNoBids } from '../store/link.ts';
import { DEGRADED_MS, STALE_MS } from './pulse.ts';
import { live, pass, snapshotAt, stage } from './session.fixture.ts';

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

  test('the house’s clock is asked for as soon as a connection stands, and not only with the next beat', async () => {
    const { links, of } = await live();
    expect(of('pulse').at(-1)?.pulse.clock.offsetMs).toBeCloseTo(5_000, 0);
    const before = of('pulse').length;
    links[0]?.events.onDown();
    links[0]?.events.onUp();
    await vi.advanceTimersByTimeAsync(1);
    expect(of('pulse')).toHaveLength(before + 1);
  });

  test('without a connection the last word of the house grows older in sight', async () => {
    const { links, of } = await live();
    links[0]?.events.onDown();
    await vi.advanceTimersByTimeAsync(7_500);
    const { pulse } = of('pulse').at(-1) ?? {};
    expect(pulse?.silentMs).toBeGreaterThanOrEqual(6_500);
    expect(pulse).toMatchObject({ roundTripMs: null, clock: { offsetMs: 5_000 } });
  });

  test('a house that does not answer behind a bus that stands is no catching up; one that cannot be read says so', async () => {
    const { answers, links, of, state } = await live();
    const why = () => of('connection').at(-1)?.connection;
    const [time, snapshot] = [subjects.time('anna'), subjects.snapshot('s1', 'anna')];
    answers.set(time, () => ({}));
    answers.set(snapshot, () => ({ version: 2 }));
    links[0]?.events.onDown();
    links[0]?.events.onUp();
    await vi.advanceTimersByTimeAsync(500);
    expect(why()).toEqual({ state: 'stale', why: 'unreadable' });
    answers.delete(time);
    answers.delete(snapshot);
    await vi.advanceTimersByTimeAsync(DEGRADED_MS + 1_500);
    expect(why()).toEqual({ state: 'stale', why: 'silence' });
    // That a new connection stands is no word of the house.
    links[0]?.events.onDown();
    links[0]?.events.onUp();
    await vi.advanceTimersByTimeAsync(2_100);
    expect(of('pulse').at(-1)?.pulse.silentMs).toBeGreaterThan(DEGRADED_MS + 3_000);
    answers.set(time, ({ t0 }) => ({ t0, t1: Number(t0), t2: Number(t0) }));
    answers.set(snapshot, () => snapshotAt(1));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(state()).toBe('live');
  });

  test('a line that stays shut behind a door that answers is no mere connecting, until it opens', async () => {
    const { line, links, of, session, state } = stage();
    let open = () => {};
    line.opens = new Promise((resolve) => {
      open = resolve;
    });
    session.take({ type: 'open', pass });
    session.take({ type: 'watch', sale: 's1' });
    const said = () => of('connection').at(-1)?.connection;
    for (const isShut of [false, false, true]) {
      links[0]?.events.onAttempt();
      expect(said()).toEqual({ state: 'connecting', isShut });
    }
    expect(whyNoBids({ state: 'connecting', isShut: true })).toMatch(/stays shut: see Connection/);
    open();
    await vi.advanceTimersByTimeAsync(1);
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

  test('another sale is no loss: it is said as a move, and what the sale before still says counts no more', async () => {
    const { session, links, say, sayTick, answers, of, asks, state } = await live();
    const [old] = links;
    old?.events.onUp();
    let flushed = () => {};
    if (old !== undefined) old.flush = () => new Promise((resolve) => (flushed = resolve));
    const other = { ...snapshotAt(7), sale: { ...snapshotAt(7).sale, saleId: 's2' }, ticks: [tick(7)] };
    answers.set(subjects.snapshot('s2', 'anna'), () => other);
    session.take({ type: 'watch', sale: 's2' });
    expect(of('connection').at(-1)?.connection).toEqual({ state: 'stale', why: 'sale' });
    await vi.advanceTimersByTimeAsync(10);
    expect(state()).toBe('live');
    session.take({ type: 'ready' });
    const before = of('lots').length;
    const head = { at: 9, seq: 3, revs: { l1: 99, l9: 4 }, log: { size: 3, root: '', signature: '', at: 9 } };
    sayTick(tick(50), old);
    say(subjects.head('s1'), head, old);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(of('lots')).toHaveLength(before);
    expect(of('head')).toHaveLength(0);
    expect(asks(subjects.snapshot('s2', 'anna'))).toHaveLength(1);
    flushed();
  });
});
