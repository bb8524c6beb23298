import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { diagnose } from './diagnosis.ts';
import { parseHouse } from './house.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
const about = {
  rostrum: '0.1.0',
  electron: '25.1.1',
  chrome: '114',
  node: '18',
  system: 'linux',
  warning: 'a vehicle',
  keyIsSealed: false,
};

type Behaviour = {
  readonly info?: string;
  readonly accept?: string;
  readonly loginStatus?: number;
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
};

async function house({
  info = 'INFO {"server_id":"x","version":"2.9.10"}\r\n',
  accept,
  loginStatus = 400,
  tls,
}: Behaviour = {}) {
  const server = (tls === undefined ? createServer() : createTlsServer(tls)).on('request', (request, response) => {
    if (request.url === '/healthz') response.end('{}');
    else if (request.url === '/v1/login') {
      response.statusCode = loginStatus;
      response.end(JSON.stringify({ error: { code: 'malformed', message: 'no' } }));
    } else response.writeHead(404).end();
  });
  server.on('upgrade', (request, socket) => {
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const right = createHash('sha1').update(key).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept ?? right}\r\n\r\n`,
    );
    socket.write(Buffer.concat([Buffer.from([0x82, info.length]), Buffer.from(info)]));
    // Closed by the other side; an error after that is nobody's.
    socket.on('error', () => undefined);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const secure = tls === undefined ? '' : 's';
  const parsed = parseHouse(`http${secure}://127.0.0.1:${port}`);
  if (parsed === null) throw new Error('fixture');
  return { house: parsed, servers: [`ws${secure}://127.0.0.1:${port}`], port };
}

describe('the self-diagnosis', () => {
  it('says of a good way that everything answers, and what it is itself', async () => {
    const subject = await house();
    const report = await diagnose({ ...subject, about, fetch });
    expect(report).toMatch(/^Rostrum self-diagnosis, \d{4}-/);
    expect(report).toContain('WARNING     a vehicle');
    expect(report).toContain('for this session only');
    expect(report.match(/^ok {5}/gm)).toHaveLength(7);
    expect(report).toContain('nats-server 2.9.10');
    expect(report).toContain('Everything on the way to the house answers.');
  });

  it('names the clock when it is an hour off', async () => {
    const subject = await house();
    const report = await diagnose({ ...subject, about, fetch }, () => Date.now() - 3_600_000);
    expect(report).toMatch(/FAILED clock {7}house minus desk \+3(599|600)\d{3} ms/);
    expect(report).toContain('The first thing that fails: clock.');
  });

  it('names the socket that is answered wrongly', async () => {
    const subject = await house({ accept: 'forged' });
    expect(await diagnose({ ...subject, about, fetch })).toMatch(/FAILED websocket .*not answered rightly/);
  });

  it('names a door that is not a house’s', async () => {
    const subject = await house({ loginStatus: 200 });
    expect(await diagnose({ ...subject, about, fetch })).toMatch(/FAILED login/);
  });

  it('names the first thing that fails when nobody is there', async () => {
    const subject = await house();
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
    const report = await diagnose({ ...subject, about, fetch });
    expect(report).toMatch(/^ok +name/m);
    expect(report).toMatch(/FAILED tcp +.*ECONNREFUSED/);
    expect(report).toContain('The first thing that fails: tcp.');
  });

  it('goes by what the desk trusts: an authority of the system is none of Node, and no reason to call the house unreachable', async () => {
    /** As Chromium does, which has been given the authority. */
    const trusting: typeof fetch = async (url) =>
      String(url).endsWith('/v1/login')
        ? Response.json({ error: { code: 'malformed', message: 'no' } }, { status: 400 })
        : new Response('{}', { headers: { date: new Date().toUTCString() } });
    const right = await house({ tls: certificate('IP:127.0.0.1') });
    const report = await diagnose({ ...right, about, fetch: trusting });
    expect(report).toContain('Everything on the way to the house answers.');
    expect(report).toMatch(/^ok {5}websocket +wss:.*nats-server 2\.9\.10/m);
    const wrong = await house({ tls: certificate('DNS:other.example') });
    expect(await diagnose({ ...wrong, about, fetch: trusting })).toMatch(/FAILED websocket .*altnames.*127\.0\.0\.1/);
  });
});

function certificate(name: string) {
  const dir = mkdtempSync(join(tmpdir(), 'rostrum-diagnosis-'));
  const [cert, key] = [join(dir, 'cert.pem'), join(dir, 'key.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=house', '-addext', `subjectAltName=${name}`, '-keyout', key, '-out', cert],
    ],
    { stdio: 'ignore' },
  );
  const files = { cert: readFileSync(cert), key: readFileSync(key) };
  rmSync(dir, { recursive: true });
  return files;
}
