import { describe, expect, it } from 'vitest';
import { inboxPrefix } from '../../protocol/subjects.ts';
import { type Line, openLine } from '../stage/line.ts';
import { smallSale } from '../stage/sales.ts';
import { openDesk, openStage } from '../stage/stage.ts';
import { createConnections } from './connections.ts';

const MOST = 5;

describe('the connections of one person', () => {
  it('are counted as they come and go', () => {
    const told: string[] = [];
    const { came, went, forget } = createConnections(2, (user) => told.push(user));
    for (let n = 0; n < 10; n += 1) {
      came('ben');
      went('ben');
    }
    for (const user of ['anna', 'ben', 'anna', 'ben']) came(user);
    expect(told).toEqual([]);
    came('anna');
    expect(told).toEqual(['anna']);
    came('anna');
    expect(told).toEqual(['anna']);
    came('anna');
    expect(told).toEqual(['anna', 'anna']);
    forget();
    for (const user of ['anna', 'anna']) came(user);
    expect(told).toHaveLength(2);
  });

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
      await expect(openDesk('mallory', mallory.key, mallory.login)).rejects.toThrow(/not let in/);
      // He may come again, as anybody.
      await (await stage.desk('mallory')).line.close();
      await anna.line.close();
    } finally {
      await stage.close();
    }
  });
});
