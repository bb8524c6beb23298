import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUser } from 'nkeys.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Connected } from '../door/connections.ts';
import type { Revocations } from '../nats/claims.ts';
import { openKeys } from '../nats/keys.ts';
import { openRevocations } from './revocations.ts';
import { openSessions, type Sessions } from './sessions.ts';
import { openUsers, type User, type Users } from './users.ts';

const LIFE_MS = 60_000;

describe('who is sent out', () => {
  let dir: string;
  let users: Users;
  let sessions: Sessions;
  let canDrop: boolean;
  const connected: Connected[] = [];
  const dropped: number[] = [];
  const pushed: Revocations[] = [];
  let pushes: (() => void)[] | null;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'rostrum-sessions-'));
    users = await openUsers(dir);
    canDrop = true;
    pushes = null;
    for (const list of [connected, dropped, pushed]) list.length = 0;
    sessions = openSessions({
      keys: await openKeys(dir),
      users,
      servers: [],
      lifeMs: LIFE_MS,
      replayWindowMs: LIFE_MS,
      waitMs: () => 0,
      revoked: await openRevocations(dir, LIFE_MS, (cause) => {
        throw cause;
      }),
      async push(revocations) {
        pushed.push(revocations);
        if (pushes !== null) await new Promise<void>((resolve) => pushes?.push(resolve));
      },
      connected: (some) => connected.filter(({ user }) => some.has(user)),
      handedOn: async () => {},
      drop(some) {
        if (canDrop) dropped.push(...some);
        return canDrop;
      },
    });
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  async function comes(id: string, connection: number) {
    const user: User =
      users.find(id) ?? (await users.add({ id, role: 'bidder', password: null, name: id, paddle: null, sales: [] }));
    const publicKey = createUser().getPublicKey();
    const login = await sessions.issue(user, publicKey);
    if (login === null) throw new Error(`${id} is not let in`);
    const one = { user: id, publicKey, connection, jwt: login.jwt };
    connected.push(one);
    return one;
  }

  it('by the house’s patience is dropped, alone, and again as he arrives with what he had; nobody is checked for it', async () => {
    const mallory = await comes('mallory', 1);
    await comes('anna', 2);
    await sessions.cutOff(['mallory']);
    expect(dropped).toEqual([1]);
    await sessions.arrived({ ...mallory, connection: 3 });
    expect(dropped).toEqual([1, 3]);
    expect(pushed).toEqual([]);
    // He may log in again.
    const anew = await comes('mallory', 4);
    await sessions.arrived(anew);
    expect(dropped).toEqual([1, 3]);
    // What is pushed for another has him too.
    const carl = await comes('carl', 5);
    await sessions.revokeUser('carl');
    expect(pushed).toHaveLength(1);
    expect(Object.keys(pushed[0] ?? {}).sort()).toEqual([mallory.publicKey, carl.publicKey].sort());
  });

  it('where nats-server cannot drop one: the push does it', async () => {
    canDrop = false;
    const mallory = await comes('mallory', 1);
    await sessions.cutOff(['mallory']);
    expect(pushed.map((keys) => Object.keys(keys))).toEqual([[mallory.publicKey]]);
  });

  it('because he is suspended is dropped and void, also when he arrives at a house that had not known', async () => {
    const anna = await comes('anna', 1);
    await sessions.revokeUser('anna');
    expect(dropped).toEqual([1]);
    expect(Object.keys(pushed[0] ?? {})).toEqual([anna.publicKey]);
    const ben = await comes('ben', 2);
    await users.change('ben', { suspended: true });
    await sessions.arrived(ben);
    expect(dropped).toEqual([1, 2]);
    expect(Object.keys(pushed[1] ?? {})).toContain(ben.publicKey);
  });

  it('by a new password stays where he sits', async () => {
    const here = await comes('anna', 1);
    await comes('anna', 2);
    await sessions.revokeUser('anna', here.publicKey);
    expect(dropped).toEqual([2]);
  });

  it('with a whole room costs two pushes, and each is out when he is told so', async () => {
    const room = await Promise.all(Array.from({ length: 20 }, (_, n) => comes(`p${n}`, n)));
    pushes = [];
    let out = 0;
    const ends = room.map(async ({ user, publicKey }) => {
      const found = users.find(user);
      if (found !== null) await sessions.end({ user: found, publicKey });
      out += 1;
      expect(pushed.at(-1)).toHaveProperty(publicKey);
    });
    for (let push = 1; push <= 2; push += 1) {
      while (pushes.length < push) await new Promise((resolve) => setTimeout(resolve, 1));
      expect(out).toBe(push - 1);
      pushes[push - 1]?.();
      while (out < push) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await Promise.all(ends);
    expect(pushed).toHaveLength(2);
  });
});
