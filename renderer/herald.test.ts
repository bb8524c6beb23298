/** What cannot wait is shouted once, and taken back when it is no longer so. */
import { expect, test } from 'vitest';
import type { Tick } from '../protocol/wire.ts';
import { testDesk } from './desk.fixture.ts';
import type { Connection } from './feed/words.ts';
import { createHerald } from './herald.ts';
import { sale, tick } from './sale.fixture.ts';
import { createLink } from './store/link.ts';
import { createSpeaker } from './store/voice.ts';

/** The herald hears before the store is changed, as in the desk. */
function desk(isAway = false, focus: string | null = 'l1') {
  const link = createLink();
  let nowMs = 0;
  const voice = createSpeaker(
    () => nowMs,
    () => undefined,
  );
  const heard: string[] = [];
  const prefs = { muted: false, volume: 0.4, notify: true };
  const herald = createHerald({
    link,
    voice,
    prefs: { getState: () => prefs },
    sale: { getState: () => ({ saleId: 's1', focus, order: ['l0', 'l1'] }) },
    sounds: { play: (tone: string, volume: number) => heard.push(`${tone} ${volume}`) },
    bridge: { notify: async (...words: string[]) => heard.push(words.join(', ')) },
    isAway: () => isAway,
  } as unknown as Parameters<typeof createHerald>[0]);
  return {
    turn(connection: Connection) {
      nowMs += 10_000;
      herald({ type: 'connection', connection });
      link.setState({ connection });
    },
    shouted: () => voice.store.getState().assertive.text,
    said: () => voice.store.getState().polite,
    heard,
    prefs,
  };
}
const live: Connection = { state: 'live' };
const lost: Connection = { state: 'reconnecting', attempt: 1, sinceMs: 0 };
const moving: Connection = { state: 'stale', why: 'sale' };

test('a lost connection is shouted, and taken back when it is there again', () => {
  const { turn, shouted, said } = desk();
  turn(live);
  turn(lost);
  expect(shouted()).toBe('Connection lost. Bidding is off.');
  turn({ state: 'stale', why: 'snapshot' });
  expect(shouted()).toBe('Connection lost. Bidding is off.');
  turn(live);
  expect([shouted(), said()]).toEqual(['', 'Connected. Bidding is on.']);
});

test('a lost connection sounds once a loss, as loud as the settings say', () => {
  const { turn, heard, prefs } = desk();
  turn({ state: 'connecting', isShut: false });
  turn(live);
  turn({ state: 'degraded' });
  expect(heard).toEqual([]);
  turn(lost);
  turn({ state: 'reconnecting', attempt: 2, sinceMs: 0 });
  turn({ state: 'stale', why: 'snapshot' });
  turn(lost);
  turn(live);
  expect(heard).toEqual(['lost 0.4']);
  turn({ state: 'stale', why: 'silence' });
  turn(lost);
  expect(heard).toEqual(['lost 0.4', 'lost 0.4']);
  turn(live);
  prefs.muted = true;
  turn(lost);
  expect(heard).toHaveLength(2);
});

test('who looks elsewhere is called by the system too, unless he will not be', () => {
  const { turn, heard, prefs } = desk(true);
  prefs.muted = true;
  turn(live);
  turn(lost);
  expect(heard).toEqual(['Connection lost, Bidding is off until it is back., s1, l1']);
  turn(live);
  prefs.notify = false;
  turn(lost);
  expect(heard).toHaveLength(1);
});

test('who looks at no lot is called too', () => {
  const { turn, heard } = desk(true, null);
  turn(live);
  turn(lost);
  expect(heard).toContain('Connection lost, Bidding is off until it is back., s1, l0');
});

test('neither a sign-out nor a machine that falls asleep sounds like a loss', () => {
  const { turn, heard, shouted } = desk();
  turn(live);
  turn({ state: 'stale', why: 'resume' });
  turn(lost);
  turn(live);
  turn({ state: 'offline', why: 'signed-out' });
  expect([heard, shouted()]).toEqual([[], '']);
});

test('to move to another sale is no loss, and no return', () => {
  const { turn, shouted, said } = desk();
  turn(live);
  const before = said();
  turn(moving);
  expect(shouted()).toBe('');
  turn(live);
  expect([shouted(), said()]).toEqual(['', before]);
  // A connection that goes while one moves has gone all the same.
  turn(moving);
  turn(lost);
  turn(live);
  expect(said()).toBe('Connected. Bidding is on.');
});

test('a lot is heard in the words of the field, each turn before a price that did not move, and one that is over without a next ask', () => {
  const { desk, hear, pass } = testDesk({ onOrder: () => undefined, newId: () => 'none' });
  const said = () => desk.voice.store.getState().polite;
  hear({ type: 'connection', connection: { state: 'live' } });
  hear({
    type: 'snapshot',
    snapshot: { ...{ seq: 1, at: 1, sale, held: null, registered: 1, ticks: [], standing: null } },
  });
  const turn = (now: Tick, before: Tick['status'] = 'open') => {
    pass(10_000);
    if (now.status !== before) hear({ type: 'turn', tick: now, before });
    const turned = said();
    pass(10_000);
    hear({ type: 'lots', lots: [{ tick: now, hole: false, trail: [now] }], arrivedAtMs: 0 });
    return [turned, said()];
  };
  const price = { priceMinor: 30_000, askMinor: 32_000 };
  expect(turn(tick(1, price))[1]).toBe('$300, next $320');
  const warned = 'lot 1, One: fair warning, $300';
  expect(turn(tick(2, { ...price, status: 'warned' }))).toEqual([warned, warned]);
  expect(turn(tick(3, { priceMinor: 32_000, askMinor: null }))[1]).toBe('$320');
  const sold = 'lot 1, One: sold for $340';
  expect(turn(tick(4, { priceMinor: 34_000, askMinor: null, status: 'sold' }))).toEqual([sold, sold]);
  const over = { priceMinor: null, askMinor: null } as const;
  expect(turn(tick(5, { ...over, status: 'passed' }))[0]).toBe('lot 1, One: passed');
});
