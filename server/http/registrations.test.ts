import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RegistrationState, SESSION_HEADERS } from '../../protocol/wire.ts';
import { smallSale } from '../stage/sales.ts';
import { type Desk, openStage, type Stage } from '../stage/stage.ts';

const STATES = ['approved', 'approved-limited', 'declined', 'suspended'] as const;
const MAY_BID: readonly RegistrationState[] = ['approved', 'approved-limited'];

describe('what a clerk decides of a bidder', () => {
  let stage: Stage;
  let clerk: Desk;
  let at = Date.now();
  beforeAll(async () => {
    stage = await openStage({ port: 4420, sales: [smallSale('s1')] });
    await stage.addPerson('clerk', 'clerk', ['s1']);
    clerk = await stage.desk('clerk');
  });
  afterAll(() => stage?.close());

  const path = '/v1/sales/s1/registrations';
  function signed(by: Desk): Record<string, string> {
    at += 1;
    const proof = by.signed(at);
    return {
      [SESSION_HEADERS.jwt]: proof.jwt,
      [SESSION_HEADERS.at]: String(proof.at),
      [SESSION_HEADERS.signature]: proof.signature,
    };
  }
  async function decide(bidder: string, state: (typeof STATES)[number]): Promise<number> {
    const limit = state === 'approved-limited' ? { limitMinor: 5_000 } : {};
    return (await stage.post(`${path}/decide`, { bidder, state, ...limit }, signed(clerk))).status;
  }
  const mayBid = (bidder: string) => {
    const known = stage.house.rooms.get('s1')?.state.bidders.get(bidder);
    return known !== undefined && known.suspendedBy === null;
  };

  it.each(STATES.flatMap((first) => STATES.flatMap((then) => STATES.map((last) => [first, then, last] as const))))(
    'holds in the list and in the log: %s, then %s, then %s',
    async (...states) => {
      const bidder = states.join('_').replaceAll('approved', 'a').replaceAll('limited', 'l');
      await stage.addPerson(bidder);
      for (const state of states) {
        expect(await decide(bidder, state)).toBe(200);
        expect([state, mayBid(bidder)]).toEqual([state, MAY_BID.includes(state)]);
        expect(stage.house.registrations.find('s1', bidder)?.state).toBe(state);
      }
    },
  );

  it('does not undo what the house has decided', async () => {
    await stage.addPerson('rude');
    expect(await decide('rude', 'approved')).toBe(200);
    await stage.house.suspend('rude', 'unpaid elsewhere');
    expect(await decide('rude', 'approved')).toBe(409);
    expect(mayBid('rude')).toBe(false);
    await stage.house.reinstate('rude');
    expect(await decide('rude', 'approved')).toBe(200);
    expect(mayBid('rude')).toBe(true);
  });

  it.each(['approved', 'suspended'] as const)(
    'does not undo what the house decides meanwhile of one who was %s',
    async (before) => {
      const room = stage.house.rooms.get('s1');
      if (room === undefined) throw new Error('no room');
      const bidder = `meanwhile-${before}`;
      await stage.addPerson(bidder);
      if (before === 'suspended') for (const state of ['approved', 'suspended'] as const) await decide(bidder, state);
      const orders = vi.spyOn(room, 'order').mockClear();
      room.sequencer.pause();
      const deciding = decide(bidder, 'approved');
      await expect.poll(() => orders.mock.calls.length).toBe(1);
      const suspending = stage.house.suspend(bidder, 'unpaid elsewhere');
      room.sequencer.resume(null);
      await suspending;
      expect(await deciding).toBe(409);
      expect(mayBid(bidder)).toBe(false);
      expect(stage.house.registrations.find('s1', bidder)?.state).toBe('suspended');
    },
  );

  it('stands beside what the house has decided, and stays when that is lifted', async () => {
    await stage.addPerson('both');
    expect(await decide('both', 'approved')).toBe(200);
    await stage.house.suspend('both', 'unpaid elsewhere');
    expect(await decide('both', 'declined')).toBe(200);
    await stage.house.reinstate('both');
    expect(mayBid('both')).toBe(false);
    expect(stage.house.registrations.find('s1', 'both')?.state).toBe('declined');
    expect(await decide('both', 'approved')).toBe(200);
    expect(mayBid('both')).toBe(true);
  });

  it('holds for whoever was registered from the rostrum, and is in no list by hand', async () => {
    await stage.addPerson('walk-in');
    await clerk.order('s1', { type: 'RegisterBidder', bidder: 'walk-in', limitMinor: null });
    expect(await decide('walk-in', 'declined')).toBe(200);
    expect(mayBid('walk-in')).toBe(false);
    expect(await decide('walk-in', 'approved')).toBe(200);
    expect(mayBid('walk-in')).toBe(true);
  });
});
