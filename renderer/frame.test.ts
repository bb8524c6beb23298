import { expect, test } from 'vitest';
import type { Tick } from '../protocol/wire.ts';
import type { LotWord } from './feed-words.ts';
import { createFrame, FLOOD_LOTS, FLOOD_REST, TRAIL_WAITING_MAX } from './frame.ts';

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
  const frames: (() => void)[] = [];
  let painted = 0;
  const schedule = { request: (run: () => void) => frames.push(run), cancel: () => void frames.splice(0) };
  const frame = createFrame(
    (lots) => commits.push(lots),
    () => {
      painted += 1;
    },
    schedule,
  );
  return { frame, commits, frames, painted: () => painted };
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

test('after a flood the feed is called again only some frames later, and a stop calls it at once', () => {
  const { frame, frames, painted } = stage();
  const flood = Array.from({ length: FLOOD_LOTS }, (_, index) => word(`l${index}`, 1));
  frame.take(flood);
  frames.shift()?.();
  for (let rested = 0; rested < FLOOD_REST; rested += 1) {
    expect(painted()).toBe(0);
    frames.shift()?.();
  }
  expect(painted()).toBe(1);
  expect(frames).toHaveLength(0);
  frame.take(flood);
  frames.shift()?.();
  expect(painted()).toBe(1);
  frame.stop();
  expect(painted()).toBe(2);
});
