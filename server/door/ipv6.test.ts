import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { smallSale } from '../stage/sales.ts';
import { openStage } from '../stage/stage.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((some) => some?.some(({ address }) => address === '::1'));

it.skipIf(!hasIpv6)(
  `a house on ::1 writes its addresses in brackets, and takes a bid there${hasIpv6 ? '' : ' (skipped: no ::1 here)'}`,
  async () => {
    const stage = await openStage({ port: 4403, sales: [smallSale('s1')], config: { host: '::1' } });
    try {
      expect(stage.house.url).toBe('http://[::1]:4403');
      expect(stage.house.natsUrl).toBe('nats://[::1]:4404');
      expect(stage.house.servers).toEqual(['ws://[::1]:4405']);
      await stage.addPerson('anna');
      await stage.register('s1', 'anna');
      await stage.house.rooms.get('s1')?.order({ type: 'OpenLot', lot: 'l1' });
      const anna = await stage.desk('anna');
      expect((await anna.bid('s1', { id: 'a1', lot: 'l1', amountMinor: 1_000 })).outcome).toBe('accepted');
      await anna.line.close();
    } finally {
      await stage.close();
    }
  },
  20_000,
);
