import { expect, test } from 'vitest';
import type { Tick } from '../protocol/wire.ts';
import type { LotWord } from './feed/words.ts';
import { createFrame, FLOOD_LOTS, FLOOD_OVER_MS, FLOOD_REST_MS, FLOODS_ON_END, TRAIL_WAITING_MAX } from './frame.ts';

const word = (lot: string, rev: number): LotWord => {
  const tick: Tick = {
    lot,
    rev,
    seq: rev,
    at: rev,
    status: 'open',
    priceMinor: rev,
    askMinor: rev + 1,
    leader: null,
    reserveMet: false,
    closesAt: null,
    bids: rev,
    last: null,
  };
  return { tick, hole: false, trail: [tick] };
};

function stage() {
  const commits: (readonly LotWord[])[] = [];
  const told: string[] = [];
  const frames: (() => void)[] = [];
  let painted = 0;
  const timers = new Map<() => void, number>();
  const schedule = { request: (run: () => void) => frames.push(run), cancel: () => void frames.splice(0) };
  const later = (run: () => void, ms: number) => {
    timers.set(run, ms);
    return () => void timers.delete(run);
  };
  const frame = createFrame(
    (lots) => {
      commits.push(lots);
      told.push('commit');
    },
    () => {
      painted += 1;
    },
    (isOn) => told.push(isOn ? 'flood' : 'over'),
    schedule,
    later,
  );
  /** The timer of so many milliseconds runs out. */
  const pass = (ms: number) => {
    const [run] = [...timers].find(([, of]) => of === ms) ?? [];
    if (run === undefined) throw new Error(`no timer of ${ms} ms`);
    timers.delete(run);
    run();
  };
  return { frame, commits, told, frames, timers, pass, painted: () => painted };
}

test('many batches are one commit a frame: the last value a lot, every step of it in order', () => {
  const { frame, commits, frames, painted } = stage();
  frame.take([word('a', 1), word('b', 1)]);
  frame.take([word('a', 2)]);
  frame.take([word('a', 3)]);
  expect(commits).toHaveLength(0);
  expect(frames).toHaveLength(1);
  frames[0]?.();
  expect(commits).toHaveLength(1);
  expect(commits[0]?.map(({ tick }) => [tick.lot, tick.rev])).toEqual([
    ['a', 3],
    ['b', 1],
  ]);
  expect(commits[0]?.[0]?.trail.map(({ rev }) => rev)).toEqual([1, 2, 3]);
  expect(painted()).toBe(1);
});

test('the next frame is asked for by the next batch only', () => {
  const { frame, commits, frames } = stage();
  frame.take([word('a', 1)]);
  frames.shift()?.();
  expect(frames).toHaveLength(0);
  frame.take([word('a', 2)]);
  frames.shift()?.();
  expect(commits.map((lots) => lots[0]?.tick.rev)).toEqual([1, 2]);
});

test('a page without frames keeps a bounded number of steps', () => {
  const { frame, commits, frames } = stage();
  for (let rev = 1; rev <= 2 * TRAIL_WAITING_MAX; rev += 1) frame.take([word('a', rev)]);
  frames[0]?.();
  expect(commits[0]?.[0]?.trail).toHaveLength(TRAIL_WAITING_MAX);
  expect(commits[0]?.[0]?.trail.at(-1)?.rev).toBe(2 * TRAIL_WAITING_MAX);
});

test('what was stopped commits nothing', () => {
  const { frame, commits, frames } = stage();
  frame.take([word('a', 1)]);
  frame.stop();
  for (const run of frames) run();
  expect(commits).toHaveLength(0);
});

const flood = (rev: number) => Array.from({ length: FLOOD_LOTS }, (_, index) => word(`l${index}`, rev));

test('after a flood the feed is called again only when the rest is over, without a frame, and a stop calls it at once', () => {
  const { frame, frames, timers, pass, painted } = stage();
  frame.take(flood(1));
  frames.shift()?.();
  expect([painted(), frames.length, [...timers.values()].sort((a, b) => a - b)]).toEqual([
    0,
    0,
    [FLOOD_REST_MS, FLOOD_OVER_MS],
  ]);
  pass(FLOOD_REST_MS);
  expect(painted()).toBe(1);
  frame.take(flood(2));
  frames.shift()?.();
  expect(painted()).toBe(1);
  frame.stop();
  expect([painted(), timers.size]).toEqual([2, 0]);
});

test('a flood goes on with the third on end, before it is committed, and is over when none comes; the word that a page starts with is none', () => {
  const { frame, frames, told, timers, pass } = stage();
  const take = (lots: readonly LotWord[]) => {
    frame.take(lots);
    frames.shift()?.();
    if ([...timers.values()].includes(FLOOD_REST_MS)) pass(FLOOD_REST_MS);
  };
  take(flood(1));
  pass(FLOOD_OVER_MS);
  expect(told.splice(0)).toEqual(['commit']);
  for (let rev = 2; rev <= 1 + FLOODS_ON_END; rev += 1) take(flood(rev));
  expect(told.splice(0)).toEqual(['commit', 'commit', 'flood', 'commit']);
  // A smaller batch between does not end it.
  take([word('l1', 9)]);
  take(flood(10));
  expect([told.splice(0), [...timers.values()]]).toEqual([['commit', 'commit'], [FLOOD_OVER_MS]]);
  pass(FLOOD_OVER_MS);
  expect(told.splice(0)).toEqual(['over']);
  for (let rev = 11; rev < 11 + FLOODS_ON_END; rev += 1) take(flood(rev));
  told.splice(0);
  frame.stop();
  expect([told, timers.size]).toEqual([['over'], 0]);
});
