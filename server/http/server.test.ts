/** One address against the HTTP side, by real sockets. Addresses of 127.0.0.0/8 stand for those of a network: each is told apart here. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { createAddresses } from '../door/addresses.ts';
import { LIMITS, type Limits } from '../door/limits.ts';
import type { TlsFiles } from '../nats/conf.ts';
import { readBody, sendJson } from './reply.ts';
import { houseRoutes } from './routes.ts';
import { type HttpSide, listen, type Route } from './server.ts';

const MALLORY = '127.0.0.66';
const ANNA = '127.0.0.2';
const FEW: Partial<Limits> = {
  httpAddress: { perSecond: 2, burst: 40 },
  httpConnectionsEach: 20,
  httpHeadersMs: 300,
  httpRequestMs: 600,
  httpStillMs: 600,
};
let isOver: () => void = () => {};
const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/here', answer: ({ response }) => sendJson(response, 200, { here: true }) },
  {
    method: 'POST',
    path: '/body',
    answer: async ({ request, response }) =>
      sendJson(response, 200, { bytes: (await readBody(request, 1_000)).length }),
  },
  {
    method: 'GET',
    path: '/endless',
    answer: ({ response }) =>
      pipeline(
        Readable.from(
          (function* () {
            for (;;) yield Buffer.alloc(65_536);
          })(),
        ),
        response,
      ).finally(() => isOver()),
  },
];

describe('one address', () => {
  let side: HttpSide | null = null;
  const sockets: Socket[] = [];
  const turnedAway: string[] = [];
  let nowMs = 0;
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await side?.close();
    turnedAway.length = 0;
  });
  async function opened(
    more: Partial<Limits> = {},
    place: ((address: string) => string | null) | null = (one) => one,
    tls: TlsFiles | null = null,
  ) {
    const limits = { ...LIMITS, ...FEW, ...more };
    side = await listen({
      ...{ host: '127.0.0.1', port: 0, tls, routes: ROUTES, limits, isOwnHost: () => true },
      addresses: createAddresses({ limits, now: () => nowMs, ...(place !== null && { place }) }),
      turnedAway: (address, what) => turnedAway.push(`${address} ${what}`),
      bug(cause) {
        throw cause;
      },
    });
    return side;
  }

  type Talk = { readonly socket: Socket; readonly closed: Promise<string>; heard(): string };
  /** Speaks by hand; `closed` resolves with what was heard when the house has hung up. */
  async function talk(from: string, text: string): Promise<Talk> {
    const socket = connect({ port: side?.port ?? 0, host: '127.0.0.1', localAddress: from });
    sockets.push(socket);
    let all = '';
    socket.on('data', (part: Buffer) => {
      all += part.toString('latin1');
    });
    socket.on('error', () => {});
    const closed = new Promise<string>((resolve) => void socket.once('close', () => resolve(all)));
    await Promise.race([new Promise((resolve) => void socket.once('connect', resolve)), closed]);
    if (text !== '') socket.write(text);
    return { socket, closed, heard: () => all };
  }
  const GET = 'GET /here HTTP/1.1\r\nHost: x\r\n\r\n';
  const LAST = 'GET /here HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
  const isServed = async (from: string) => {
    return (await (await talk(from, LAST)).closed).includes(' 200 ');
  };

  it('has so many connections and no more, and gets one again when one of them ends', async () => {
    await opened({
      httpAddress: { perSecond: 1_000, burst: 1_000 },
      httpHeadersMs: 60_000,
      httpRequestMs: 60_000,
      httpStillMs: 60_000,
    });
    const held = await Promise.all(Array.from({ length: 20 }, () => talk(MALLORY, 'GET /here HTTP/1.1\r\nX: ')));
    const more = await Promise.all(Array.from({ length: 200 }, () => talk(MALLORY, GET)));
    expect((await Promise.all(more.map(({ closed }) => closed))).join('')).toBe('');
    expect(turnedAway).toEqual(Array(200).fill(`${MALLORY} connection`));
    expect(await isServed(ANNA)).toBe(true);
    expect(await isServed(MALLORY)).toBe(false);
    held[0]?.socket.end();
    held[0]?.socket.destroy();
    await expect.poll(() => isServed(MALLORY)).toBe(true);
    expect(held.slice(1).every(({ socket }) => !socket.destroyed)).toBe(true);
  });

  it('that asks without end on one connection is told when to try again, and hung up on', async () => {
    await opened();
    const flood = await talk(MALLORY, GET.repeat(2_000));
    const answers = await flood.closed;
    expect(answers.match(/HTTP\/1\.1 200 /g)).toHaveLength(40);
    expect(answers.match(/HTTP\/1\.1 429 /g)?.length).toBeLessThan(10);
    expect(answers).toMatch(/retry-after: 1\r\n.*"code":"rate-limited"/is);
    expect(await isServed(ANNA)).toBe(true);
    // Told to wait, it is not even listened to before its time.
    expect(await (await talk(MALLORY, GET)).closed).toBe('');
    nowMs += 1_000;
    expect(await isServed(MALLORY)).toBe(true);
  });

  it.each([
    ['says nothing', '', ''],
    ['never ends its headers', 'GET /here HTTP/1.1\r\nHost: x\r\n', 'X: y\r\n'],
    [
      'never ends its body',
      'POST /body HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n',
      'x',
    ],
  ])('that %s is hung up on, however often it sends a little', async (_name, begin, little) => {
    await opened();
    const began = performance.now();
    const slow = await Promise.all(Array.from({ length: 20 }, () => talk(MALLORY, begin)));
    const dripping = setInterval(() => {
      for (const { socket } of slow) if (little !== '' && socket.writable) socket.write(little);
    }, 50);
    try {
      const answers = await Promise.all(slow.map(({ closed }) => closed));
      if (begin !== '') expect(answers.every((answer) => answer === '' || answer.includes(' 408 '))).toBe(true);
    } finally {
      clearInterval(dripping);
    }
    expect(performance.now() - began).toBeLessThan(6_000);
  });

  it('is counted over TLS as it is without, and refused before any handshake', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'rostrum-http-'));
    const [cert, key] = [join(dir, 'cert.pem'), join(dir, 'key.pem')];
    const made = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=x'];
    execFileSync('openssl', ['req', ...made, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    await opened({ httpAddress: { perSecond: 2, burst: 3 } }, (one) => one, { cert, key });
    const ask = async () => {
      const raw = await talk(MALLORY, '');
      const socket = connectTls({ socket: raw.socket, rejectUnauthorized: false });
      let heard = '';
      socket.on('data', (part: Buffer) => {
        heard += part.toString('latin1');
      });
      socket.on('error', () => {});
      socket.on('secureConnect', () => socket.write(GET.repeat(10)));
      await raw.closed;
      return heard;
    };
    expect((await ask()).match(/HTTP\/1\.1 \d+/g)?.slice(0, 4)).toEqual(
      ['200', '200', '200', '429'].map((status) => `HTTP/1.1 ${status}`),
    );
    expect(await ask()).toBe('');
    expect(turnedAway.slice(-1)).toEqual([`${MALLORY} connection`]);
    // Whoever never shakes hands has no request whose time could run out.
    const began = performance.now();
    await (await talk(ANNA, '')).closed;
    expect(performance.now() - began).toBeLessThan(6_000);
    rmSync(dir, { recursive: true });
  });

  it.each(['/v1/sales/:/feed', '/metrics'])('that asks too often for %s is told when to try again', async (path) => {
    const dear = () => expect.unreachable();
    const room = { feed: { attach: dear }, sequencer: { read: (call: () => void) => call() } };
    const addresses = { askedDearly: () => 5_000 };
    const rooms = new Map([['s1', room]]);
    const input = { limits: LIMITS, sockets: [], more: [], rooms, addresses, metrics: { text: dear } };
    const route = houseRoutes(input as never).find((one) => one.path === path);
    const exchange = { request: { headers: {} }, parts: ['s1'], address: MALLORY } as never;
    await expect((async () => route?.answer(exchange))()).rejects.toMatchObject({ status: 429, retryMs: 5_000 });
  });

  it('that takes no answer is hung up on too', async () => {
    const over = new Promise<void>((resolve) => {
      isOver = resolve;
    });
    await opened();
    const asking = await talk(MALLORY, 'GET /endless HTTP/1.1\r\nHost: x\r\n\r\n');
    asking.socket.pause();
    await over;
  });

  it('of this machine has no bound', async () => {
    const limits = { ...LIMITS, ...FEW };
    const addresses = createAddresses({ limits });
    for (const here of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
      for (let n = 0; n < 1_000; n += 1)
        expect([addresses.came(here), addresses.asked(here), addresses.askedDearly(here)]).toEqual([true, 0, 0]);
    for (const there of ['192.0.2.1', '2001:db8::1', '::ffff:192.0.2.2']) {
      for (let n = 0; n < 20; n += 1) expect(addresses.came(there)).toBe(true);
      expect(addresses.came(there)).toBe(false);
      addresses.went(there);
      expect(addresses.came(there)).toBe(true);
      for (let n = 0; n < limits.dearAddress.burst; n += 1) expect(addresses.askedDearly(there)).toBe(0);
      expect(addresses.askedDearly(there)).toBeGreaterThan(0);
    }
    expect(addresses.came('2001:db8::ffff:1')).toBe(false);
    // All of them have so many and no more; this machine has its own.
    const full = createAddresses({ limits: { ...limits, httpConnectionsMax: 3 } });
    expect(['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'].map(full.came)).toEqual([true, true, true, false]);
    expect(full.came('127.0.0.1')).toBe(true);
    full.went('127.0.0.1');
    expect(full.came('192.0.2.4')).toBe(false);
    full.went('192.0.2.1');
    expect(full.came('192.0.2.4')).toBe(true);
    await opened({}, null);
    const many = await Promise.all(Array.from({ length: 100 }, () => talk('127.0.0.1', `${GET.repeat(20)}${LAST}`)));
    for (const { closed } of many) expect((await closed).match(/HTTP\/1\.1 200 /g)).toHaveLength(21);
    expect(turnedAway).toEqual([]);
  });
});
