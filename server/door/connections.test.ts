import { createUser } from 'nkeys.js';
import { describe, expect, it } from 'vitest';
import { inboxPrefix } from '../../protocol/subjects.ts';
import { connectBus } from '../bus.ts';
import { systemUserJwt } from '../nats/claims.ts';
import { openKeys } from '../nats/keys.ts';
import { type Line, openLine } from '../stage/line.ts';
import { staysOut } from '../stage/out.ts';
import { smallSale } from '../stage/sales.ts';
import { natsServers, useNatsServer } from '../stage/servers.ts';
import { openDesk, openStage } from '../stage/stage.ts';
import { createConnections } from './connections.ts';

const MOST = 5;

describe('the connections of one person', () => {
  it('are counted as they come and go', () => {
    const told: string[] = [];
    const { came, went, of, forget } = createConnections(
      2,
      (user) => told.push(user),
      () => 0,
    );
    const one = (user: string, connection: number) => ({ user, publicKey: `U${user}`, connection });
    for (let n = 0; n < 10; n += 1) {
      came(one('ben', n));
      went(n);
    }
    for (const [n, user] of ['anna', 'ben', 'anna', 'ben'].entries()) came(one(user, 10 + n));
    // Heard of twice, by two ways.
    came(one('anna', 10));
    expect(told).toEqual([]);
    expect(of(new Set(['anna', 'carl']))).toEqual([one('anna', 10), one('anna', 12)]);
    for (let heard = 0; heard < 2; heard += 1) came(one('anna', 20));
    expect(told).toEqual(['anna']);
    came(one('anna', 21));
    expect(told).toEqual(['anna']);
    came(one('anna', 22));
    expect(told).toEqual(['anna', 'anna']);
    forget();
    for (const connection of [30, 31]) came(one('anna', connection));
    expect(told).toHaveLength(2);
    expect(of(new Set(['anna', 'ben']))).toEqual([one('anna', 30), one('anna', 31)]);
  });
});

describe('who is here', () => {
  it('is told from a count that is whole, and since when somebody is not, if it was seen', () => {
    let now = 1;
    const { came, went, lost, forget, counted, isKnown, isHere, wentAt } = createConnections(
      9,
      () => {},
      () => now,
    );
    const one = (user: string, connection: number) => ({ user, publicKey: `U${user}`, connection });
    const known = () => [isKnown(), ...['anna', 'ben'].map((user) => (isHere(user) ? 'here' : wentAt(user)))];
    came(one('anna', 1));
    expect(known()).toEqual([false, 'here', null]);
    counted();
    expect(known()).toEqual([true, 'here', null]);
    // One of two desks is no leaving, nor is a number that nobody has.
    came(one('anna', 2));
    now = 2;
    went(1);
    went(77);
    expect(known()).toEqual([true, 'here', null]);
    went(2);
    now = 3;
    expect(known()).toEqual([true, 2, null]);
    came(one('anna', 3));
    came(one('ben', 4));
    lost();
    expect(isKnown()).toBe(false);
    forget();
    came(one('ben', 1));
    // Lost again before it was whole.
    forget();
    expect(isKnown()).toBe(false);
    came(one('ben', 1));
    now = 4;
    counted();
    expect(known()).toEqual([true, 4, 'here']);
    now = 5;
    forget();
    came(one('ben', 1));
    counted();
    // Since before: she was not here when the count was lost.
    expect(known()).toEqual([true, 4, 'here']);
  });
});

describe.each(natsServers())('with nats-server %s, the connections of one person', (_version, path) => {
  useNatsServer(path);

  it('are all cut when they are too many, and nobody else’s', async () => {
    const stage = await openStage({ port: 4426, sales: [smallSale('s1')], limits: { connectionsEach: MOST } });
    try {
      for (const id of ['anna', 'mallory']) await stage.addPerson(id);
      const [anna, mallory] = [await stage.desk('anna'), await stage.desk('mallory')];
      // Renewals come and go; they take no place for good.
      for (let n = 0; n < 2 * MOST; n += 1) await (await openDesk('anna', anna.key, anna.login)).line.close();
      const { jwt, servers } = mallory.login;
      const lines: Line[] = [];
      for (let n = 0; n < MOST; n += 1)
        lines.push(await openLine(servers[0] ?? '', { jwt, key: mallory.key, inbox: inboxPrefix('mallory') }));
      await Promise.all([mallory.line.closed, ...lines.map(({ closed }) => closed)]);
      expect(stage.logged.filter(({ msg }) => msg === 'cut off: too many connections at once')).toHaveLength(1);
      expect(anna.line.isOpen()).toBe(true);
      await staysOut('mallory', mallory);
      // He may come again, as anybody.
      await (await stage.desk('mallory')).line.close();
      await anna.line.close();
    } finally {
      await stage.close();
    }
  });

  it('are void for nats-server where several servers count for themselves: a number might be somebody else’s there', async () => {
    const stage = await openStage({ port: 4426, sales: [smallSale('s1')], limits: { connectionsEach: MOST } });
    const keys = await openKeys(stage.dir);
    const system = createUser();
    const other = await connectBus({
      url: 'nats://127.0.0.1:4427',
      name: 'another server',
      jwt: await systemUserJwt(keys, system.getPublicKey()),
      seed: system.getSeed(),
      onStatus() {},
    });
    try {
      await stage.addPerson('mallory');
      const mallory = await stage.desk('mallory');
      other.publish(
        `$SYS.ACCOUNT.${keys.account.getPublicKey()}.CONNECT`,
        JSON.stringify({ server: { id: 'N2' }, client: { id: 1 } }),
      );
      await other.flush();
      const { jwt, servers } = mallory.login;
      const inbox = inboxPrefix('mallory');
      for (let n = 0; n < MOST; n += 1) await openLine(servers[0] ?? '', { jwt, key: mallory.key, inbox });
      await mallory.line.closed;
      await expect(openDesk('mallory', mallory.key, mallory.login)).rejects.toThrow(/not let in/);
      // A drop by number would have said nothing.
      expect(mallory.line.errors.join()).toMatch(/revoked/i);
    } finally {
      await other.close();
      await stage.close();
    }
  });
});
