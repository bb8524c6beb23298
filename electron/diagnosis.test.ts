import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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

type Behaviour = { readonly info?: string; readonly accept?: string; readonly loginStatus?: number };

async function house({
  info = 'INFO {"server_id":"x","version":"2.9.10"}\r\n',
  accept,
  loginStatus = 400,
}: Behaviour = {}) {
  const server = createServer((request, response) => {
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
  const parsed = parseHouse(`http://127.0.0.1:${port}`);
  if (parsed === null) throw new Error('fixture');
  return { house: parsed, servers: [`ws://127.0.0.1:${port}`], port };
}

describe('the self-diagnosis', () => {
  it('says of a good way that everything answers, and what it is itself', async () => {
    const subject = await house();
    const report = await diagnose({ ...subject, about });
    expect(report).toMatch(/^Rostrum self-diagnosis, \d{4}-/);
    expect(report).toContain('WARNING     a vehicle');
    expect(report).toContain('for this session only');
    expect(report.match(/^ok {5}/gm)).toHaveLength(7);
    expect(report).toContain('nats-server 2.9.10');
    expect(report).toContain('Everything on the way to the house answers.');
  });

  it('names the clock when it is an hour off', async () => {
    const subject = await house();
    const report = await diagnose({ ...subject, about }, () => Date.now() - 3_600_000);
    expect(report).toMatch(/FAILED clock {7}house minus desk \+3(599|600)\d{3} ms/);
    expect(report).toContain('The first thing that fails: clock.');
  });

  it('names the socket that is answered wrongly', async () => {
    const subject = await house({ accept: 'forged' });
    expect(await diagnose({ ...subject, about })).toMatch(/FAILED websocket .*not answered rightly/);
  });

  it('names a door that is not a house’s', async () => {
    const subject = await house({ loginStatus: 200 });
    expect(await diagnose({ ...subject, about })).toMatch(/FAILED login/);
  });

  it('names the first thing that fails when nobody is there', async () => {
    const subject = await house();
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
    const report = await diagnose({ ...subject, about });
    expect(report).toMatch(/^ok +name/m);
    expect(report).toMatch(/FAILED tcp +.*ECONNREFUSED/);
    expect(report).toContain('The first thing that fails: tcp.');
  });
});
