import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUser, type KeyPair } from 'nkeys.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../door/limits.ts';
import { rateLimiter } from '../door/rate.ts';
import { openRevocations } from '../identity/revocations.ts';
import { openSessions, type Sessions } from '../identity/sessions.ts';
import { openSightings, type Sightings } from '../identity/sightings.ts';
import { openUsers, type Users } from '../identity/users.ts';
import { saidBy } from '../nats/claims.ts';
import { openKeys } from '../nats/keys.ts';
import { createDoor, type Door } from './door.ts';

describe('the door', () => {
  const limits = { ...LIMITS, loginAddress: { perSecond: 0.1, burst: 3 } };
  let dir = '';
  let users: Users;
  let door: Door;
  let sessions: Sessions;
  let meanwhile: () => Promise<void>;
  let isRight = true;
  let sightings: Sightings;
  const outcomes: string[] = [];
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'rostrum-door-'));
    users = await openUsers(dir);
    for (const id of ['anna', 'ben']) await users.add({ id, role: 'bidder', password: 'correct horse' });
    const signed = rateLimiter({ perSecond: 0.1, burst: 3 }, 100);
    sessions = openSessions({
      keys: await openKeys(dir),
      users,
      revoked: await openRevocations(dir, limits.jwtLifeMs, (cause) => {
        throw cause;
      }),
      servers: [],
      lifeMs: limits.jwtLifeMs,
      replayWindowMs: limits.replayWindowMs,
      waitMs: (user) => signed.take(user, 0),
      push: async () => {},
      connected: () => [],
      handedOn: async () => {},
      drop: () => false,
    });
    meanwhile = async () => {};
    isRight = true;
    outcomes.length = 0;
    const passwords = {
      async check() {
        await meanwhile();
        return isRight;
      },
    };
    sightings = await openSightings(dir);
    door = createDoor({ users, sessions, passwords, limits, sightings, tell: (one) => outcomes.push(one) });
  });
  afterEach(async () => {
    await sightings.settled();
    await rm(dir, { recursive: true, force: true });
  });

  const login = (user: string, key: KeyPair = createUser(), address = '127.0.0.1') =>
    door.login(
      Buffer.from(JSON.stringify({ user, password: 'correct horse', publicKey: key.getPublicKey() })),
      address,
    );
  function renew(jwt: string, key: KeyPair, at: number) {
    const signature = Buffer.from(key.sign(Buffer.from(`${jwt}.${at}`))).toString('base64');
    return door.renew(Buffer.from(JSON.stringify({ jwt, at, signature })));
  }

  it('lets nobody in who is suspended while his password is checked', async () => {
    expect((await login('anna')).user.id).toBe('anna');
    meanwhile = async () => void (await users.change('anna', { suspended: true }));
    await expect(login('anna')).rejects.toMatchObject({ status: 401, message: 'Unknown user or wrong password.' });
    expect(outcomes).toEqual(['in', 'wrong']);
  });

  it('keeps strangers out who try in another’s name, and not him: his desk and his place have a count of their own', async () => {
    const key = createUser();
    await login('anna', key, '192.0.2.1');
    const burst = LIMITS.loginAccount.burst;
    isRight = false;
    const tryAs = (address: string) => login('anna', createUser(), address);
    for (let n = 1; n < burst; n += 1) await expect(tryAs(`198.51.100.${n}`)).rejects.toMatchObject({ status: 401 });
    for (const there of ['198.51.100.77', '127.0.0.1'])
      await expect(tryAs(there)).rejects.toMatchObject({ status: 429 });
    isRight = true;
    // With the desk that he had, from wherever; and from where he was, with another one.
    expect((await login('anna', key, '203.0.113.9')).user.id).toBe('anna');
    expect((await login('anna', createUser(), '192.0.2.1')).user.id).toBe('anna');
    await expect(login('ben', key, '203.0.113.9')).resolves.toMatchObject({ user: { id: 'ben' } });
    // They have a count each, and no more than one.
    isRight = false;
    for (let n = 1; n < burst; n += 1)
      await expect(login('anna', key, `203.0.113.${100 + n}`)).rejects.toMatchObject({ status: 401 });
    await expect(login('anna', key, '203.0.113.200')).rejects.toMatchObject({ status: 429 });
  });

  it('lets nobody in by a password that was replaced while it was being checked', async () => {
    meanwhile = async () => void (await users.change('anna', { passwordHash: 'another' }));
    await expect(login('anna')).rejects.toMatchObject({ status: 401 });
  });

  it('gives two people at one desk nothing in the same second: their age is all that nats-server tells them apart by', async () => {
    const key = createUser();
    const all = await Promise.all([login('anna', key), login('ben', key), login('anna', key)]);
    const [anna, ben] = ['anna', 'ben'].map((id) =>
      all.filter(({ user }) => user.id === id).map(({ jwt }) => saidBy(jwt).iat),
    );
    expect(anna?.filter((second) => ben?.includes(second))).toEqual([]);
  });

  it('gives nothing to whoever is sent out while it is being signed', async () => {
    const key = createUser();
    const { jwt } = await login('anna', key);
    const renewing = renew(jwt, key, Date.now());
    const out = sessions.revokeUser('anna');
    await expect(renewing).rejects.toMatchObject({ status: 401 });
    await out;
    await expect(renew(jwt, key, Date.now())).rejects.toMatchObject({ status: 401 });
    expect((await login('anna', key)).user.id).toBe('anna');
  });

  it('holds back who renews and renews, so that the memory of signatures is nobody’s alone', async () => {
    const [anna, ben] = [createUser(), createUser()];
    const [hers, his] = [(await login('anna', anna)).jwt, (await login('ben', ben)).jwt];
    const at = Date.now();
    // With her JWT, and without her key, nothing is used up.
    for (let n = 0; n < 5; n += 1) await expect(renew(hers, ben, at + n)).rejects.toMatchObject({ status: 401 });
    for (let n = 0; n < 3; n += 1) expect((await renew(hers, anna, at + n)).user.id).toBe('anna');
    await expect(renew(hers, anna, at + 3)).rejects.toMatchObject({ status: 429, code: 'rate-limited' });
    await expect(renew(hers, anna, at + 3)).rejects.toMatchObject({ retryMs: 10_000 });
    expect((await renew(his, ben, at)).user.id).toBe('ben');
  });

  it.each([
    ['an address', '192.0.2.1', '192.0.2.1', '192.0.2.2'],
    ['the same written otherwise', '192.0.2.1', '::ffff:192.0.2.1', '::ffff:192.0.2.2'],
    ['a network of IPv6', '2001:db8:1:2::1', '2001:db8:1:2:ffff::7', '2001:db8:1:3::1'],
    ['this machine', '127.0.0.1', '127.0.0.1', '192.0.2.1'],
  ])('counts the tries of %s', async (_name, one, same, other) => {
    for (let n = 0; n < 3; n += 1) await login('anna', createUser(), one);
    await expect(login('anna', createUser(), same)).rejects.toMatchObject({ status: 429, code: 'rate-limited' });
    expect((await login('ben', createUser(), other)).user.id).toBe('ben');
  });
});
