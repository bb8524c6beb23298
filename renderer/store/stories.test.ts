/** A desk that sits down late, or whose ticks were folded, has the lot's whole story; it asks no more than it needs. */
import { expect, test } from 'vitest';
import type { HistoryReply, LotStep, Snapshot } from '../../protocol/wire.ts';
import { createLotBook } from './lots.ts';
import { createStories, STORY_AGAIN_MS } from './stories.ts';

const step = (rev: number): LotStep => ({
  ...{ rev, seq: rev, at: rev, status: 'open', priceMinor: rev * 100, askMinor: rev * 100 + 100, leader: '7' },
  ...{ bids: rev, last: { kind: 'bid', channel: 'online', amountMinor: rev * 100, bidder: '7' } },
});
const snapshot = (saleId: string): Snapshot => {
  const lots = [{ lotId: 'l1', number: 1, title: 'A clock', format: 'live', hasReserve: false }];
  return { seq: 1, at: 1, sale: { saleId, lots }, ticks: [] } as unknown as Snapshot;
};

/** A page whose house has told `told` revisions; `answer` lets the oldest question be answered. */
function desk(told: number) {
  let nowMs = 0;
  const lots = createLotBook(() => nowMs);
  lots.seat(snapshot('s1'));
  const house = { isBusy: false, steps: Array.from({ length: told }, (_, i) => step(i + 1)) };
  const asked: unknown[] = [];
  const looked: (readonly string[])[] = [];
  const waiting: (() => void)[] = [];
  const timers: { readonly at: number; readonly run: () => void }[] = [];
  const stories = createStories({
    lots,
    nowMs: () => nowMs,
    later: (run, ms) => timers.push({ at: nowMs + ms, run }),
    onLook: (now) => looked.push(now),
    ask(payload) {
      asked.push(payload);
      const { before = Number.POSITIVE_INFINITY } = payload as { before?: number };
      const below = house.steps.filter(({ rev }) => rev < before);
      const steps = below.slice(-100);
      const reply: HistoryReply = {
        ...{ lot: 'l1', seq: 1, steps, before: below.length > 100 ? (steps[0]?.rev ?? null) : null },
      };
      const refusal = { outcome: 'refused', reason: 'rate-limited', retryMs: 50 };
      return new Promise((resolve) => waiting.push(() => resolve(house.isBusy ? refusal : reply)));
    },
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    stories,
    house,
    lots,
    asked,
    looked,
    say(rev: number) {
      if (rev > house.steps.length) house.steps = Array.from({ length: rev }, (_, i) => house.steps[i] ?? step(i + 1));
      const { bids, ...rest } = step(rev);
      const tick = { ...rest, bids, lot: 'l1', reserveMet: true, closesAt: null };
      lots.commit([{ tick, hole: false, trail: [step(rev)] }]);
    },
    async answer() {
      while (waiting.length > 0) {
        waiting.shift()?.();
        await settle();
      }
    },
    async pass(ms: number) {
      nowMs += ms;
      for (const timer of timers.splice(0)) if (timer.at <= nowMs) timer.run();
      await settle();
    },
    revs: () =>
      lots
        .get('l1')
        ?.getState()
        .trail.map(({ rev }) => rev),
  };
}
const upTo = (rev: number) => Array.from({ length: rev }, (_, i) => i + 1);

test('the story so far is read page by page, while ticks come on', async () => {
  const { stories, say, answer, revs, asked } = desk(250);
  say(250);
  stories.look('l1');
  say(251);
  await answer();
  expect(revs()).toEqual(upTo(251));
  expect(asked).toEqual([{ history: 'l1' }, { history: 'l1', before: 151 }, { history: 'l1', before: 51 }]);
  for (let rev = 252; rev < 300; rev += 1) say(rev);
  expect(asked).toHaveLength(3);
});

test('what was folded is asked for, not more often than every few seconds, and no further back than the gap', async () => {
  const { stories, say, answer, revs, asked, pass } = desk(1);
  say(1);
  stories.look('l1');
  expect(asked).toEqual([]);
  say(4);
  await answer();
  expect(revs()).toEqual(upTo(4));
  say(9);
  say(12);
  expect(asked).toHaveLength(1);
  await pass(STORY_AGAIN_MS);
  await answer();
  expect(revs()).toEqual(upTo(12));
  expect(asked).toHaveLength(2);
});

test('a lot that nobody looks at is not asked about; one of another sale keeps nothing of this one', async () => {
  const { stories, say, answer, asked, lots, revs, pass } = desk(5);
  say(5);
  const off = stories.look('l1');
  await answer();
  off();
  say(9);
  await pass(STORY_AGAIN_MS);
  expect(asked).toHaveLength(1);
  lots.seat(snapshot('s1'));
  expect(revs()).toEqual([...upTo(5), 9]);
  lots.seat(snapshot('s2'));
  expect(revs()).toEqual([]);
});

test('the feed is told which lots are looked at when the first looks and when the last is gone', () => {
  const { stories, looked } = desk(0);
  const [off, offToo] = [stories.look('l1'), stories.look('l1')];
  off();
  expect(looked).toEqual([['l1']]);
  offToo();
  expect(looked).toEqual([['l1'], []]);
});

test('whoever turns to a lot again does not wait for what came meanwhile', async () => {
  const { stories, say, answer, asked, revs } = desk(5);
  say(5);
  const off = stories.look('l1');
  await answer();
  off();
  say(9);
  stories.look('l1');
  await answer();
  expect(asked).toHaveLength(2);
  expect(revs()).toEqual(upTo(9));
});

test('a refusal, as by a hand that runs through the catalogue, is no end of the story: it is asked for again', async () => {
  const { stories, house, say, answer, asked, pass, revs } = desk(5);
  house.isBusy = true;
  say(5);
  stories.look('l1');
  await answer();
  expect(revs()).toEqual([5]);
  house.isBusy = false;
  await pass(STORY_AGAIN_MS);
  await answer();
  expect(asked).toHaveLength(2);
  expect(revs()).toEqual(upTo(5));
});
