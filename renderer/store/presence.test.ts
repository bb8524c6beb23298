import { expect, test } from 'vitest';
import type { PresenceReply } from '../../protocol/wire.ts';
import { testDesk } from '../desk.fixture.ts';
import type { FeedOrder, FeedWord } from '../feed/words.ts';
import { sale, tick } from '../sale.fixture.ts';
import { createPresence, PRESENCE_EVERY_MS, presenceOf } from './presence.ts';

const page = (more: Partial<PresenceReply> = {}): PresenceReply => ({
  known: true,
  here: ['anna'],
  away: [['ben', 7]],
  ...more,
});

test('pages are one list; what says the same is the same, so that nothing is drawn anew', () => {
  const first = presenceOf([page(), page({ here: ['carl'], away: [['dora', null]] })], null);
  expect([...(first ?? [])]).toEqual([
    ['anna', 'here'],
    ['ben', 7],
    ['carl', 'here'],
    ['dora', null],
  ]);
  const same = presenceOf(
    [
      page({
        here: ['anna', 'carl'],
        away: [
          ['dora', null],
          ['ben', 7],
        ],
      }),
    ],
    first,
  );
  expect(same).toBe(first);
  expect(
    presenceOf(
      [
        page({
          here: ['anna', 'carl'],
          away: [
            ['dora', null],
            ['ben', 8],
          ],
        }),
      ],
      first,
    ),
  ).not.toBe(first);
  expect(presenceOf([page()], first)?.size).toBe(2);
});

test('nothing is known where the house cannot tell, in any page, or said nothing', () => {
  const known = presenceOf([page()], null);
  expect(presenceOf([page(), { known: false, here: [], away: [] }], known)).toBeNull();
  expect(presenceOf([], known)).toBeNull();
});

type Ask = Extract<FeedOrder, { type: 'ask' }>;

function sit() {
  const asks: Ask[] = [];
  const laters: { run: () => void; ms: number }[] = [];
  const { desk, hear } = testDesk({ newId: () => 'b1', onOrder: (order) => order.type === 'ask' && asks.push(order) });
  hear({
    type: 'snapshot',
    snapshot: { seq: 1, at: 1, sale, held: null, registered: 0, ticks: [tick(1)], standing: null },
  } as FeedWord);
  const { store, watch } = createPresence(desk, (run, ms) => laters.push({ run, ms }));
  /** To the oldest question that waits; undefined is silence. */
  const answer = async (value?: unknown) => {
    const ask = asks.shift();
    if (ask === undefined) throw new Error('nothing was asked');
    const ok = value !== undefined;
    hear({
      type: 'answer',
      ticket: ask.ticket,
      ok,
      value: value ?? null,
      error: ok ? null : 'The house did not answer.',
    });
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    return ask.payload;
  };
  return { store, watch, asks, laters, answer };
}

test('it is asked page by page, then again after a while, one question at a time', async () => {
  const { store, watch, asks, laters, answer } = sit();
  watch();
  expect(await answer(page({ next: 1_200 }))).toEqual({ presence: {} });
  expect(store.getState().desks).toBeNull();
  expect(await answer(page({ here: ['carl'], away: [] }))).toEqual({ presence: { from: 1_200 } });
  expect(store.getState().desks?.get('carl')).toBe('here');
  expect([asks.length, laters.map(({ ms }) => ms)]).toEqual([0, [PRESENCE_EVERY_MS]]);
  laters.shift()?.run();
  expect(asks).toHaveLength(1);
});

test.each([
  ['silence', undefined],
  ['a refusal', { outcome: 'refused', reason: 'rate-limited' }],
])('after %s nothing is known, and it is asked again', async (_what, reply) => {
  const { store, watch, laters, answer } = sit();
  watch();
  await answer(page());
  laters.shift()?.run();
  await answer(reply);
  expect(store.getState().desks).toBeNull();
  laters.shift()?.run();
  await answer(page());
  expect(store.getState().desks?.get('anna')).toBe('here');
});

test('a house that knows no such question is asked it once', async () => {
  const { store, watch, laters, answer } = sit();
  watch();
  await answer({ seq: 1, ticks: [] });
  expect([store.getState().desks, laters]).toEqual([null, []]);
});

test('whoever stops looking forgets, and an answer that was on its way is none', async () => {
  const { store, watch, laters, answer, asks } = sit();
  const stop = watch();
  await answer(page());
  laters[0]?.run();
  stop();
  expect(store.getState().desks).toBeNull();
  await answer(page());
  expect(store.getState().desks).toBeNull();
  expect([asks.length, laters.length]).toEqual([0, 1]);
});
