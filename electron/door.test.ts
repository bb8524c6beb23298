import { fromPublic } from 'nkeys.js';
import { describe, expect, it } from 'vitest';
import type { LoginReply } from '../protocol/wire.ts';
import { type DeviceKey, openDeviceKey } from './device-key.ts';
import { type Fetch, openDoor } from './door.ts';
import { parseHouse } from './house.ts';

const house = parseHouse('http://127.0.0.1:4280');
if (house === null) throw new Error('fixture');
const key: DeviceKey = openDeviceKey(
  '/nowhere/device.key',
  { isAvailable: () => false, seal: () => Buffer.alloc(0), unseal: () => '' },
  () => undefined,
);
const reply: LoginReply = {
  jwt: 'a.b.c',
  expiresAt: 1,
  servers: ['ws://127.0.0.1:4272'],
  user: { id: 'ann', role: 'bidder', name: 'Ann', paddle: '7' },
};
type Seen = { readonly url: string; readonly body: Record<string, unknown>; readonly init: RequestInit };

function doorOf(answer: () => Response | Promise<Response>, nowMs = () => 1_000_000) {
  const seen: Seen[] = [];
  const fetch: Fetch = async (url, init) => {
    seen.push({ url, body: JSON.parse(String(init.body ?? '{}')), init });
    return answer();
  };
  return { door: openDoor(house as NonNullable<typeof house>, key, fetch, nowMs), seen };
}
const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

describe('the door', () => {
  it('logs in with the public key of this desk, following no redirect', async () => {
    const { door, seen } = doorOf(() => json(reply));
    expect(await door.login({ user: 'ann', password: 'x' })).toEqual(reply);
    expect(seen[0]).toMatchObject({
      url: 'http://127.0.0.1:4280/v1/login',
      body: { user: 'ann', password: 'x', publicKey: key.publicKey },
      init: { redirect: 'error', credentials: 'omit' },
    });
  });

  it('renews with a signature over the JWT and the time of the house, not of a wrong clock', async () => {
    const houseMs = Date.parse('2026-03-01T10:00:00Z');
    const { door, seen } = doorOf(
      () => json(reply, 200, { date: new Date(houseMs).toUTCString() }),
      () => houseMs - 3_600_000,
    );
    await door.login({ user: 'ann', password: 'x' });
    await door.renew('a.b.c');
    const { jwt, at, signature } = { ...seen[1]?.body } as { jwt: string; at: number; signature: string };
    expect(Math.abs(at - houseMs)).toBeLessThanOrEqual(500);
    const verified = fromPublic(key.publicKey).verify(
      new TextEncoder().encode(`${jwt}.${at}`),
      Buffer.from(signature, 'base64'),
    );
    expect(verified).toBe(true);
    expect(Object.keys(seen[1]?.body ?? {}).sort()).toEqual(['at', 'jwt', 'signature']);
  });

  it('sets a sale up by three addresses only, each call with a proof of its own', async () => {
    const { door, seen } = doorOf(() => json({ registrations: [] }));
    await door.setup('a.b.c', { ask: 'registrations', sale: 's1' });
    await door.setup('a.b.c', { ask: 'decide', sale: '../../login', decision: { bidder: 'ann', state: 'declined' } });
    await door.setup('a.b.c', { ask: 'publish', sale: { saleId: 's2' } });
    expect(seen.map(({ url, init }) => `${init.method} ${url}`)).toEqual([
      'GET http://127.0.0.1:4280/v1/sales/s1/registrations',
      'POST http://127.0.0.1:4280/v1/sales/..%2F..%2Flogin/registrations/decide',
      'POST http://127.0.0.1:4280/v1/sales',
    ]);
    expect(seen[2]?.body).toEqual({ saleId: 's2' });
    const proofs = seen.map(({ init }) => new Headers(init.headers).get('x-rostrum-signature'));
    expect(new Set(proofs).size).toBe(3);
    expect(proofs).not.toContain(null);
  });

  it.each([
    [
      'the house refuses in its own words',
      () => json({ error: { code: 'unauthorised', message: 'No.' } }, 401),
      'unauthorised',
    ],
    ['something else refuses', () => new Response('<html>', { status: 502 }), 'door-refused'],
    ['something else answers', () => new Response('<html>'), 'door-garbled'],
    ['the reply lacks a server', () => json({ ...reply, servers: [] }), 'door-garbled'],
    ['a foreign server is named', () => json({ ...reply, servers: ['ws://evil.example:1'] }), 'door-foreign-server'],
    ['nobody answers', () => Promise.reject(new TypeError('fetch failed')), 'door-unreachable'],
  ])('says what happened when %s', async (_name, answer, code) => {
    const { door } = doorOf(answer);
    await expect(door.login({ user: 'ann', password: 'x' })).rejects.toMatchObject({ code });
  });

  it.each([
    ['net::ERR_CERT_DATE_INVALID', /has ended or not begun .*clock; if it is right, tell the house\.$/],
    ['net::ERR_CERT_COMMON_NAME_INVALID', /of another name .*Check the address; if it is right, tell the house\.$/],
    ['net::ERR_CERT_AUTHORITY_INVALID', /no reason to trust .*this computer must be given it\.$/],
    ['net::ERR_CERT_REVOKED', /cannot be trusted .*Tell the house\.$/],
    [
      'net::ERR_CONNECTION_REFUSED',
      /does not answer \(net::ERR_CONNECTION_REFUSED\)\. Check the network.*Help, Diagnose/,
    ],
  ])('tells a house that cannot be trusted from one that does not answer: %s', async (reason, words) => {
    const { door } = doorOf(() => Promise.reject(new Error(reason)));
    const fault = await door.login({ user: 'ann', password: 'x' }).catch((cause: unknown) => cause);
    expect(fault).toMatchObject({ code: 'door-unreachable', message: expect.stringMatching(words) });
    expect(String(fault)).toContain(reason);
  });
});
