import { createUser } from 'nkeys.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallSale } from '../stage/sales.ts';
import { openDesk, openStage, PASSWORD, type Stage } from '../stage/stage.ts';

const NEXT = 'battery staple';

describe('a password that its owner changes', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ port: 4424, sales: [smallSale('s1')] });
    for (const id of ['anna', 'ben']) {
      await stage.addPerson(id);
      await stage.register('s1', id);
    }
  });
  afterAll(() => stage?.close());
  const login = (user: string, password: string, publicKey: string, newPassword?: string) =>
    stage.post('/v1/login', { user, password, publicKey, newPassword });

  it('holds from then on; his other desk is out, and the one at which he sits goes on', async () => {
    const here = await stage.desk('anna');
    const there = await stage.desk('anna');
    const other = await stage.desk('ben');
    const key = here.key.getPublicKey();
    const changed = await login('anna', PASSWORD, key, NEXT);
    expect(changed.status).toBe(200);
    await there.line.closed;
    expect([here.line.isOpen(), other.line.isOpen()]).toEqual([true, true]);
    expect((await here.snapshot('s1')).standing).toMatchObject({ registered: true });
    // The new one before the old one goes, as a desk does it.
    const renewed = await openDesk('anna', here.key, await changed.json());
    await here.line.close();
    expect((await renewed.snapshot('s1')).standing).toMatchObject({ registered: true });
    expect((await stage.post('/v1/renew', renewed.signed())).status).toBe(200);
    for (const old of [here, there]) expect((await stage.post('/v1/renew', old.signed())).status).toBe(401);
    expect((await login('anna', PASSWORD, key)).status).toBe(401);
    expect((await login('anna', NEXT, key)).status).toBe(200);
    await renewed.line.close();
    await other.line.close();
  });

  it('stays what it was when the old one is wrong, or the new one too short', async () => {
    const desk = await stage.desk('ben');
    const key = createUser().getPublicKey();
    expect((await login('ben', 'wrong horse', key, NEXT)).status).toBe(401);
    const short = await login('ben', PASSWORD, key, 'short');
    expect([short.status, await short.json()]).toEqual([
      400,
      { error: { code: 'malformed', message: 'Not changed: a password has 8 to 256 characters.' } },
    ]);
    expect(desk.line.isOpen()).toBe(true);
    expect((await login('ben', PASSWORD, key)).status).toBe(200);
    await desk.line.close();
  });
});
