import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { RegistrationList } from '../../protocol/setup.ts';
import { SESSION_HEADERS } from '../../protocol/wire.ts';
import { smallSale } from '../stage/sales.ts';
import { type Desk, openStage, type Stage } from '../stage/stage.ts';

describe('the list of registrations', () => {
  let stage: Stage | null = null;
  afterEach(async () => {
    await stage?.close();
    stage = null;
  });
  let at = Date.now();
  const listed = async (house: Stage, desk: Desk) => {
    at += 1;
    const signed = desk.signed(at);
    const headers = {
      [SESSION_HEADERS.jwt]: signed.jwt,
      [SESSION_HEADERS.at]: String(signed.at),
      [SESSION_HEADERS.signature]: signed.signature,
    };
    const reply = await fetch(`${house.house.url}/v1/sales/s1/registrations`, { headers });
    const { registrations } = (await reply.json()) as RegistrationList;
    return Object.fromEntries(registrations.map(({ bidder, state, paddle }) => [bidder, [state, paddle]]));
  };

  it('has whoever is registered or suspended from the rostrum, also after the list was lost', async () => {
    stage = await openStage({ port: 4400, sales: [smallSale('s1')] });
    await stage.addPerson('clerk', 'clerk', ['s1']);
    const clerk = await stage.desk('clerk');
    await clerk.order('s1', { type: 'RegisterBidder', bidder: 'walk-in', limitMinor: null, paddle: '77' });
    await clerk.order('s1', { type: 'RegisterBidder', bidder: 'careful', limitMinor: 50_000 });
    await clerk.order('s1', { type: 'RegisterBidder', bidder: 'rude', limitMinor: null });
    await clerk.order('s1', { type: 'SuspendBidder', bidder: 'rude', reason: 'shouted' });
    const all = { 'walk-in': ['approved', '77'], careful: ['approved-limited', '2'], rude: ['suspended', '3'] };
    expect(await listed(stage, clerk)).toEqual(all);
    await clerk.line.close();
    await stage.house.registrations.settled();
    await rm(join(stage.dir, 'registrations.json'));
    stage = await stage.restart();
    const again = await stage.desk('clerk');
    expect(await listed(stage, again)).toEqual(all);
    await again.order('s1', { type: 'ReinstateBidder', bidder: 'rude' });
    expect(await listed(stage, again)).toMatchObject({ rude: ['approved', '3'] });
    await again.line.close();
  });
});
