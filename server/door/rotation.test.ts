import { afterEach, describe, expect, it, vi } from 'vitest';
import { subjects } from '../../protocol/subjects.ts';
import type { LoginReply, Tick } from '../../protocol/wire.ts';
import { run as keysVerb } from '../cli/keys.ts';
import { openKeys } from '../nats/keys.ts';
import { smallSale } from '../stage/sales.ts';
import { type Desk, openDesk, openStage, type Stage } from '../stage/stage.ts';

const PORT = 4394;
/** A house ends and comes back in it, on a loaded machine too. */
const JWT_LIFE_MS = 6_000;

describe('rostrum keys rotate, while the house runs', () => {
  let stage: Stage | null = null;
  afterEach(async () => {
    vi.restoreAllMocks();
    await stage?.close();
    stage = null;
  });

  async function opened(jwtLifeMs: number): Promise<Stage> {
    stage = await openStage({ port: PORT, sales: [smallSale('s1')], limits: { jwtLifeMs } });
    for (const bidder of ['anna', 'ben']) {
      await stage.addPerson(bidder);
      await stage.register('s1', bidder);
    }
    await stage.house.rooms.get('s1')?.order({ type: 'OpenLot', lot: 'l1' });
    return stage;
  }
  /** Runs the verb; answers the new public key. */
  async function rotate(dir: string, ...options: readonly string[]): Promise<string> {
    let said = '';
    const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
    expect(await keysVerb(['rotate', ...options, '--data', dir])).toBe(0);
    out.mockRestore();
    return /signing +(A\w+)/.exec(said)?.[1] ?? '';
  }
  const issuerOf = ({ login }: Desk) =>
    JSON.parse(Buffer.from(login.jwt.split('.')[1] ?? '', 'base64url').toString()).iss as string;
  const bid = (desk: Desk, id: string, amountMinor: number) => desk.bid('s1', { id, lot: 'l1', amountMinor });
  async function renewed(house: Stage, desk: Desk): Promise<Desk> {
    const reply = await house.post('/v1/renew', desk.signed());
    expect(reply.status).toBe(200);
    return openDesk(desk.id, desk.key, (await reply.json()) as LoginReply);
  }

  it('leaves every desk its connection; the next renewal is of the new key, and no tick is lost', async () => {
    const house = await opened(300_000);
    const anna = await house.desk('anna');
    const ben = await house.desk('ben');
    const seen: number[] = [];
    const listen = (desk: Desk) =>
      desk.line.subscribe(subjects.tick('s1', 'l1'), ({ text }) => seen.push((JSON.parse(text) as Tick).rev));
    listen(ben);
    await ben.line.settle();
    const old = issuerOf(ben);
    expect((await bid(anna, 'a1', 1_000)).outcome).toBe('accepted');
    const key = await rotate(house.dir);
    expect((await bid(ben, 'b1', 1_100)).outcome).toBe('accepted');
    const next = await renewed(house, ben);
    expect([issuerOf(ben), issuerOf(next)]).toEqual([old, key]);
    listen(next);
    await next.line.settle();
    await ben.line.settle();
    await ben.line.close();
    expect((await bid(anna, 'a2', 1_200)).outcome).toBe('accepted');
    // A login of now is of the new key, and is let in.
    const second = await house.desk('anna');
    expect(issuerOf(second)).toBe(key);
    expect((await bid(next, 'b2', 1_300)).outcome).toBe('accepted');
    await next.line.settle();
    const last = (await next.snapshot('s1')).ticks[0]?.rev ?? 0;
    expect([...new Set(seen)]).toEqual([last - 3, last - 2, last - 1, last]);
    for (const desk of [anna, next, second]) await desk.line.close();
  });

  it('is of the next house too, with the one before while a session of it can be left, and then of the new key alone', async () => {
    const house = await opened(JWT_LIFE_MS);
    const anna = await house.desk('anna');
    const key = await rotate(house.dir);
    const next = await house.restart();
    stage = next;
    // A session of the key before, which the house that signed it left behind.
    const again = await renewed(next, anna);
    expect(issuerOf(again)).toBe(key);
    await vi.waitFor(
      async () => {
        expect((await openKeys(next.dir)).before).toBeNull();
      },
      { timeout: 60_000, interval: 100 },
    );
    const ben = await next.desk('ben');
    expect(issuerOf(ben)).toBe(key);
    await ben.line.close();
  });

  it('with --now cuts everybody off, and lets nobody renew', async () => {
    const house = await opened(300_000);
    const anna = await house.desk('anna');
    const key = await rotate(house.dir, '--now');
    await anna.line.closed;
    expect((await house.post('/v1/renew', anna.signed())).status).toBe(401);
    await expect(openDesk('anna', anna.key, anna.login)).rejects.toThrow(/not let in/);
    const fresh = await house.desk('anna');
    expect(issuerOf(fresh)).toBe(key);
    // The house's own line is of the account, and stays.
    await house.house.rooms.get('s1')?.order({ type: 'HoldSale', reason: 'a pause' });
    expect((await fresh.snapshot('s1')).held).not.toBeNull();
    await fresh.line.close();
  });
});
