import { expect, test } from 'vitest';
import type { Tick } from '../../protocol/wire.ts';
import { createOutbox, TRAIL_WAITING_MAX } from './outbox.ts';
import type { LotWord } from './words.ts';

const tick = (lot: string, rev: number): Tick => ({
  ...{ lot, rev, seq: rev, at: rev, status: 'open', priceMinor: rev, askMinor: rev + 1, leader: null },
  ...{ reserveMet: false, closesAt: null, bids: rev, last: null },
});

function stage() {
  const batches: (readonly LotWord[])[] = [];
  const due: (() => void)[] = [];
  const outbox = createOutbox(
    (word) => void (word.type === 'lots' && batches.push(word.lots)),
    (run) => due.push(run),
    () => 0,
  );
  return {
    outbox,
    batches,
    say: (lot: string, rev: number) => outbox.put({ tick: tick(lot, rev), whole: rev, known: rev, ahead: [] }, true),
    turn: () => due.splice(0).forEach((run) => void run()),
  };
}
const trails = (batch: readonly LotWord[] | undefined) =>
  batch?.map(({ tick: { lot, rev }, trail }) => [lot, rev, trail.map((step) => step.rev)]);

test('every lot crosses with its last word, and the steps of those that are looked at', () => {
  const { outbox, batches, say, turn } = stage();
  outbox.look(['l1']);
  for (const lot of ['l1', 'l2']) for (const rev of [1, 2, 3]) say(lot, rev);
  turn();
  expect(trails(batches[0])).toEqual([
    ['l1', 3, [1, 2, 3]],
    ['l2', 3, []],
  ]);
  outbox.look(['l2']);
  outbox.ready();
  for (const lot of ['l1', 'l2']) say(lot, 4);
  turn();
  expect(trails(batches[1])).toEqual([
    ['l1', 4, []],
    ['l2', 4, [4]],
  ]);
});

test('while the page has not painted, one entry a lot waits, and its steps are bounded', () => {
  const { outbox, batches, say, turn } = stage();
  outbox.look(['l1']);
  say('l1', 1);
  turn();
  for (let rev = 2; rev <= 2 * TRAIL_WAITING_MAX; rev += 1) {
    say('l1', rev);
    turn();
  }
  expect(batches).toHaveLength(1);
  outbox.ready();
  turn();
  expect(batches[1]?.map((word) => [word.tick.rev, word.trail.length, word.trail.at(-1)?.rev])).toEqual([
    [2 * TRAIL_WAITING_MAX, TRAIL_WAITING_MAX, 2 * TRAIL_WAITING_MAX],
  ]);
});
