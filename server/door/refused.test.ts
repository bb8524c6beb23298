import { afterEach, describe, expect, it } from 'vitest';
import { subjects } from '../../protocol/subjects.ts';
import type { ReviewRequest } from '../../protocol/wire.ts';
import { smallSale } from '../stage/sales.ts';
import { type Desk, openStage, type Stage } from '../stage/stage.ts';
import type { Limits } from './limits.ts';

const PORT = 4415;

describe('whoever is refused at the door', () => {
  let stage: Stage | null = null;
  afterEach(async () => {
    await stage?.close();
    stage = null;
  });
  async function opened(limits: Partial<Limits> = {}): Promise<Stage> {
    stage = await openStage({ port: PORT, sales: [smallSale('s1')], limits });
    await stage.addPerson('anna');
    await stage.addPerson('clerk', 'clerk', ['s1']);
    await stage.addPerson('robin', 'reviewer', ['s1']);
    await stage.register('s1', 'anna');
    await stage.house.rooms.get('s1')?.order({ type: 'OpenLot', lot: 'l1' });
    return stage;
  }
  const ask = async (desk: Desk, subject: string, body: unknown) =>
    JSON.parse((await desk.line.request(subject, body)).text) as Record<string, unknown>;
  const seqOf = (house: Stage) => house.house.rooms.get('s1')?.journal.lastSeq;
  const slow = { perSecond: 0.1, burst: 1 };

  it('is told which bid, and when to try again, though nothing of it was read', async () => {
    const house = await opened({ bidder: slow });
    const anna = await house.desk('anna');
    const bid = (id: string) => anna.bid('s1', { id, lot: 'l1', amountMinor: 1_000 });
    expect(await bid('a1')).toMatchObject({ id: 'a1', outcome: 'accepted' });
    const refused = await bid('a2');
    expect(refused).toMatchObject({ id: 'a2', outcome: 'refused', reason: 'rate-limited' });
    expect(refused.retryMs).toBeGreaterThan(0);
    expect(refused.retryMs).toBeLessThanOrEqual(10_000);
    for (const moment of [refused.receivedAt, refused.decidedAt]) expect(moment).toBeGreaterThan(0);
    await anna.line.close();
  });

  it('is told which bid when the house is full, and it is counted, a clerk’s too', async () => {
    const house = await opened({ inFlightMax: 0 });
    const [anna, clerk] = [await house.desk('anna'), await house.desk('clerk')];
    expect(await anna.bid('s1', { id: 'a1', lot: 'l1', amountMinor: 1_000 })).toMatchObject({
      id: 'a1',
      outcome: 'refused',
      reason: 'overloaded',
    });
    const refused = { outcome: 'refused', events: [] };
    expect(await clerk.order('s1', { type: 'FairWarning', lot: 'l1' })).toEqual({ ...refused, reason: 'overloaded' });
    const text = await house.house.metrics.text();
    for (const door of ['bid', 'clerk'])
      expect(text).toContain(`rostrum_refusals_total{reason="overloaded",door="${door}"} 1`);
    for (const desk of [anna, clerk]) await desk.line.close();
  });

  it('is answered when he asks for the time without a word of his own, or too fast', async () => {
    const house = await opened({ query: { perSecond: 0.1, burst: 4 } });
    const anna = await house.desk('anna');
    for (const body of ['{}', '{"t0":"x"}', '{"t0":1e999}'])
      expect(await ask(anna, subjects.time('anna'), body)).toEqual({ outcome: 'refused', reason: 'malformed' });
    expect(await ask(anna, subjects.time('anna'), { t0: 7 })).toMatchObject({ t0: 7 });
    expect(await ask(anna, subjects.time('anna'), { t0: 7 })).toMatchObject({
      outcome: 'refused',
      reason: 'rate-limited',
      retryMs: expect.any(Number),
    });
    await anna.line.close();
  });

  it('as a clerk in a hurry is told when to try again', async () => {
    const house = await opened({ clerk: slow });
    const clerk = await house.desk('clerk');
    await clerk.order('s1', { type: 'FairWarning', lot: 'l1' });
    expect(await clerk.order('s1', { type: 'FairWarning', lot: 'l1' })).toMatchObject({
      outcome: 'refused',
      reason: 'rate-limited',
      retryMs: expect.any(Number),
      events: [],
    });
    await clerk.line.close();
  });

  it('is a clerk or reviewer who is one no longer, however long his connection still lives', async () => {
    const house = await opened();
    const [clerk, robin] = [await house.desk('clerk'), await house.desk('robin')];
    const review: ReviewRequest = { fromSeq: 1, limit: 1, filter: {} };
    expect(await ask(robin, subjects.review('s1', 'robin'), review)).toHaveProperty('rows');
    expect(await ask(clerk, subjects.review('s1', 'clerk'), review)).toHaveProperty('rows');
    expect(await clerk.order('s1', { type: 'FairWarning', lot: 'l1' })).toMatchObject({ outcome: 'accepted' });
    // The store alone: nothing has cut them off yet.
    await house.house.users.change('clerk', { suspended: true });
    await house.house.users.change('robin', { sales: ['s2'] });
    const seq = seqOf(house);
    const no = { outcome: 'refused', reason: 'unauthorised' };
    expect(await clerk.order('s1', { type: 'Withdraw', lot: 'l1', reason: 'spite' })).toMatchObject(no);
    expect(await ask(robin, subjects.review('s1', 'robin'), review)).toEqual(no);
    expect(await ask(clerk, subjects.review('s1', 'clerk'), review)).toEqual(no);
    expect(seqOf(house)).toBe(seq);
    for (const desk of [clerk, robin]) await desk.line.close();
  });

  it('as a clerk whose order has no names, or things inside its fields, leaves nothing in the log', async () => {
    const house = await opened();
    const clerk = await house.desk('clerk');
    const seq = seqOf(house);
    for (const order of [
      { type: 'PlaceBid', id: 'x1' },
      { type: 'PlaceBid', id: 'x1', lot: 'l1', amountMinor: 1_000, kind: 'bid', channel: 'floor' },
      { type: 'PlaceBid', id: 'x1', bidder: 'room', amountMinor: 1_000, kind: 'bid', channel: 'floor' },
      { type: 'LowerMax', lot: 'l1', bidder: 'anna', amountMinor: 1_000 },
      { type: 'OpenLot', lot: { a: [1] } },
      { type: 'RegisterBidder', bidder: 'ben', limitMinor: null, paddle: ['7'] },
      { type: 'RegisterBidder', bidder: 'ben', limitMinor: null, paddle: 'room' },
      { type: 'RegisterBidder', bidder: 'ben', limitMinor: null, paddle: 'house' },
    ])
      expect([order, await clerk.order('s1', order as never)]).toEqual([
        order,
        { outcome: 'refused', reason: 'malformed', events: [] },
      ]);
    expect(seqOf(house)).toBe(seq);
    await clerk.line.close();
    for (const paddle of ['room', 'house'])
      await expect(house.house.users.add({ id: 'ben', role: 'bidder', password: null, paddle })).rejects.toThrow(
        /would pass for/,
      );
  });
});
