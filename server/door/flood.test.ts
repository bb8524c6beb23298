import { setImmediate } from 'node:timers/promises';
import { createUser } from 'nkeys.js';
import { afterEach, describe, expect, it } from 'vitest';
import { permissionsOf } from '../../protocol/subjects.ts';
import { userJwt } from '../nats/claims.ts';
import { openKeys } from '../nats/keys.ts';
import type { Room } from '../room.ts';
import { type FloodPlan, startFlood } from '../stage/flooders.ts';
import { liveLot, smallSale } from '../stage/sales.ts';
import { natsServers, useNatsServer } from '../stage/servers.ts';
import { type Desk, openStage, type Stage } from '../stage/stage.ts';

const PORT = 4385;
/** ROSTRUM_FLOODERS=1000 for the whole crowd. */
const MANY = Number(process.env.ROSTRUM_FLOODERS ?? 200);
const FLOOD_PER_SECOND = 5_000;
const OTHERS = 16;
const WARM_EACH = 3;
const BIDS_EACH = 12;
const BID_EVERY_MS = 400;
/** What an honest pace fits in, and a flood does not. */
const RATE = { perSecond: 3, burst: 4 };

describe('a flood', () => {
  let stage: Stage | null = null;
  afterEach(async () => {
    await stage?.close();
    stage = null;
  });

  it.each([
    ['one bidder', 1, 5_000],
    [`${MANY} bidders`, MANY, Math.max(FLOOD_PER_SECOND, MANY * 10)],
  ])(
    'of %s leaves the others served, and is answered in full',
    async (_who, flooders, perSecond) => {
      const sale = smallSale('s1', [
        liveLot('flood', 1),
        ...Array.from({ length: OTHERS }, (_, n) => liveLot(`l${n}`, n + 2)),
      ]);
      // How long the house bears it is another test's.
      const forEver = {
        shutAfterMs: 600_000,
        cutAfterMs: 600_000,
        crowdShutAfterMs: 600_000,
        crowdCutAfterMs: 600_000,
      };
      const limits = { bidder: RATE, bidderLot: RATE, ...forEver };
      stage = await openStage({ port: PORT, sales: [sale], limits });
      const { house } = stage;
      const room = house.rooms.get('s1');
      if (room === undefined) throw new Error('no room');
      for (const { lotId } of sale.lots) await room.order({ type: 'OpenLot', lot: lotId });
      const bidders = await crowd(stage, room, flooders);
      const desks: Desk[] = [];
      for (let n = 0; n < OTHERS; n += 1) desks.push(await sitDown(stage, `o${n}`));
      await bidAll(desks, 'warm', WARM_EACH);
      const quiet = await bidAll(desks, 'quiet', BIDS_EACH);
      const seqBefore = room.journal.lastSeq;
      const refusedBefore = await refusalsOf(stage, 'rate-limited');
      const url = house.servers[0] ?? '';
      const flood = await startFlood({ url, sale: 's1', lot: 'flood', perSecond, bidders });
      const flooded = await bidAll(desks, 'flood', BIDS_EACH);
      const count = await flood.stop();
      const { sent, decided, refused, withoutRetry, cut } = count;
      const turnedAway = Object.values(refused).reduce((sum, one) => sum + one, 0);
      const ratio = flooded.p99Ms / quiet.p99Ms;
      process.stdout.write(
        `flood of ${flooders}: p99 ${quiet.p99Ms.toFixed(1)} ms quiet, ${flooded.p99Ms.toFixed(1)} ms flooded, ratio ${ratio.toFixed(2)}; ${sent} sent, ${decided} decided, ${turnedAway} turned away\n`,
      );

      // The others: every bid taken, none refused. How long they wait is for the bench to judge (row `flood`), on a machine of its own.
      expect([quiet.outcomes, flooded.outcomes]).toEqual([['accepted'], ['accepted']]);
      // The flood: each bid one answer, the most of them no, with the moment to try again.
      expect(cut).toBe(0);
      expect(decided + turnedAway).toBe(sent);
      expect(turnedAway).toBeGreaterThan(sent / 4);
      expect(withoutRetry).toBe(0);
      // Refusals are counted, and leave the log as it was.
      expect((await refusalsOf(stage, 'rate-limited')) - refusedBefore).toBe(refused['rate-limited']);
      expect(room.journal.lastSeq - seqBefore).toBe(decided + OTHERS * BIDS_EACH);
      for (const desk of desks) await desk.line.close();
    },
    90_000 + MANY * 100,
  );
});

