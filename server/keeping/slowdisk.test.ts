import fs from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { inboxPrefix, subjects } from '../../protocol/subjects.ts';
import type { BidReply } from '../../protocol/wire.ts';
import { JOURNAL_LIMITS } from '../journal/limits.ts';
import { liveLot, smallSale } from '../stage/sales.ts';
import { openStage } from '../stage/stage.ts';

const IN_FLIGHT_MAX = 300;
const BIDS = 5_000;
const RATES = { perSecond: 1e6, burst: 1e6 };

describe('a house on a slow disk', () => {
  afterEach(() => vi.restoreAllMocks());

  it('turns away as overloaded what it cannot keep, holds no more than its bound, and answers every bid once', async () => {
    const stage = await openStage({
      port: 4445,
      sales: [smallSale('s1', [liveLot('l1', 1)])],
      limits: { inFlightMax: IN_FLIGHT_MAX, bidder: RATES, bidderLot: RATES },
    });
    const held: (() => void)[] = [];
    let isHanging = false;
    const letGo = () => {
      isHanging = false;
      for (const release of held.splice(0)) release();
    };
    try {
      await stage.addPerson('anna');
      await stage.register('s1', 'anna');
      const room = stage.house.rooms.get('s1');
      await room?.order({ type: 'OpenLot', lot: 'l1' });
      const anna = await stage.desk('anna');
      // A sync on the loop is slow, which moves the next ones to the pool, where they hang until they are let go.
      const { fdatasync, fdatasyncSync } = fs;
      vi.spyOn(fs, 'fdatasyncSync').mockImplementation((fd) => {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, JOURNAL_LIMITS.loopSyncMsMax * 3);
        fdatasyncSync(fd);
      });
      vi.spyOn(fs, 'fdatasync').mockImplementation((fd, done) => {
        if (isHanging) held.push(() => fdatasync(fd, done));
        else fdatasync(fd, done);
      });
      const outcomes: string[] = [];
      const answers = `${inboxPrefix('anna')}.slow`;
      anna.line.subscribe(answers, ({ text }) => {
        const reply: BidReply = JSON.parse(text);
        outcomes.push(reply.outcome === 'refused' ? (reply.reason ?? '') : 'decided');
      });
      const bid = (n: number) =>
        anna.line.publish(
          subjects.bid('s1', 'anna'),
          JSON.stringify({
            id: `b${n}`,
            lot: 'l1',
            kind: 'max',
            amountMinor: 1_000 + n * 100,
            basedOnRev: 0,
            sentAt: 0,
          }),
          answers,
        );
      // On a loaded machine they have left the loop already.
      bid(0);
      await expect.poll(() => outcomes.length).toBe(1);
      isHanging = true;
      bid(1);
      await expect.poll(() => held.length).toBe(1);
      const before = process.memoryUsage().heapUsed;
      for (let n = 2; n < BIDS; n += 1) bid(n);
      await expect.poll(() => outcomes.length).toBe(BIDS - IN_FLIGHT_MAX);
      // Nothing of what hangs was told, and what waits is bounded, however many more came.
      expect(outcomes.filter((outcome) => outcome === 'decided')).toHaveLength(1);
      expect(new Set(outcomes.slice(1))).toEqual(new Set(['overloaded']));
      expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 1024 * 1024);
      letGo();
      await expect.poll(() => outcomes.length).toBe(BIDS);
      expect(outcomes.filter((outcome) => outcome === 'decided')).toHaveLength(IN_FLIGHT_MAX + 1);
      await anna.line.close();
    } finally {
      letGo();
      vi.restoreAllMocks();
      await stage.close();
    }
  });

  it('asks the journal for room: a full queue is overloaded even when nothing else is', async () => {
    const stage = await openStage({ port: 4445, sales: [smallSale('s1')] });
    try {
      await stage.addPerson('anna');
      await stage.register('s1', 'anna');
      const room = stage.house.rooms.get('s1');
      if (room === undefined) throw new Error('no room');
      await room.order({ type: 'OpenLot', lot: 'l1' });
      const anna = await stage.desk('anna');
      vi.spyOn(room.journal, 'room').mockReturnValue(false);
      const asked = { lot: 'l1', amountMinor: 1_000 };
      expect(await anna.bid('s1', { id: 'a1', ...asked })).toMatchObject({ outcome: 'refused', reason: 'overloaded' });
      vi.restoreAllMocks();
      expect(await anna.bid('s1', { id: 'a1', ...asked })).toMatchObject({ outcome: 'accepted' });
      await anna.line.close();
    } finally {
      await stage.close();
    }
  });
});
