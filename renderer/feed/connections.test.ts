import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createConnections } from './connections.ts';
import type { Link } from './link.ts';
import { pass as anna } from './session.fixture.ts';
import type { FeedWord, Pass } from './words.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Connections that open when the test lets them, or not at all. */
function owner() {
  const words: FeedWord[] = [];
  const opening: { resolve: (link: Link) => void; reject: (cause: Error) => void }[] = [];
  let pass: Pass | null = anna;
  let ups = 0;
  const connections = createConnections({
    post: (word) => void words.push(word),
    later: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    monoMs: () => performance.now(),
    openLink: () => new Promise((resolve, reject) => void opening.push({ resolve, reject })),
    sign: async () => '',
    pass: () => pass,
    hear: () => undefined,
    isSynced: () => true,
    onUp: () => {
      ups += 1;
    },
    onDown: () => undefined,
    onAttempt: () => undefined,
    onDenied: () => undefined,
  });
  const fail = async () => {
    opening.at(-1)?.reject(new Error('no way'));
    await vi.advanceTimersByTimeAsync(0);
  };
  const link = () => {
    const close = vi.fn(async () => undefined);
    const made: Link = {
      subscribe: () => undefined,
      request: () => new Promise(() => undefined),
      flush: async () => undefined,
      close,
    };
    return { made, close };
  };
  return { connections, words, opening, fail, link, ups: () => ups, signOut: () => (pass = null) };
}

test('what cannot be opened is opened again after a while, but not a renewal, and not for whoever left', async () => {
  const { connections, words, opening, fail, signOut } = owner();
  void connections.open('first');
  await fail();
  expect(words).toMatchObject([{ type: 'fault', code: 'FEED_OPEN' }]);
  await vi.advanceTimersByTimeAsync(2_900);
  expect(opening).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(opening).toHaveLength(2);
  void connections.open('renewal');
  await fail();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(opening).toHaveLength(3);
  void connections.open('again');
  await fail();
  signOut();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(opening).toHaveLength(4);
});

test('one that opens too late, after another was asked for or the person left, is closed and never used', async () => {
  const { connections, opening, link, ups, signOut } = owner();
  const [late, last, gone] = [link(), link(), link()];
  void connections.open('first');
  void connections.open('again');
  opening[1]?.resolve(last.made);
  opening[0]?.resolve(late.made);
  await vi.advanceTimersByTimeAsync(0);
  expect([late.close.mock.calls.length, last.close.mock.calls.length, ups()]).toEqual([1, 0, 1]);
  expect(connections.link()).toBe(last.made);
  void connections.open('again');
  signOut();
  opening[2]?.resolve(gone.made);
  await vi.advanceTimersByTimeAsync(0);
  expect([gone.close.mock.calls.length, ups()]).toEqual([1, 1]);
});