describe.each(natsServers())('with nats-server %s, a flood', (_version, path) => {
  useNatsServer(path);
  let stage: Stage | null = null;
  afterEach(async () => {
    await stage?.close();
    stage = null;
  });

  it('that goes on when told to wait is cut off, once, and alone', async () => {
    const limits = {
      bidder: RATE,
      bidderLot: RATE,
      refusalsBorne: 20,
      shutAfterMs: 200,
      cutAfterMs: 600,
      cutTogetherMs: 50,
    };
    stage = await openStage({ port: PORT, sales: [smallSale('s1', [liveLot('flood', 1)])], limits });
    const room = stage.house.rooms.get('s1');
    if (room === undefined) throw new Error('no room');
    await room.order({ type: 'OpenLot', lot: 'flood' });
    const bidders = await crowd(stage, room, 3);
    await stage.addPerson('anna');
    await stage.register('s1', 'anna');
    const anna = await stage.desk('anna');
    const url = stage.house.servers[0] ?? '';
    const flood = await startFlood({ url, sale: 's1', lot: 'flood', perSecond: 300, bidders });
    await flood.cut;
    const { decided, refused } = await flood.stop();
    // Once he is not listened to his rate is no help to him: he got the burst and little else.
    expect(decided).toBeLessThanOrEqual(3 * (RATE.burst + 10 * RATE.perSecond));
    expect(Object.keys(refused)).toEqual(['rate-limited']);
    const lines = stage.logged.filter(({ msg }) => String(msg).startsWith('cut off'));
    expect(lines.flatMap(({ users }) => users as string[]).sort()).toEqual(['f0', 'f1', 'f2']);
    expect((await stage.house.metrics.cut.get()).values[0]?.value).toBe(3);
    expect(anna.line.isOpen()).toBe(true);
    expect((await anna.bid('s1', { id: 'a1', lot: 'flood', amountMinor: 900_000_000 })).outcome).toBe('accepted');
    await anna.line.close();
  });
});

describe('a crowd', () => {
  it('of newcomers is not decided burst by burst, and is cut off sooner than one; who kept his pace keeps his burst', async () => {
    const limits = { bidder: RATE, bidderLot: RATE, crowdPeople: 10, standingBids: 2, cutAfterMs: 60_000 };
    const lots = ['flood', 'l1', 'l2'].map((lot, n) => liveLot(lot, n + 1));
    const stage = await openStage({ port: PORT, sales: [smallSale('s1', lots)], limits });
    try {
      const room = stage.house.rooms.get('s1');
      if (room === undefined) throw new Error('no room');
      for (const lot of ['flood', 'l1', 'l2']) await room.order({ type: 'OpenLot', lot });
      const many = 40;
      const bidders = await crowd(stage, room, many);
      const anna = await sitDown(stage, 'anna');
      const ben = await sitDown(stage, 'ben');
      /** Maxima of the leader, each higher, so that each may be accepted. */
      const inARow = async (desk: Desk, lot: string, from: number, bids: number) => {
        const all = Array.from({ length: bids }, (_, n) =>
          desk.bid('s1', { id: `${desk.id}-${from + n}`, lot, kind: 'max', amountMinor: (from + n) * 1_000 }),
        );
        return (await Promise.all(all)).map((reply) => (reply.outcome === 'refused' ? reply.reason : reply.outcome));
      };
      for (const n of [1, 2]) {
        expect(await inARow(anna, 'l1', n, 1)).toEqual(['accepted']);
        await new Promise((resolve) => setTimeout(resolve, 1_000 / RATE.perSecond + 50));
      }
      const url = stage.house.servers[0] ?? '';
      const flood = await startFlood({ url, sale: 's1', lot: 'flood', perSecond: many * 10, bidders });
      const isUnderWay = async () => (await refusalsOf(stage, 'rate-limited')) >= many;
      while (!(await isUnderWay())) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(await inARow(anna, 'l1', 3, 3)).toEqual(['accepted', 'accepted', 'accepted']);
      expect(await inARow(ben, 'l2', 1, 2)).toEqual(['accepted', 'rate-limited']);
      await flood.cut;
      const { decided } = await flood.stop();
      expect(decided).toBeLessThan(many * RATE.burst);
      expect((await stage.house.metrics.cut.get()).values[0]?.value).toBe(many);
      for (const desk of [anna, ben]) {
        expect(desk.line.isOpen()).toBe(true);
        await desk.line.close();
      }
    } finally {
      await stage.close();
    }
  });

  it('is let in at its pace, and nobody with a burst', async () => {
    const limits = { crowdedAt: 1, bidder: { perSecond: 1, burst: 5 }, bidderLot: { perSecond: 1, burst: 5 } };
    const stage = await openStage({ port: PORT, sales: [smallSale('s1', [liveLot('l1', 1)])], limits });
    try {
      const room = stage.house.rooms.get('s1');
      if (room === undefined) throw new Error('no room');
      await room.order({ type: 'OpenLot', lot: 'l1' });
      const anna = await sitDown(stage, 'anna');
      const ben = await sitDown(stage, 'ben');
      // What waits for its turn is a crowd.
      room.sequencer.pause();
      const first = anna.bid('s1', { id: 'a1', lot: 'l1', amountMinor: 1_000 });
      await anna.line.settle();
      const other = ben.bid('s1', { id: 'b1', lot: 'l1', amountMinor: 1_100 });
      const second = await anna.bid('s1', { id: 'a2', lot: 'l1', amountMinor: 1_200 });
      expect(second).toMatchObject({ outcome: 'refused', reason: 'rate-limited' });
      room.sequencer.resume(null);
      expect([(await first).outcome, (await other).outcome]).toEqual(['accepted', 'accepted']);
      // The crowd has gone: the burst counts again.
      expect((await anna.bid('s1', { id: 'a3', lot: 'l1', amountMinor: 1_300 })).outcome).toBe('accepted');
      for (const desk of [anna, ben]) await desk.line.close();
    } finally {
      await stage.close();
    }
  });
});

