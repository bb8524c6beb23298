/** A lot's story and the next asks over the bus: whoever sits down late hears all that was told, and nobody's maximum. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { subjects } from '../../protocol/subjects.ts';
import type { AsksReply, HistoryReply, LotStep, Tick } from '../../protocol/wire.ts';
import { liveLot, smallSale } from '../stage/sales.ts';
import { type Desk, openStage, type Stage } from '../stage/stage.ts';

const FAST = { perSecond: 1_000, burst: 1_000 };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({
    port: 4455,
    sales: [smallSale('s1', [liveLot('l1', 1)])],
    limits: { bidder: FAST, bidderLot: FAST },
  });
  await stage.addPerson('carl', 'clerk', ['s1']);
  for (const id of ['anna', 'ben', 'late']) {
    await stage.addPerson(id);
    await stage.register('s1', id);
  }
});
afterAll(() => stage?.close());

async function ask<T>(desk: Desk, body: unknown): Promise<T> {
  return JSON.parse((await desk.line.request(subjects.snapshot('s1', desk.id), body)).text) as T;
}

function stepOf({ rev, seq, at, status, priceMinor, askMinor, leader, bids, last }: Tick): LotStep {
  return { rev, seq, at, status, priceMinor, askMinor, leader, bids, last };
}

test('who comes late, and who comes after a restart, gets the whole story, page by page, without a maximum', async () => {
  const [carl, anna, ben] = [await stage.desk('carl'), await stage.desk('anna'), await stage.desk('ben')];
  const ticks: Tick[] = [];
  anna.line.subscribe(subjects.tick('s1', '*'), ({ text }) => void ticks.push(JSON.parse(text)));
  await anna.line.settle();
  await carl.order('s1', { type: 'OpenLot', lot: 'l1' });
  await anna.bid('s1', { id: 'm', lot: 'l1', kind: 'max', amountMinor: 987_600 });
  let amountMinor = (await ben.snapshot('s1')).ticks[0]?.askMinor ?? 0;
  // Longer than a page.
  for (let i = 0; i < 120; i += 1)
    amountMinor = (await ben.bid('s1', { id: `b${i}`, lot: 'l1', amountMinor })).askMinor ?? 0;
  await anna.line.settle();

  const readAll = async (desk: Desk): Promise<readonly LotStep[]> => {
    const steps: LotStep[] = [];
    for (let before: number | null | undefined; before !== null; ) {
      const page: HistoryReply = await ask(desk, { history: 'l1', ...(before === undefined ? {} : { before }) });
      steps.unshift(...page.steps);
      before = page.before;
    }
    return steps;
  };
  const late = await stage.desk('late');
  const story = await readAll(late);
  expect(story.map(({ rev }) => rev)).toEqual(story.map((_, i) => i + 1));
  for (const tick of ticks) expect(story[tick.rev - 1]).toEqual(stepOf(tick));
  expect(story.at(-1)).toMatchObject({ bids: 121, last: { bidder: '2' } });
  expect(JSON.stringify(story)).not.toContain('987600');
  expect(JSON.stringify(story)).not.toMatch(/anna|ben/);
  for (const desk of [carl, anna, ben, late]) await desk.line.close();

  stage = await stage.restart();
  const again = await stage.desk('late');
  // Opened from a snapshot or not: the story is of the whole log.
  expect((await readAll(again)).slice(0, story.length)).toEqual(story);
  await again.line.close();
});

test('the next asks are the increments’ own, from any ask, and end where they say', async () => {
  const desk = await stage.desk('late');
  const { after, asks } = await ask<AsksReply>(desk, { asksAfter: 100_000 });
  expect(after).toBe(100_000);
  expect(asks).toHaveLength(32);
  expect(asks.every((next, i) => next > (asks[i - 1] ?? after))).toBe(true);
  const third = await ask<AsksReply>(desk, { asksAfter: asks[1] });
  expect(third.asks[0]).toBe(asks[2]);
  // What is no question of these is one for a snapshot, as ever.
  for (const body of [{ asksAfter: -1 }, { asksAfter: '1' }, { history: 7 }, { history: '../x' }])
    expect(await ask(desk, body)).toMatchObject({ standing: { bidder: 'late' } });
  expect(await ask(desk, { history: 'nothing' })).toEqual({
    lot: 'nothing',
    seq: expect.any(Number),
    steps: [],
    before: null,
  });
  await desk.line.close();
});
