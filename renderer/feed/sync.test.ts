/** Catching up: holes are shown at once and mended by a snapshot, of this connection and of all that the house has said. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { subjects } from '../../protocol/subjects.ts';
import type { Snapshot } from '../../protocol/wire.ts';
import { tick } from '../sale.fixture.ts';
import { live, snapshotAt } from './session.fixture.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a snapshot', () => {
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

  test('a snapshot that was asked for on the connection before is not waited for', async () => {
    const { links, answers, state } = await live();
    answers.delete(subjects.snapshot('s1', 'anna'));
    links[0]?.events.onDown();
    links[0]?.events.onUp();
    await vi.advanceTimersByTimeAsync(100);
    expect(state()).toBe('stale');
    answers.set(subjects.snapshot('s1', 'anna'), () => snapshotAt(1));
    links[0]?.events.onDown();
    links[0]?.events.onUp();
    await vi.advanceTimersByTimeAsync(10);
    expect(state()).toBe('live');
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