/** A bidder of the sale at a desk of his own. */
async function sitDown(stage: Stage, id: string): Promise<Desk> {
  await stage.addPerson(id);
  await stage.register('s1', id);
  return stage.desk(id);
}

/** Registered, with passes of their own: the house's logins are no part of this. */
async function crowd(stage: Stage, room: Room, count: number): Promise<FloodPlan['bidders']> {
  const keys = await openKeys(stage.dir);
  const bidders = [];
  for (let n = 0; n < count; n += 1) {
    const id = `f${n}`;
    await room.order({ type: 'RegisterBidder', bidder: id, limitMinor: null });
    const key = createUser();
    const expiresAt = Math.floor(Date.now() / 1_000) + 300;
    const jwt = await userJwt(keys, id, key.getPublicKey(), permissionsOf(id, 'bidder', []), expiresAt);
    bidders.push({ id, jwt, seed: Buffer.from(key.getSeed()).toString() });
    // Signatures are slow in JavaScript, and this is the loop of the house as well.
    await setImmediate();
  }
  return bidders;
}

/** Each desk bids on a lot of its own, at an honest pace. */
async function bidAll(desks: readonly Desk[], round: 'warm' | 'quiet' | 'flood', bids: number) {
  const tookMs: number[] = [];
  const outcomes = new Set<string>();
  await Promise.all(
    desks.map(async (desk, who) => {
      for (let n = 0; n < bids; n += 1) {
        await new Promise((resolve) => setTimeout(resolve, BID_EVERY_MS * (n === 0 ? who / desks.length : 1)));
        const began = performance.now();
        const amountMinor = 1_000 + (n + { warm: 0, quiet: WARM_EACH, flood: WARM_EACH + BIDS_EACH }[round]) * 100;
        const bid = { id: `${round}-${desk.id}-${n}`, lot: `l${who}`, kind: 'max', amountMinor } as const;
        outcomes.add((await desk.bid('s1', bid)).outcome);
        tookMs.push(performance.now() - began);
      }
    }),
  );
  tookMs.sort((a, b) => a - b);
  return { outcomes: [...outcomes], p99Ms: tookMs[Math.floor(tookMs.length * 0.99)] ?? 0 };
}

async function refusalsOf(stage: Stage, reason: string): Promise<number> {
  const { values } = await stage.house.metrics.refusals.get();
  return values.filter(({ labels }) => labels.reason === reason).reduce((sum, { value }) => sum + value, 0);
}
