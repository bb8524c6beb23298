import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUser } from 'nkeys.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SESSION_HEADERS, type Tick } from '../../protocol/wire.ts';
import { smallSale } from '../stage/sales.ts';
import { type Desk, openStage, PASSWORD, type Stage } from '../stage/stage.ts';

describe('the HTTP side', () => {
  let stage: Stage;
  let desk = '';
  beforeAll(async () => {
    desk = await mkdtemp(join(tmpdir(), 'rostrum-desk-'));
    await mkdir(join(desk, 'assets'));
    await writeFile(join(desk, 'index.html'), '<!doctype html><title>desk</title>');
    await writeFile(join(desk, 'assets', 'a-1.js'), 'export {};');
    await writeFile(join(desk, '.secret'), 'no');
    await writeFile(`${desk}-secret`, 'no');
    await symlink('/etc/passwd', join(desk, 'link.txt'));
    stage = await openStage({
      port: 4377,
      sales: [smallSale('s1')],
      limits: { loginAccount: { perSecond: 0.1, burst: 4 } },
      config: { deskDir: desk },
    });
    await writeFile(
      join(stage.dir, 'sales', 's1', 'images', 'a.svg'),
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    );
    for (const bidder of ['anna', 'ben', 'fred']) await stage.addPerson(bidder);
    await stage.addPerson('clerk', 'clerk', ['s1']);
    await stage.addPerson('other', 'clerk', ['s2']);
  });
  afterAll(async () => {
    await stage?.close();
    await rm(desk, { recursive: true, force: true });
    await rm(`${desk}-secret`, { force: true });
  });

  /** Sends the path as it is: fetch would tidy it first. */
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
      const asking = request({ host: '127.0.0.1', port: 4377, path, method, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
      asking.on('error', reject);
      asking.end();
    });

  it('serves the desk with a strict policy, and nothing beside it', async () => {
    const page = await get('/');
    expect(page.status).toBe(200);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`connect-src 'self' ${stage.house.servers[0]}`);
    expect(policy).not.toMatch(/unsafe|\*|data:.*script/);
    expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    expect(page.headers).not.toHaveProperty('access-control-allow-origin');
    expect(page.headers).not.toHaveProperty('set-cookie');
    expect((await get('/assets/a-1.js')).headers['cache-control']).toMatch(/immutable/);
    for (const path of [
      '/../package.json',
      '/..%2fpackage.json',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/../../x',
      '/assets/..%5c..%5cx',
      `/../${desk.split('/').at(-1)}-secret`,
      '/.secret',
      '/link.txt',
      '/assets',
      '/a%00.js',
      '/%zz',
      '//etc/passwd',
    ])
      expect([path, (await get(path)).status]).toEqual([path, 404]);
  });

  it('shows a picture as a picture only', async () => {
    const picture = await get('/v1/sales/s1/images/a.svg');
    expect(picture).toMatchObject({ status: 200, headers: { 'content-type': 'image/svg+xml' } });
    expect(picture.headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/);
    expect((await get('/v1/sales/s1/images/..%2f..%2f..%2fusers.json')).status).toBe(404);
    expect((await get('/v1/sales/..%2f/images/users.json')).status).toBe(404);
  });

  it('lives, is ready, and counts', async () => {
    expect((await get('/healthz')).status).toBe(200);
    expect(JSON.parse((await get('/readyz')).text)).toEqual({ ready: true, missing: [] });
    expect((await get('/metrics')).text).toMatch(/rostrum_bus_connected 1/);
    expect(JSON.parse((await get('/v1/sales')).text)).toMatchObject({ sales: [{ id: 's1', lots: 2, running: true }] });
    expect(JSON.parse((await get('/v1/none')).text)).toMatchObject({ error: { code: 'not-found' } });
    expect((await get('/v1/demo')).status).toBe(404);
    expect((await get('/v1/oidc')).text).toBe('{"issuer":null}');
    expect((await get('/v1/oidc/start', {}, 'POST')).status).toBe(405);
    expect((await stage.post('/healthz', {})).status).toBe(405);
  });

  it('takes only JSON, and little of it', async () => {
    const publicKey = createUser().getPublicKey();
    const plain = await stage.post('/v1/login', '{}', { 'content-type': 'text/plain' });
    expect(plain.status).toBe(415);
    expect((await stage.post('/v1/login', { user: 'x'.repeat(70_000), password: '', publicKey })).status).toBe(413);
    expect((await stage.post('/v1/login', '['.repeat(1_000))).status).toBe(400);
    expect((await stage.post('/v1/login', { user: 'anna', password: PASSWORD, publicKey: 'SUAB' })).status).toBe(400);
    expect((await stage.post('/v1/login', { user: ['anna'], password: PASSWORD, publicKey })).status).toBe(400);
  });

  it('lets an account be tried a few times, then says when', async () => {
    const publicKey = createUser().getPublicKey();
    const tries = [];
    for (let n = 0; n < 5; n += 1)
      tries.push(await stage.post('/v1/login', { user: 'fred', password: 'wrong horse', publicKey }));
    expect(tries.map(({ status }) => status)).toEqual([401, 401, 401, 401, 429]);
    expect(Number(tries[4]?.headers.get('retry-after'))).toBeGreaterThan(0);
    // Right or wrong, it is not tried; and another account is not concerned.
    expect((await stage.post('/v1/login', { user: 'fred', password: PASSWORD, publicKey })).status).toBe(429);
    expect((await stage.post('/v1/login', { user: 'ben', password: PASSWORD, publicKey })).status).toBe(200);
  });

  it('takes as long for nobody as for somebody', async () => {
    const publicKey = createUser().getPublicKey();
    const took = async (user: string) => {
      const began = performance.now();
      await stage.post('/v1/login', { user, password: 'wrong horse', publicKey });
      return performance.now() - began;
    };
    const [known, unknown] = [
      [await took('anna'), await took('anna')],
      [await took('nobody1'), await took('nobody2')],
    ];
    // The hash is what takes the time; without it for nobody this is below a tenth.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 3);
  });

  const headersOf = (from: Desk) => {
    const { jwt, at, signature } = from.signed();
    return { [SESSION_HEADERS.jwt]: jwt, [SESSION_HEADERS.at]: String(at), [SESSION_HEADERS.signature]: signature };
  };

  it('has a bidder apply and a clerk of the sale decide; the log hears of it', async () => {
    const path = '/v1/sales/s1/registrations';
    const [anna, clerk, other] = [await stage.desk('anna'), await stage.desk('clerk'), await stage.desk('other')];
    const decide = (by: Desk, decision: object) => stage.post(`${path}/decide`, decision, headersOf(by));
    const stateOf = async () => (await anna.snapshot('s1')).standing;
    expect((await stage.post(path, {})).status).toBe(401);
    expect(await (await stage.post(path, {}, headersOf(anna))).json()).toMatchObject({
      bidder: 'anna',
      state: 'applied',
    });
    expect(await stateOf()).toMatchObject({ registered: false });
    for (const by of [anna, other]) expect((await decide(by, { bidder: 'anna', state: 'approved' })).status).toBe(403);
    expect((await decide(clerk, { bidder: 'anna', state: 'approved-limited' })).status).toBe(400);
    expect((await decide(clerk, { bidder: 'nobody', state: 'approved' })).status).toBe(404);
    expect((await decide(clerk, { bidder: 'anna', state: 'approved-limited', limitMinor: 50_000 })).status).toBe(200);
    expect(await stateOf()).toMatchObject({ registered: true, limitMinor: 50_000 });
    const list = await fetch(`${stage.house.url}${path}`, { headers: headersOf(clerk) });
    expect(await list.json()).toMatchObject({
      registrations: [{ bidder: 'anna', name: 'anna', state: 'approved-limited' }],
    });
    const headers = headersOf(clerk);
    expect((await fetch(`${stage.house.url}${path}`, { headers })).status).toBe(200);
    expect((await fetch(`${stage.house.url}${path}`, { headers })).status).toBe(401);
    expect((await decide(clerk, { bidder: 'anna', state: 'suspended', reason: 'unpaid' })).status).toBe(200);
    await anna.line.closed;
    expect((await decide(clerk, { bidder: 'anna', state: 'approved' })).status).toBe(200);
    const back = await stage.desk('anna');
    expect((await back.snapshot('s1')).standing).toMatchObject({ suspended: false, limitMinor: null });
    for (const one of [back, clerk, other]) await one.line.close();
  });

  it('feeds a read-only audience, and goes on where it was broken off', async () => {
    const room = stage.house.rooms.get('s1');
    const read = async (lastEventId: string | null, until: (text: string) => boolean) => {
      const stop = new AbortController();
      const response = await fetch(`${stage.house.url}/v1/sales/s1/feed`, {
        signal: stop.signal,
        headers: lastEventId === null ? {} : { 'last-event-id': lastEventId },
      });
      let text = '';
      for await (const part of response.body ?? []) {
        text += Buffer.from(part).toString();
        if (until(text)) break;
      }
      stop.abort();
      return text;
    };
    const first = await read(null, (text) => text.includes('\n\n'));
    expect(first).toMatch(/event: snapshot/);
    const id = /^id: (.*)$/m.exec(first)?.[1] ?? '';
    await room?.order({ type: 'OpenLot', lot: 'l1' });
    await room?.order({ type: 'HoldSale', reason: 'pause' });
    const rest = await read(id, (text) => text.includes('"held"'));
    expect(rest).not.toMatch(/snapshot/);
    expect(rest.match(/^event: .*$/gm)).toEqual(['event: tick', 'event: sale']);
    expect(JSON.parse(/event: tick\ndata: (.*)/.exec(rest)?.[1] ?? '') as Tick).toMatchObject({
      lot: 'l1',
      status: 'open',
    });
    expect(await read('1.0', (text) => text.includes('\n\n'))).toMatch(/event: (snapshot|tick)/);
    expect(await read('999999.0', (text) => text.includes('\n\n'))).toMatch(/event: snapshot/);
  });
});
