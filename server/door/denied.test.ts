import { describe, expect, it } from 'vitest';
import { smallSale } from '../stage/sales.ts';
import { natsServers, useNatsServer } from '../stage/servers.ts';
import { openDesk, openStage } from '../stage/stage.ts';

describe.each(natsServers())('whoever goes on when nats-server %s denies him', (_version, path) => {
  useNatsServer(path);
  it('is cut off, alone, though another has the key of his desk', async () => {
    const stage = await openStage({ port: 4446, sales: [smallSale('s1')] });
    try {
      for (const id of ['anna', 'ben', 'mallory']) await stage.addPerson(id);
      const [anna, mallory] = [await stage.desk('anna'), await stage.desk('mallory')];
      const ben = await stage.desk('ben', mallory.key);
      anna.line.publish('rostrum.v1.bid.s1.ben', '{}');
      let isOut = false;
      void mallory.line.closed.then(() => {
        isOut = true;
      });
      while (!isOut) {
        mallory.line.raw('PUB rostrum.v1.bid.s1.ben 2\r\n{}\r\nSUB rostrum.v1.you.s1.ben 9\r\n'.repeat(500));
        await mallory.line.settle();
      }
      const cuts = stage.logged.filter(({ msg }) => String(msg).startsWith('cut off'));
      expect(cuts).toMatchObject([{ users: ['mallory'], msg: 'cut off: they went on when nats-server denied them' }]);
      await expect(openDesk('mallory', mallory.key, mallory.login)).rejects.toThrow(/not let in/);
      expect([anna.line.isOpen(), ben.line.isOpen()]).toEqual([true, true]);
      for (const { line } of [anna, ben]) await line.close();
    } finally {
      await stage.close();
    }
  });
});
