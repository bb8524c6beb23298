import { createUser } from 'nkeys.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogRecord } from '../../protocol/event.ts';
import { subjects } from '../../protocol/subjects.ts';
import type { LoginReply, Tick } from '../../protocol/wire.ts';
import { smallSale } from '../stage/sales.ts';
import { openDesk, openStage, PASSWORD, type Stage } from '../stage/stage.ts';

const JWT_LIFE_MS = 5_000;

describe('a session', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({
      port: 4362,
      sales: [smallSale('s1')],
      limits: {
        jwtLifeMs: JWT_LIFE_MS,
        bidder: { perSecond: 2_000, burst: 2_000 },
        bidderLot: { perSecond: 2_000, burst: 2_000 },
      },
    });
    for (const bidder of ['anna', 'ben', 'carl', 'dora']) {
      await stage.addPerson(bidder);
      await stage.register('s1', bidder);
    }
    await stage.addPerson('clerk', 'clerk', ['s1']);
    await stage.house.rooms.get('s1')?.order({ type: 'OpenLot', lot: 'l1' });
  });
  afterAll(() => stage?.close());

  const renew = (body: unknown) => stage.post('/v1/renew', body);

  it('is the same answer for an unknown user and a wrong password', async () => {
    const publicKey = createUser().getPublicKey();
    const unknown = await stage.post('/v1/login', { user: 'nobody', password: PASSWORD, publicKey });
    const wrong = await stage.post('/v1/login', { user: 'anna', password: 'wrong horse', publicKey });
    expect([unknown.status, await unknown.text()]).toEqual([wrong.status, await wrong.text()]);
    expect(unknown.status).toBe(401);
  });

  it('ends by itself, and not before its time', async () => {
    const ben = await stage.desk('ben');
    await ben.line.closed;
    // A JWT ends with a whole second.
    expect(Date.now()).toBeGreaterThan(ben.login.expiresAt - 1_000);
    expect(ben.line.errors.join()).toMatch(/expired/i);
  });

  it('is renewed with no tick lost, though it ends several times', async () => {
    const seller = await stage.desk('anna');
    const seen = new Set<number>();
    const listen = (desk: Awaited<ReturnType<typeof openDesk>>) =>
      desk.line.subscribe(subjects.tick('s1', 'l1'), ({ text }) => {
        const tick = JSON.parse(text) as Tick;
        for (let rev = (tick.fromRev ?? tick.rev - 1) + 1; rev <= tick.rev; rev += 1) seen.add(rev);
      });
    let watcher = await stage.desk('ben');
    listen(watcher);
    await watcher.line.settle();
    const first = (await watcher.snapshot('s1')).ticks[0]?.rev ?? 0;
    let bidding = true;
    const bids = (async () => {
      // Two bidders outbid each other; each of the bids is one rev.
      let amountMinor = 1_000;
      let [now, then] = [seller, await stage.desk('carl')];
      let renewedAt = Date.now();
      for (let n = 0; bidding; n += 1) {
        const reply = await now.bid('s1', { id: `r${n}`, lot: 'l1', amountMinor });
        expect(reply.outcome).toBe('accepted');
        amountMinor = reply.askMinor ?? amountMinor;
        [now, then] = [then, now];
        // By age too: on a slow machine fifty bids may take a whole life.
        if (n % 50 === 0 || Date.now() > renewedAt + JWT_LIFE_MS * 0.4) {
          renewedAt = Date.now();
          for (const desk of [now, then]) {
            const login = (await (await renew(desk.signed())).json()) as LoginReply;
            const next = await openDesk(desk.id, desk.key, login);
            await desk.line.close();
            if (desk === now) now = next;
            else then = next;
          }
        }
      }
    })();
    const firstLogin = watcher.login.expiresAt;
    for (let turn = 0; turn < 4; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, JWT_LIFE_MS * 0.4));
      const reply = await renew(watcher.signed());
      expect(reply.status).toBe(200);
      // Make before break.
      const next = await openDesk('ben', watcher.key, (await reply.json()) as LoginReply);
      listen(next);
      await next.line.settle();
      // What was said before the new ears were there is still on its way to the old ones.
      await watcher.line.settle();
      await watcher.line.close();
      watcher = next;
    }
    expect(Date.now()).toBeGreaterThan(firstLogin);
    bidding = false;
    await bids;
    await watcher.line.settle();
    const last = (await watcher.snapshot('s1')).ticks[0]?.rev ?? 0;
    expect(last - first).toBeGreaterThan(100);
    const missed = [];
    for (let rev = first + 1; rev <= last; rev += 1) if (!seen.has(rev)) missed.push(rev);
    expect(missed).toEqual([]);
  });

  it('is renewed by a fresh signature of its own key, once', async () => {
    const anna = await stage.desk('anna');
    const good = anna.signed();
    const mallory = createUser();
    const foreign = Buffer.from(mallory.sign(Buffer.from(`${good.jwt}.${good.at}`))).toString('base64');
    expect((await renew({ ...good, signature: foreign })).status).toBe(401);
    expect((await renew({ ...good, at: good.at + 1 })).status).toBe(401);
    expect((await renew(anna.signed(Date.now() - 31_000))).status).toBe(401);
    expect((await renew(anna.signed(Date.now() + 31_000))).status).toBe(401);
    expect((await renew(good)).status).toBe(200);
    expect((await renew(good)).status).toBe(401);
    // Base64 has several spellings of one signature.
    expect((await renew({ ...good, signature: `${good.signature} ` })).status).toBe(401);
    await anna.line.close();
  });

  it('ends by a logout: the connection drops and the JWT is worth nothing', async () => {
    const anna = await stage.desk('anna');
    expect((await stage.post('/v1/logout', anna.signed())).status).toBe(200);
    await anna.line.closed;
    expect((await renew(anna.signed())).status).toBe(401);
    await expect(openDesk('anna', anna.key, anna.login)).rejects.toThrow(/not let in/);
    const again = await stage.post('/v1/login', {
      user: 'anna',
      password: PASSWORD,
      publicKey: anna.key.getPublicKey(),
    });
    const back = await openDesk('anna', anna.key, (await again.json()) as LoginReply);
    expect(back.line.isOpen()).toBe(true);
    await back.line.close();
  });

  it('of a suspended bidder drops at once, and nothing sequenced after it is accepted', async () => {
    const dora = await stage.desk('dora');
    const room = stage.house.rooms.get('s1');
    const { ticks } = await dora.snapshot('s1');
    let amountMinor = ticks[0]?.askMinor ?? 0;
    // Bids in full flight when it happens.
    const flood = setInterval(() => {
      for (let n = 0; n < 20; n += 1) {
        const bid = { id: crypto.randomUUID(), lot: 'l1', kind: 'max', amountMinor, basedOnRev: 0, sentAt: 0 };
        amountMinor += 100;
        dora.line.publish(subjects.bid('s1', 'dora'), JSON.stringify(bid));
      }
    }, 1);
    const before = room?.journal.lastSeq ?? 0;
    await expect.poll(() => room?.journal.lastSeq ?? 0).toBeGreaterThan(before + 20);
    await stage.house.suspend('dora', 'unpaid');
    await dora.line.closed;
    // By the house, and not at the end of the JWT's life.
    expect(dora.line.errors.join()).not.toMatch(/expired/i);
    clearInterval(flood);
    const records: LogRecord[] = [];
    for await (const record of room?.journal.read(1) ?? []) records.push(record);
    const at = records.findIndex(({ events }) => events.some((event) => event.type === 'BidderSuspended'));
    expect(at).toBeGreaterThan(0);
    const accepted = (list: typeof records) =>
      list.filter(({ events }) => events.some((event) => event.type === 'BidAccepted' && event.bidder === 'dora'))
        .length;
    expect(accepted(records.slice(0, at))).toBeGreaterThan(0);
    expect(accepted(records.slice(at))).toBe(0);
    await expect(openDesk('dora', dora.key, dora.login)).rejects.toThrow(/not let in/);
    await expect(stage.desk('dora')).rejects.toThrow(/401|unauthorised/);
    await stage.house.reinstate('dora');
    const back = await stage.desk('dora');
    expect((await back.snapshot('s1')).standing).toMatchObject({ suspended: false });
    await back.line.close();
  });

  it('of a bidder whom a clerk suspends in one sale drops too; he may watch on', async () => {
    const [carl, clerk] = [await stage.desk('carl'), await stage.desk('clerk')];
    await clerk.order('s1', { type: 'SuspendBidder', bidder: 'carl', reason: 'disputes' });
    await carl.line.closed;
    const back = await stage.desk('carl');
    expect(await back.bid('s1', { id: 'c1', lot: 'l1', amountMinor: 9_000_000 })).toMatchObject({
      reason: 'suspended',
    });
    await Promise.all([back.line.close(), clerk.line.close()]);
  });
});
