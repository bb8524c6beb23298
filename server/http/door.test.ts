import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUser } from 'nkeys.js';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../door/limits.ts';
import { openRevocations } from '../identity/revocations.ts';
import { openSessions } from '../identity/sessions.ts';
import { openUsers } from '../identity/users.ts';
import { openKeys } from '../nats/keys.ts';
import { createDoor } from './door.ts';

describe('the door', () => {
  it('lets nobody in who is suspended while his password is checked', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'rostrum-door-'));
    try {
      const users = await openUsers(dir);
      await users.add({ id: 'anna', role: 'bidder', password: 'correct horse' });
      const outcomes: string[] = [];
      const sessions = openSessions({
        keys: await openKeys(dir),
        users,
        revoked: await openRevocations(dir, LIMITS.jwtLifeMs, (cause) => {
          throw cause;
        }),
        servers: [],
        lifeMs: LIMITS.jwtLifeMs,
        replayWindowMs: LIMITS.replayWindowMs,
        push: async () => {},
        connectedKeys: async () => [],
      });
      let meanwhile = async () => {};
      const door = createDoor({
        users,
        sessions,
        passwords: {
          async check() {
            await meanwhile();
            return true;
          },
        },
        limits: LIMITS,
        seen: () => {},
        tell: (outcome) => outcomes.push(outcome),
      });
      const login = () =>
        door.login(
          Buffer.from(
            JSON.stringify({ user: 'anna', password: 'correct horse', publicKey: createUser().getPublicKey() }),
          ),
          '127.0.0.1',
        );
      expect((await login()).user.id).toBe('anna');
      meanwhile = async () => void (await users.change('anna', { suspended: true }));
      await expect(login()).rejects.toMatchObject({ status: 401, message: 'Unknown user or wrong password.' });
      expect(outcomes).toEqual(['in', 'wrong']);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});
