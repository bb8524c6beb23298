import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sale } from '../protocol/sale.ts';
import { subjects } from '../protocol/subjects.ts';
import type { BidReply, ReviewReply } from '../protocol/wire.ts';
import { liveLot, smallSale } from './stage/sales.ts';
import { type Desk, openStage, type Stage } from './stage/stage.ts';

/** The wire as its contract says it, name by name: whoever writes a program of his own has only that. */
const SALE: Sale = {
  ...smallSale(
    's1',
    ['l1', 'l2', 'l3', 'l4'].map((id, at) => liveLot(id, at + 1)),
  ),
};
type Message = Readonly<Record<string, unknown>>;
const keysOf = (message: object) => Object.keys(message).sort();
const TICK = [
  ...['lot', 'rev', 'seq', 'at', 'status', 'priceMinor', 'askMinor', 'leader', 'reserveMet', 'closesAt', 'bids'],
  'last',
].sort();
const TICK_MORE = ['openedAt', 'fromRev'];
const REPLY = ['id', 'outcome', 'seq', 'rev', 'askMinor', 'priceMinor', 'leading', 'receivedAt', 'decidedAt'];

describe('the wire', () => {
  let stage: Stage;
  let anna: Desk;
  let ben: Desk;
  let clerk: Desk;
  const heard = { tick: [] as Message[], sale: [] as Message[], head: [] as Message[] };
  const words: Record<string, Message[]> = { anna: [], ben: [] };

  beforeAll(async () => {
    stage = await openStage({ port: 4423, sales: [SALE] });
    for (const id of ['anna', 'ben', 'carl']) await stage.addPerson(id);
    await stage.addPerson('clerk', 'clerk', ['s1']);
    await stage.addPerson('robin', 'reviewer', ['s1']);
    [anna, ben, clerk] = [await stage.desk('anna'), await stage.desk('ben'), await stage.desk('clerk')];
    for (const kind of ['tick', 'sale', 'head'] as const)
      ben.line.subscribe(`rostrum.v1.${kind}.>`, ({ text }) => heard[kind].push(JSON.parse(text)));
    for (const desk of [anna, ben])
      desk.line.subscribe(`rostrum.v1.you.*.${desk.id}`, ({ text }) => words[desk.id]?.push(JSON.parse(text)));
    await Promise.all([anna.line.settle(), ben.line.settle()]);
    await order({ type: 'RegisterBidder', bidder: 'anna', limitMinor: 50_000, paddle: '7' });
    await order({ type: 'RegisterBidder', bidder: 'ben', limitMinor: null });
    await order({ type: 'RegisterBidder', bidder: 'carl', limitMinor: null });
  });
  afterAll(() => stage?.close());

  const ask = async (desk: Desk, subject: string, body: unknown) =>
    JSON.parse((await desk.line.request(subject, body)).text) as Message;
  const order = (command: Message) => ask(clerk, 'rostrum.v1.clerk.s1.clerk', command);
  const bid = async (desk: Desk, body: Message) =>
    (await ask(desk, `rostrum.v1.bid.s1.${desk.id}`, { kind: 'bid', basedOnRev: 0, sentAt: 0, ...body })) as BidReply &
      Message;
  const tickOf = async (rev: number, lot: string) => {
    await expect.poll(() => heard.tick.some((tick) => tick.lot === lot && tick.rev === rev)).toBe(true);
    return heard.tick.find((tick) => tick.lot === lot && tick.rev === rev);
  };

  it('answers a clerk with the outcome and the events', async () => {
    expect(await order({ type: 'OpenLot', lot: 'l1' })).toEqual({
      outcome: 'accepted',
      seq: expect.any(Number),
      events: [{ type: 'LotOpened', lot: 'l1', rev: 1 }],
    });
    expect(await order({ type: 'Hammer', lot: 'l1' })).toMatchObject({
      outcome: 'refused',
      reason: 'no-bid',
      events: [{ type: 'CommandRefused', reason: 'no-bid' }],
    });
    // What is stamped by the house cannot be said by him.
    const before = Date.now();
    expect(await order({ type: 'FairWarning', lot: 'l1', at: 1, seq: 1 })).toMatchObject({ outcome: 'accepted' });
    expect(Number((await tickOf(2, 'l1'))?.at)).toBeGreaterThan(before - 60_000);
  });

  it('answers a bid with these names and no others, and the same id with the first decision', async () => {
    const first = await bid(anna, { id: 'a1', lot: 'l1', amountMinor: 1_000 });
    expect(keysOf(first)).toEqual([...REPLY].sort());
    expect(first).toMatchObject({ id: 'a1', outcome: 'accepted', rev: 3, askMinor: 1_100, priceMinor: 1_000 });
    expect(first).toMatchObject({ leading: true });
    expect(first.decidedAt).toBeGreaterThanOrEqual(first.receivedAt);
    const again = await bid(anna, { id: 'a1', lot: 'l1', amountMinor: 9_000 });
    expect(again).toMatchObject({ id: 'a1', outcome: 'accepted', seq: first.seq, duplicate: true });
    const rejected = await bid(ben, { id: 'b1', lot: 'l1', amountMinor: 1_050, basedOnRev: 2 });
    expect(keysOf(rejected)).toEqual([...REPLY, 'reason'].sort());
    expect(rejected).toMatchObject({ outcome: 'rejected', reason: 'below-ask', askMinor: 1_100, leading: false });
    expect(await bid(ben, { id: 'a1', lot: 'l1', amountMinor: 5_000 })).toMatchObject({
      outcome: 'rejected',
      reason: 'malformed',
    });
    for (const [id, lot, reason] of [
      ['b2', 'l9', 'unknown-lot'],
      ['b3', 'l2', 'not-open'],
    ])
      expect(await bid(ben, { id, lot, amountMinor: 5_000 })).toMatchObject({ id, outcome: 'rejected', reason });
    expect(await bid(ben, { id: 'b4', lot: 'l1', amountMinor: 5_000, kind: 'book' })).toMatchObject({
      id: 'b4',
      outcome: 'refused',
      reason: 'malformed',
    });
  });

  it('takes a maximum on an upcoming lot as a book bid, and lowers it', async () => {
    expect(await bid(anna, { id: 'k1', lot: 'l2', amountMinor: 9_000, kind: 'max' })).toMatchObject({
      outcome: 'accepted',
    });
    expect(await bid(anna, { id: 'k2', lot: 'l2', amountMinor: 4_000, kind: 'lower' })).toMatchObject({
      id: 'k2',
      outcome: 'accepted',
    });
    expect(await bid(anna, { id: 'k3', lot: 'l2', amountMinor: 4_000, kind: 'lower' })).toMatchObject({
      id: 'k3',
      outcome: 'rejected',
      reason: 'max-not-lowered',
    });
    const records = [];
    for await (const { command } of stage.house.rooms.get('s1')?.journal.read(1) ?? []) records.push(command);
    expect(records.find((one) => 'id' in one && one.id === 'k1')).toMatchObject({ channel: 'book', kind: 'max' });
    expect(records.find((one) => 'id' in one && one.id === 'a1')).toMatchObject({ channel: 'online', bidder: 'anna' });
  });

  it('says to all what changed of a lot, by paddles, in the order of its revs', async () => {
    const tick = await tickOf(3, 'l1');
    expect(tick).toMatchObject({
      status: 'open',
      priceMinor: 1_000,
      askMinor: 1_100,
      leader: '7',
      bids: 1,
      closesAt: null,
      last: { kind: 'bid', channel: 'online', amountMinor: 1_000, bidder: '7' },
    });
    for (const one of heard.tick) {
      expect(keysOf(one).filter((key) => !TICK_MORE.includes(key))).toEqual(TICK);
      if (one.last !== null) expect(keysOf(one.last as object)).toEqual(['amountMinor', 'bidder', 'channel', 'kind']);
    }
    for (const lot of ['l1', 'l2']) {
      const revs = heard.tick.filter((one) => one.lot === lot).map(({ rev }) => Number(rev));
      expect(revs).toEqual([...revs].sort((a, b) => a - b));
    }
    expect(JSON.stringify(heard)).not.toMatch(/anna|9000|4000/);
  });

  it('says to one what concerns him, and to nobody else', async () => {
    await bid(ben, { id: 'b5', lot: 'l1', amountMinor: 3_000, kind: 'max' });
    await expect.poll(() => words.anna?.map(({ type }) => type)).toContain('outbid');
    expect(words.ben).toContainEqual(expect.objectContaining({ type: 'leading', lot: 'l1', maxMinor: 3_000 }));
    expect(words.ben).not.toContainEqual(expect.objectContaining({ type: 'outbid' }));
    await order({ type: 'RegisterBidder', bidder: 'anna', limitMinor: 40_000 });
    await expect
      .poll(() => words.anna)
      .toContainEqual(expect.objectContaining({ type: 'limit', limitMinor: 40_000, usedMinor: expect.any(Number) }));
    await order({ type: 'Hammer', lot: 'l1' });
    await expect
      .poll(() => words.ben)
      .toContainEqual(expect.objectContaining({ type: 'won', lot: 'l1', hammerMinor: 1_100, premiumMinor: 275 }));
    expect(JSON.stringify(words.anna)).not.toMatch(/3000|won/);
  });

  it('says what concerns the sale: holds, registrations, overrides with their reasons', async () => {
    await order({ type: 'HoldSale', reason: 'the lamp fell' });
    await order({ type: 'ResumeSale', graceMs: 0 });
    await order({ type: 'OpenLot', lot: 'l3' });
    await order({ type: 'SetAsk', lot: 'l3', askMinor: 1_500, reason: 'the room is warm' });
    await order({ type: 'Pass', lot: 'l3', reason: 'no hand' });
    await order({ type: 'Reopen', lot: 'l3', reason: 'a hand after all' });
    await bid(ben, { id: 'b6', lot: 'l3', amountMinor: 1_500 });
    await order({ type: 'VoidBid', bidId: 'b6', reason: 'a slip' });
    await order({ type: 'Withdraw', lot: 'l3', reason: 'it broke' });
    const reasons = ['the lamp fell', 'the room is warm', 'no hand', 'a hand after all', 'a slip', 'it broke'];
    await expect
      .poll(() => heard.sale.flatMap(({ reason }) => (reason === undefined ? [] : [reason])))
      .toEqual(reasons);
    const { sale } = heard;
    expect(sale.filter(({ type }) => type === 'registered').map(({ count }) => count)).toEqual([1, 2, 3, 3]);
    expect(sale.map(({ type }) => type)).toEqual(expect.arrayContaining(['held', 'resumed', 'registered', 'override']));
  });

  it('says every second where each lot and the log are', async () => {
    const had = heard.head.length;
    const began = performance.now();
    await expect.poll(() => heard.head.length, { timeout: 20_000 }).toBeGreaterThan(had + 2);
    expect(performance.now() - began).toBeGreaterThan(1_000);
    const head = heard.head.at(-1) ?? {};
    expect(keysOf(head)).toEqual(['at', 'log', 'revs', 'seq']);
    expect(Object.keys(head.revs as object).sort()).toEqual(['l1', 'l2', 'l3', 'l4']);
    const { ticks, seq } = await ben.snapshot('s1');
    expect(head.revs).toEqual(Object.fromEntries(ticks.map(({ lot, rev }) => [lot, rev])));
    expect(head).toMatchObject({ seq, log: { size: seq, root: expect.any(String), signature: expect.any(String) } });
  });

  it('answers with the whole sale as the ticks told it, and the asker’s own standing', async () => {
    const snapshot = await anna.snapshot('s1');
    const told = (lot: string) => heard.tick.filter((tick) => tick.lot === lot).at(-1);
    for (const tick of snapshot.ticks) if (tick.lot !== 'l4') expect(tick).toEqual(told(tick.lot));
    expect(snapshot.standing).toMatchObject({ bidder: 'anna', limitMinor: 40_000, maxima: { l2: 4_000 } });
    expect((await ben.snapshot('s1')).standing).toMatchObject({ bidder: 'ben', won: ['l1'], wonMinor: 1_100 });
    expect(await ask(anna, 'rostrum.v1.time.anna', { t0: 12.5 })).toEqual({
      t0: 12.5,
      t1: expect.any(Number),
      t2: expect.any(Number),
    });
  });

  it('answers a reviewer page by page', async () => {
    const robin = await stage.desk('robin');
    const seqs: number[] = [];
    let fromSeq: number | null = 1;
    let last = 0;
    while (fromSeq !== null) {
      const page = (await ask(robin, 'rostrum.v1.review.s1.robin', { fromSeq, limit: 4, filter: {} })) as ReviewReply &
        Message;
      expect(page.rows.length).toBeLessThanOrEqual(4);
      seqs.push(...page.rows.map(({ seq }) => seq));
      fromSeq = page.nextSeq;
      last = page.lastSeq;
    }
    expect(seqs).toEqual(Array.from({ length: last }, (_, at) => at + 1));
    await robin.line.close();
  });

  it('takes 4 KiB and not a byte more', async () => {
    const sized = (id: string, bytes: number) => {
      const empty = JSON.stringify({ id, lot: 'l1', kind: 'bid', amountMinor: 1, pad: '' });
      return empty.replace('"pad":""', `"pad":"${'x'.repeat(bytes - empty.length)}"`);
    };
    const send = async (id: string, bytes: number) => {
      const text = sized(id, bytes);
      expect(text).toHaveLength(bytes);
      return JSON.parse((await ben.line.request('rostrum.v1.bid.s1.ben', text)).text) as BidReply;
    };
    expect(await send('z1', 4_096)).toMatchObject({ id: 'z1', outcome: 'rejected', reason: 'closed' });
    expect(await send('z2', 4_097)).toMatchObject({ outcome: 'refused', reason: 'malformed' });
  });

  it('lets people in for five minutes at most, for these subjects, by their own key', async () => {
    const claimsOf = ({ login }: Desk) =>
      JSON.parse(Buffer.from(login.jwt.split('.')[1] ?? '', 'base64url').toString()) as {
        readonly exp: number;
        readonly iat: number;
        readonly sub: string;
        readonly nats: { readonly pub: Message; readonly sub: Message; readonly bearer_token?: boolean };
      };
    for (const desk of [anna, clerk]) {
      const { exp, iat, sub, nats } = claimsOf(desk);
      expect(exp - iat).toBeLessThanOrEqual(300);
      expect(sub).toBe(desk.key.getPublicKey());
      expect(nats.bearer_token).not.toBe(true);
      expect(desk.login.expiresAt).toBe(exp * 1_000);
      const own = ['bid', 'snapshot', 'receipt'].map((kind) => `rostrum.v1.${kind}.*.${desk.id}`);
      const more = desk === clerk ? ['rostrum.v1.clerk.s1.clerk', 'rostrum.v1.review.s1.clerk'] : [];
      expect(nats.pub).toEqual({ allow: [...own, `rostrum.v1.time.${desk.id}`, ...more], deny: [] });
      expect(nats.sub).toEqual({
        allow: [
          ...['tick', 'sale', 'head'].map((kind) => `rostrum.v1.${kind}.>`),
          `rostrum.v1.you.*.${desk.id}`,
          `_INBOX_${desk.id}.>`,
        ],
        deny: [],
      });
    }
    expect(keysOf(anna.login)).toEqual(['expiresAt', 'jwt', 'servers', 'user']);
    expect(anna.login.user).toMatchObject({ id: 'anna', role: 'bidder', paddle: null });
    expect(subjects.bid('s1', 'anna')).toBe('rostrum.v1.bid.s1.anna');
  });

  it('tells a bidder that he is suspended before he is cut off', async () => {
    const carl = await stage.desk('carl');
    const told: Message[] = [];
    carl.line.subscribe('rostrum.v1.you.s1.carl', ({ text }) => told.push(JSON.parse(text)));
    await carl.line.settle();
    await order({ type: 'SuspendBidder', bidder: 'carl', reason: 'unpaid' });
    await carl.line.closed;
    expect(told).toContainEqual(expect.objectContaining({ type: 'suspended', reason: 'unpaid' }));
  });
});
