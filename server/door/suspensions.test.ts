import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { subjects } from '../../protocol/subjects.ts';
import type { Notice } from '../../protocol/wire.ts';
import { smallSale } from '../stage/sales.ts';
import { type Desk, openStage, type Stage } from '../stage/stage.ts';

describe('a suspension', () => {
  let stage: Stage | null = null;
  afterEach(async () => {
    await stage?.close();
    stage = null;
  });
  async function opened(): Promise<{ house: Stage; clerk: Desk }> {
    stage = await openStage({ port: 4559, sales: [smallSale('s1'), smallSale('s2')] });
    await stage.addPerson('clerk', 'clerk', ['s1', 's2']);
    await stage.addPerson('anna');
    for (const sale of ['s1', 's2']) await stage.register(sale, 'anna');
    return { house: stage, clerk: await stage.desk('clerk') };
  }
  /** By whom she is suspended in each of the two sales. */
  const stands = (of: Stage) =>
    ['s1', 's2'].map((sale) => of.house.rooms.get(sale)?.state.bidders.get('anna')?.suspendedBy);
  const listed = (of: Stage, sale: string) => of.house.registrations.find(sale, 'anna')?.state;

  it('of a clerk in one sale stays when an operator lifts his own, whichever came first', async () => {
    const { house, clerk } = await opened();
    for (const first of ['clerk', 'operator']) {
      const byClerk = () => clerk.order('s1', { type: 'SuspendBidder', bidder: 'anna', reason: 'shouted' });
      if (first === 'clerk') await byClerk();
      await house.house.suspend('anna', 'unpaid');
      if (first === 'operator') await byClerk();
      expect(stands(house)).toEqual(['both', 'house']);
      await house.house.reinstate('anna');
      expect(stands(house)).toEqual(['clerk', null]);
      expect([listed(house, 's1'), listed(house, 's2')]).toEqual(['suspended', 'approved']);
      // She comes in again, and is not told that she may bid where she may not.
      const anna = await house.desk('anna');
      const heard: Notice[] = [];
      anna.line.subscribe(subjects.you('*', 'anna'), ({ text }) => void heard.push(JSON.parse(text)));
      const bid = { id: crypto.randomUUID(), lot: 'l1', amountMinor: 9_000_000 };
      expect(await anna.bid('s1', bid)).toMatchObject({ reason: 'suspended' });
      await house.house.reinstate('anna');
      await expect.poll(() => heard.filter(({ type }) => type === 'reinstated')).toHaveLength(1);
      await clerk.order('s1', { type: 'ReinstateBidder', bidder: 'anna' });
      await expect.poll(() => heard.filter(({ type }) => type === 'reinstated')).toHaveLength(2);
      expect(stands(house)).toEqual([null, null]);
      await anna.line.close();
    }
    await clerk.line.close();
  });

  it('of the house is lifted by no clerk', async () => {
    const { house, clerk } = await opened();
    await house.house.suspend('anna', 'unpaid');
    await clerk.order('s1', { type: 'ReinstateBidder', bidder: 'anna' });
    // Nor may he speak for the house.
    const forged = { type: 'ReinstateBidder', bidder: 'anna', by: 'house' } as const;
    await clerk.order('s1', forged);
    expect(stands(house)).toEqual(['house', 'house']);
    await clerk.line.close();
  });

  it('and its end that came while no house ran stand in the logs when it comes back', async () => {
    const { house, clerk } = await opened();
    await clerk.order('s1', { type: 'SuspendBidder', bidder: 'anna', reason: 'shouted' });
    await clerk.line.close();
    const turn = (suspended: boolean) => async (dir: string) => {
      const path = join(dir, 'users.json');
      const { users, ...rest } = JSON.parse(await readFile(path, 'utf8'));
      for (const user of users) if (user.id === 'anna') user.suspended = suspended;
      await writeFile(path, JSON.stringify({ ...rest, users }));
    };
    const second = await house.restart(turn(true));
    stage = second;
    expect(stands(second)).toEqual(['both', 'house']);
    const third = await second.restart(turn(false));
    stage = third;
    expect(stands(third)).toEqual(['clerk', null]);
  });
});
