/** What cannot wait is shouted once, and taken back when it is no longer so. */
import { expect, test } from 'vitest';
import type { Connection } from './feed/words.ts';
import { createHerald } from './herald.ts';
import { createLink } from './store/link.ts';
import { createSpeaker } from './store/voice.ts';

/** The herald hears before the store is changed, as in the desk. */
function desk() {
  const link = createLink();
  let nowMs = 0;
  const voice = createSpeaker(
    () => nowMs,
    () => undefined,
  );
  const herald = createHerald({ link, voice } as unknown as Parameters<typeof createHerald>[0]);
  return {
    turn(connection: Connection) {
      nowMs += 10_000;
      herald({ type: 'connection', connection });
      link.setState({ connection });
    },
    shouted: () => voice.store.getState().assertive.text,
    said: () => voice.store.getState().polite,
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
