/** Whoever is suspended reads why before his line is cut: the word and the cut go to nats-server by different lines, and it drops what waits. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { subjects } from '../../protocol/subjects.ts';
import { smallSale } from '../stage/sales.ts';
import { openStage, type Stage } from '../stage/stage.ts';

const PEOPLE = 8;
/** Nobody waits for a slow disk or a busy nats-server to be told. */
const TOLD_LEAST = 6;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ port: 4950, sales: [smallSale('s1')] });
});
afterAll(() => stage?.close());

it.each([
  ['operator', (id: string) => stage.house.suspend(id, 'Unpaid')],
  [
    'clerk',
    (id: string) => stage.house.rooms.get('s1')?.order({ type: 'SuspendBidder', bidder: id, reason: 'Unpaid' }),
  ],
] as const)('suspended by the %s', async (by, suspend) => {
  let told = 0;
  for (let count = 0; count < PEOPLE; count += 1) {
    const id = `${by}-${count}`;
    await stage.addPerson(id);
    await stage.register('s1', id);
    const { line } = await stage.desk(id);
    line.subscribe(subjects.you('s1', id), ({ text }) => {
      if (/"suspended".*"Unpaid"/.test(text)) told += 1;
    });
    await line.settle();
    await suspend(id);
    await line.closed;
  }
  expect(told).toBeGreaterThanOrEqual(TOLD_LEAST);
});
