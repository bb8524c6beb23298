import { connect } from 'node:net';
import { Algorithms, encodeUser } from '@nats-io/jwt';
import { createAccount, createUser } from 'nkeys.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inboxPrefix, permissionsOf, subjects } from '../../protocol/subjects.ts';
import { userJwt } from '../nats/claims.ts';
import { type HouseKeys, openKeys } from '../nats/keys.ts';
import { openLine } from '../stage/line.ts';
import { smallSale } from '../stage/sales.ts';
import { type Desk, openStage, type Stage } from '../stage/stage.ts';

const PORT = 4359;

describe('a hostile desk on a real WebSocket', () => {
  let stage: Stage;
  let keys: HouseKeys;
  const desks = new Map<string, Desk>();
  const deskOf = (id: string): Desk => {
    const desk = desks.get(id);
    if (desk === undefined) throw new Error(`no desk ${id}`);
    return desk;
  };

  beforeAll(async () => {
    // How a flood is held back is another test's.
    const fast = { perSecond: 1_000, burst: 1_000 };
    stage = await openStage({ port: PORT, sales: [smallSale('s1'), smallSale('s2')], limits: { bidder: fast } });
    keys = await openKeys(stage.dir);
    await stage.addPerson('anna');
    await stage.addPerson('mallory');
    await stage.addPerson('clerk', 'clerk', ['s1']);
    await stage.addPerson('robin', 'reviewer', ['s1']);
    await stage.addPerson('olga', 'operator', ['s1']);
    for (const bidder of ['anna', 'mallory']) await stage.register('s1', bidder);
    await stage.house.rooms.get('s1')?.order({ type: 'OpenLot', lot: 'l1' });
    for (const id of ['anna', 'mallory', 'clerk', 'robin', 'olga']) desks.set(id, await stage.desk(id));
  });
  afterAll(() => stage?.close());

  const seqOf = (sale: string) => stage.house.rooms.get(sale)?.journal.lastSeq;

  /** What everybody must not do, whoever he is. */
  const FOREIGN_PUBLISH = [
    subjects.bid('s1', 'anna'),
    subjects.bid('s1', '*'),
    subjects.snapshot('s1', 'anna'),
    subjects.receipt('s1', 'anna'),
    subjects.time('anna'),
    subjects.tick('s1', 'l1'),
    subjects.sale('s1'),
    subjects.head('s1'),
    subjects.you('s1', 'anna'),
    subjects.clerk('s2', 'clerk'),
    subjects.review('s2', 'robin'),
    `${inboxPrefix('anna')}.1`,
    '_INBOX.1',
    '$JS.API.INFO',
    '$SYS.REQ.SERVER.PING',
    '$SYS.REQ.CLAIMS.UPDATE',
    'rostrum.v2.bid.s1.anna',
    'anything',
  ];
  const FOREIGN_SUBSCRIBE = [
    '>',
    '*',
    'rostrum.>',
    'rostrum.v1.>',
    'rostrum.v1.*.>',
    'rostrum.v1.bid.>',
    'rostrum.v1.you.>',
    'rostrum.v1.you.s1.*',
    subjects.bid('s1', 'anna'),
    subjects.bid('*', '*'),
    subjects.clerk('*', '*'),
    subjects.snapshot('*', '*'),
    subjects.time('*'),
    subjects.you('s1', 'anna'),
    `${inboxPrefix('anna')}.>`,
    '_INBOX.>',
    '_INBOX_*.>',
    '$JS.>',
    '$SYS.>',
    '$SYS.ACCOUNT.>',
  ];
  const OWN_ROLE_PUBLISH: Record<string, readonly string[]> = {
    mallory: [subjects.clerk('s1', 'mallory'), subjects.clerk('s1', 'clerk'), subjects.review('s1', 'mallory')],
    clerk: [subjects.clerk('s2', 'clerk'), subjects.clerk('s1', 'mallory')],
    robin: [subjects.clerk('s1', 'robin'), subjects.clerk('s1', 'clerk')],
    olga: [subjects.clerk('s1', 'olga'), subjects.clerk('s1', 'clerk'), subjects.review('s1', 'robin')],
  };

  describe.each(Object.keys(OWN_ROLE_PUBLISH))('as %s', (who) => {
    it.each([...FOREIGN_PUBLISH, ...(OWN_ROLE_PUBLISH[who] ?? [])])('may not publish to %s', async (subject) => {
      const before = [seqOf('s1'), seqOf('s2')];
      const { line } = deskOf(who);
      line.publish(subject, JSON.stringify({ id: 'x', lot: 'l1', kind: 'bid', amountMinor: 1_000, type: 'Hammer' }));
      await line.settle();
      // A wildcard is no subject to publish to: the server calls it invalid where it would deny another.
      expect(line.errors.at(-1)).toMatch(/^Permissions Violation for Publish to|^Invalid Publish Subject/);
      expect(line.errors.at(-1)?.toLowerCase()).toContain(subject.includes('*') ? '' : subject.toLowerCase());
      expect([seqOf('s1'), seqOf('s2')]).toEqual(before);
    });

    it.each(FOREIGN_SUBSCRIBE)('may not subscribe to %s', async (subject) => {
      const { line } = deskOf(who);
      line.subscribe(subject, () => {
        throw new Error('heard what was not for these ears');
      });
      await line.settle();
      expect(line.errors.at(-1)).toMatch(/^Permissions Violation for Subscription to/);
    });
  });

  it.each([
    ...FOREIGN_PUBLISH.map((subject) => `PUB ${subject} 2\r\n{}\r\n`),
    ...FOREIGN_SUBSCRIBE.map((subject) => `SUB ${subject} 1\r\n`),
    'PING\r\n',
    'CONNECT {}\r\n',
    `CONNECT ${JSON.stringify({ user: 'house', pass: 'house', auth_token: 'x', nkey: 'UAAA' })}\r\n`,
  ])('as nobody, without a session, hears and says nothing: %j', async (words) => {
    const before = [seqOf('s1'), seqOf('s2')];
    const said = await stranger(url(), words);
    expect(said).toMatch(/^INFO /);
    expect(said.replace(/^INFO .*\r\n/, '')).toMatch(
      /^-ERR 'Authoriz?ation |^$|^-ERR 'User Authentication|^-ERR 'Auth/i,
    );
    expect(said).not.toMatch(/^(MSG|PONG|\+OK)/m);
    expect([seqOf('s1'), seqOf('s2')]).toEqual(before);
  });

  it('is still let alone to do what it may', async () => {
    expect(await deskOf('mallory').bid('s1', { id: 'm1', lot: 'l1', amountMinor: 1_000 })).toMatchObject({
      outcome: 'accepted',
    });
  });

  it('cannot be served as the house: a queue of its own hears no bids', async () => {
    const { line } = deskOf('mallory');
    line.raw(`SUB ${subjects.bid('*', '*')} house 99\r\n`);
    await line.settle();
    expect(line.errors.at(-1)).toMatch(/^Permissions Violation for Subscription/);
    expect(await deskOf('anna').bid('s1', { id: 'a1', lot: 'l1', amountMinor: 1_100 })).toMatchObject({
      outcome: 'accepted',
    });
  });

  /** The house may publish anywhere; asked to answer there, it must not. */
  it.each([
    ['another’s inbox', `${inboxPrefix('anna')}.trap`],
    ['the inbox of one whose name begins alike', `${inboxPrefix('mallory2')}.trap`],
    ['the ticks', subjects.tick('s1', 'l1')],
    ['another’s private word', subjects.you('s1', 'anna')],
    ['another’s bids', subjects.bid('s1', 'anna')],
    ['the clerk', subjects.clerk('s1', 'clerk')],
  ])('cannot have the house speak at %s', async (_name, reply) => {
    const { line: anna } = deskOf('anna');
    const heard: string[] = [];
    for (const subject of [`${inboxPrefix('anna')}.trap`, subjects.tick('s1', '*'), subjects.you('s1', 'anna')])
      anna.subscribe(subject, ({ text }) => heard.push(text));
    await anna.settle();
    const before = seqOf('s1');
    const { line } = deskOf('mallory');
    const bid = JSON.stringify({ id: crypto.randomUUID(), lot: 'l1', kind: 'bid', amountMinor: 1 });
    for (const subject of ['bid', 'snapshot', 'receipt'] as const)
      line.publish(subjects[subject]('s1', 'mallory'), bid, reply);
    line.publish(subjects.time('mallory'), '{"t0":1}', reply);
    await line.settle();
    // What the house took before this answer it has dealt with.
    await deskOf('mallory').snapshot('s1');
    await anna.settle();
    expect(heard).toEqual([]);
    expect(seqOf('s1')).toBe(before);
  });

  const decide = (exp: number, key = keys) => {
    const user = createUser();
    const permissions = permissionsOf('anna', 'bidder', []);
    return userJwt(key, 'anna', user.getPublicKey(), permissions, exp).then((jwt) => ({ jwt, key: user }));
  };
  const now = () => Math.floor(Date.now() / 1_000);
  const url = () => stage.house.servers[0] ?? '';
  const inbox = inboxPrefix('anna');

  describe('a credential', () => {
    it('that is good comes in (the control)', async () => {
      const line = await openLine(url(), { ...(await decide(now() + 60)), inbox });
      await line.close();
    });
    it('that has expired does not', async () => {
      await expect(openLine(url(), { ...(await decide(now() - 1)), inbox })).rejects.toThrow(/not let in/);
    });
    it('that is not valid yet does not', async () => {
      const user = createUser();
      const options = { signer: keys.signing, exp: now() + 600, nbf: now() + 300, algorithm: Algorithms.v2 };
      const claims = { pub: { allow: ['>'] }, sub: { allow: ['>'] } };
      const jwt = await encodeUser('anna', user.getPublicKey(), keys.account.getPublicKey(), claims, options);
      await expect(openLine(url(), { jwt, key: user, inbox })).rejects.toThrow(/not let in/);
      // The control: the same, valid by now.
      const valid = await encodeUser('anna', user.getPublicKey(), keys.account.getPublicKey(), claims, {
        ...options,
        nbf: now() - 1,
      });
      await (await openLine(url(), { jwt: valid, key: user, inbox })).close();
    });
    it('of another house does not', async () => {
      const foreign = { ...keys, signing: createAccount() };
      await expect(openLine(url(), { ...(await decide(now() + 60, foreign)), inbox })).rejects.toThrow(/not let in/);
    });
    it('of another person, without his key, does not', async () => {
      const { jwt } = await decide(now() + 60);
      await expect(openLine(url(), { jwt, key: createUser(), inbox })).rejects.toThrow(/not let in/);
    });
    it('whose signature was cut off does not', async () => {
      const { jwt, key } = await decide(now() + 60);
      const cut = jwt.split('.').slice(0, 2).join('.');
      for (const bad of [cut, `${cut}.`, `${cut}.AAAA`])
        await expect(openLine(url(), { jwt: bad, key, inbox })).rejects.toThrow(/not let in/);
    });
    it('with more rights written in by hand does not', async () => {
      const { jwt, key } = await decide(now() + 60);
      const [head = '', body = '', signature = ''] = jwt.split('.');
      const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
      claims.nats.pub.allow = ['>'];
      const forged = [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
      await expect(openLine(url(), { jwt: forged, key, inbox })).rejects.toThrow(/not let in/);
    });
    it('of “alg: none” does not', async () => {
      const { jwt, key } = await decide(now() + 60);
      const head = Buffer.from(JSON.stringify({ typ: 'JWT', alg: 'none' })).toString('base64url');
      await expect(
        openLine(url(), { jwt: [head, ...jwt.split('.').slice(1, 2), ''].join('.'), key, inbox }),
      ).rejects.toThrow(/not let in/);
    });
    it('none at all does not', async () => {
      await expect(openLine(url(), { jwt: '', key: createUser(), inbox })).rejects.toThrow(/not let in/);
    });
  });

  /** Each is refused at the door or dropped, and never reaches the log. */
  const PAYLOADS: readonly (readonly [string, string | Uint8Array])[] = [
    ['nothing', ''],
    ['no JSON', '{'],
    ['no object', '[1,2]'],
    ['null', 'null'],
    ['a bomb of brackets', '['.repeat(4_000)],
    ['a deep object', `${'{"a":'.repeat(600)}1${'}'.repeat(600)}`],
    ['bytes that are no UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d)],
    ['a lone surrogate as id', String.raw`{"id":"\ud800","lot":"l1","kind":"bid","amountMinor":5000}`],
    ['a NUL in the id', String.raw`{"id":"a\u0000b","lot":"l1","kind":"bid","amountMinor":5000}`],
    ['a right-to-left mark in the lot', String.raw`{"id":"x1","lot":"l\u202e1","kind":"bid","amountMinor":5000}`],
    ['a subject as lot', '{"id":"x1","lot":"l1.*.>","kind":"bid","amountMinor":5000}'],
    ['a float', '{"id":"x1","lot":"l1","kind":"bid","amountMinor":1200.5}'],
    ['a negative amount', '{"id":"x1","lot":"l1","kind":"bid","amountMinor":-1}'],
    ['minus zero', '{"id":"x1","lot":"l1","kind":"bid","amountMinor":-0}'],
    ['more than is safe', '{"id":"x1","lot":"l1","kind":"bid","amountMinor":9007199254740993}'],
    ['infinity', '{"id":"x1","lot":"l1","kind":"bid","amountMinor":1e999}'],
    ['a string for an amount', '{"id":"x1","lot":"l1","kind":"bid","amountMinor":"5000"}'],
    ['a kind that is none', '{"id":"x1","lot":"l1","kind":"constructor","amountMinor":5000}'],
    ['fields only on the prototype', '{"__proto__":{"id":"x1","lot":"l1","kind":"bid","amountMinor":5000}}'],
    ['an id of a thousand letters', `{"id":"${'x'.repeat(1_000)}","lot":"l1","kind":"bid","amountMinor":5000}`],
    [
      '4 KiB and one byte',
      JSON.stringify({ id: 'x1', lot: 'l1', kind: 'bid', amountMinor: 5_000, pad: 'x'.repeat(4_096) }),
    ],
  ];
  it.each(PAYLOADS)('a payload of %s is refused and not journaled', async (_name, payload) => {
    const { line } = deskOf('mallory');
    const before = seqOf('s1');
    const answer = new Promise<string>((resolve) =>
      line.subscribe(`${inboxPrefix('mallory')}.p`, ({ text }) => resolve(text)),
    );
    line.publish(subjects.bid('s1', 'mallory'), payload, `${inboxPrefix('mallory')}.p`);
    expect(JSON.parse(await answer)).toMatchObject({ outcome: 'refused', reason: 'malformed' });
    expect(seqOf('s1')).toBe(before);
  });

  it('a bidder in the payload is not the bidder', async () => {
    const reply = await deskOf('mallory').bid('s1', {
      id: 'm9',
      lot: 'l1',
      amountMinor: 1_200,
      bidder: 'anna',
      channel: 'house',
    } as never);
    expect(reply).toMatchObject({ outcome: 'accepted', leading: true });
    expect(await deskOf('mallory').snapshot('s1')).toMatchObject({
      standing: { bidder: 'mallory', maxima: { l1: 1_200 } },
    });
  });

  it('a clerk may not bid in a bidder’s online name, nor stop the clock, nor make a sale', async () => {
    const bid = {
      type: 'PlaceBid',
      id: 'c1',
      lot: 'l1',
      bidder: 'anna',
      amountMinor: 1_300,
      kind: 'bid',
      channel: 'online',
    } as const;
    for (const command of [bid, { type: 'Clock' }, { type: 'CreateSale', sale: smallSale('s1') }, { type: 'toString' }])
      expect(await deskOf('clerk').order('s1', command as never)).toMatchObject({
        outcome: 'refused',
        reason: 'unauthorised',
      });
    expect(await deskOf('clerk').order('s1', { type: 'HoldSale', reason: 'a\u202eb' })).toMatchObject({
      reason: 'malformed',
    });
  });

  describe('on the wire', () => {
    it.each([
      ['1 MiB to the house', (who: Desk) => who.line.publish(subjects.bid('s1', who.id), 'x'.repeat(1_048_576))],
      ['6 KiB to the house', (who: Desk) => who.line.publish(subjects.bid('s1', who.id), 'x'.repeat(6_144))],
      ['a word that is none', (who: Desk) => who.line.raw('HELLO\r\n')],
      ['binary noise', (who: Desk) => who.line.raw(crypto.getRandomValues(new Uint8Array(512)))],
      ['an endless line', (who: Desk) => who.line.raw(`PUB ${'a'.repeat(65_536)}`)],
      [
        'a second CONNECT as somebody else',
        (who: Desk) => who.line.raw(`CONNECT ${JSON.stringify({ user: 'x', pass: 'y' })}\r\n`),
      ],
    ])('%s costs the sender his own connection and nobody else anything', async (_name, attack) => {
      const anna = deskOf('anna');
      const mallory = await stage.desk('mallory');
      attack(mallory);
      await Promise.race([mallory.line.closed, mallory.line.settle()]);
      await mallory.line.close();
      expect(anna.line.isOpen()).toBe(true);
      expect((await anna.snapshot('s1')).seq).toBe(seqOf('s1'));
    });

    it.each([
      ['compressed, which was not agreed', [0xc1, 0x85, 1, 2, 3, 4, 0, 0, 0, 0, 0]],
      ['without a mask', [0x82, 0x06, ...Buffer.from('PING\r\n')]],
      ['of a kind that is none', [0x8b, 0x80, 1, 2, 3, 4]],
      ['that ends what has not begun', [0x80, 0x80, 1, 2, 3, 4]],
      ['of control, in pieces', [0x09, 0x80, 1, 2, 3, 4]],
      ['of control, too long', [0x89, 0xfe, 0x01, 0x00, 1, 2, 3, 4, ...new Uint8Array(256)]],
    ])('a frame %s is cut off', async (_name, bytes) => {
      await rawFrame(PORT + 2, Buffer.from(bytes));
      expect((await deskOf('anna').snapshot('s1')).seq).toBe(seqOf('s1'));
      expect(deskOf('anna').line.isOpen()).toBe(true);
    });

    it('more subscriptions than a desk needs are refused', async () => {
      const mallory = await stage.desk('mallory');
      for (let i = 0; i < 200; i += 1) mallory.line.subscribe(subjects.tick('s1', `l${i}`), () => {});
      await Promise.race([mallory.line.closed, mallory.line.settle()]);
      expect(mallory.line.errors.join()).toMatch(/maximum subscriptions/i);
      await mallory.line.close();
    });
  });

  it('is written to the log a bounded number of times', () => {
    const refusals = stage.logged.filter(({ msg }) => msg === 'refused at the door');
    expect(refusals.length).toBeGreaterThan(0);
    expect(JSON.stringify(stage.logged)).not.toMatch(/eyJ0eXAi|SU[A-Z2-7]{50}/);
  });
});

/** Everything that the server says to one who never shows a session, until it hangs up or has nothing more to say. */
function stranger(url: string, words: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    let said = '';
    socket.addEventListener('message', ({ data }) => {
      if (said === '') socket.send(Buffer.from(words));
      said += Buffer.from(data as ArrayBuffer).toString();
    });
    socket.addEventListener('close', () => resolve(said));
  });
}

/** A WebSocket by hand: the handshake, then one frame; resolves when the server has closed or answered. */
function rawFrame(port: number, frame: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.setTimeout(20_000, () => socket.destroy(new Error('the server neither answered nor closed')));
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.once('data', () => socket.write(frame));
    socket.write(
      'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
  });
}
