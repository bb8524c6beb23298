import { createUser } from 'nkeys.js';
import { afterEach, describe, expect, it } from 'vitest';
import type { LoginReply } from '../../protocol/wire.ts';
import { askHouse } from '../admin.ts';
import { staysOut } from '../stage/out.ts';
import { smallSale } from '../stage/sales.ts';
import { type Desk, openDesk, openStage, PASSWORD, type Stage } from '../stage/stage.ts';

const PORT = 4430;

/** One desk of the desktop has one key, whoever sits at it: nats-server knows keys only, the house knows people. */
describe('two people at one desk', () => {
  let stage: Stage | null = null;
  afterEach(async () => {
    await stage?.close();
    stage = null;
  });
  async function opened(): Promise<Stage> {
    stage = await openStage({ port: PORT, sales: [smallSale('s1')] });
    for (const one of ['anna', 'ben']) {
      await stage.addPerson(one);
      await stage.register('s1', one);
    }
    return stage;
  }
  const renewed = (house: Stage, desk: Desk) => house.post('/v1/renew', desk.signed());
  async function returned(house: Stage, desk: Desk): Promise<Desk> {
    return openDesk(desk.id, desk.key, (await (await renewed(house, desk)).json()) as LoginReply);
  }

  /** A house that came back learns of a key when it is shown: then it is cut, and not let in again. */
  async function isOut(desk: Desk): Promise<void> {
    await staysOut(desk.id, desk);
    await staysOut(desk.id, desk);
  }

  it.each([
    ['signed out before', true],
    ['just left', false],
  ])(
    'are told apart: whoever sits down after her who %s is not touched when she is sent out',
    async (_how, isSignedOut) => {
      const house = await opened();
      const key = createUser();
      const anna = await house.desk('anna', key);
      if (isSignedOut) {
        expect((await house.post('/v1/logout', anna.signed())).status).toBe(200);
        await anna.line.closed;
      }
      const ben = await house.desk('ben', key);
      await house.house.suspend('anna', 'unpaid');
      await anna.line.closed;
      expect((await ben.snapshot('s1')).standing).toMatchObject({ suspended: false });
      expect((await renewed(house, ben)).status).toBe(200);
      await expect(openDesk('anna', key, anna.login)).rejects.toThrow(/not let in/);
      expect(ben.line.isOpen()).toBe(true);
      await ben.line.close();
    },
  );

  it.each(['suspended', 'logged out'])(
    'who are both in: one is %s at once, the other’s session goes on',
    async (how) => {
      const house = await opened();
      const key = createUser();
      const ben = await house.desk('ben', key);
      const anna = await house.desk('anna', key);
      const began = performance.now();
      const done =
        how === 'suspended' ? house.house.suspend('anna', 'unpaid') : house.post('/v1/logout', anna.signed());
      await anna.line.closed;
      expect(performance.now() - began).toBeLessThan(1_000);
      await done;
      // His connection is older than hers, and nats-server tells them apart by age: his desk comes back by itself.
      const back = await returned(house, ben);
      expect((await back.snapshot('s1')).standing).toMatchObject({ suspended: false });
      expect((await renewed(house, anna)).status).toBe(401);
      await expect(openDesk('anna', key, anna.login)).rejects.toThrow(/not let in/);
      await back.line.close();
    },
  );

  it('are still told apart by a house that came back and has issued nothing', async () => {
    const before = await opened();
    const key = createUser();
    const [anna, ben] = [await before.desk('anna', key), await before.desk('ben', key)];
    const house = await before.restart();
    stage = house;
    await house.house.suspend('anna', 'unpaid');
    const back = await returned(house, ben);
    expect((await back.snapshot('s1')).standing).toMatchObject({ suspended: false });
    await isOut(anna);
    expect(back.line.isOpen()).toBe(true);
    await back.line.close();
  });

  it('a thief who is not connected stays out too, though the house that comes back does not know his key', async () => {
    const before = await opened();
    const thief = await before.desk('anna');
    const house = await before.restart();
    stage = house;
    expect(await askHouse(house.dir, { ask: 'reset', user: 'anna', password: `${PASSWORD} anew` })).toMatchObject({
      ok: true,
    });
    expect((await renewed(house, thief)).status).toBe(401);
    await isOut(thief);
  });
});
