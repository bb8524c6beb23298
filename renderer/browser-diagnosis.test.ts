/** What a desk in a browser says of the line for bids, where its pages come through. */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { lookAtLine } from './browser-diagnosis.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function line(upgrade: (key: string) => string): Promise<string> {
  const server = createServer().on('upgrade', ({ headers }, socket) => {
    socket.on('error', () => {}).write(upgrade(String(headers['sec-websocket-key'])));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a line that opens does', async () => {
  const sign = (key: string) =>
    createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const open = await line(
    (key) =>
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${sign(key)}\r\n\r\n`,
  );
  expect(await lookAtLine(open)).toBe('opens');
});

test('a page that is not let in is told from a port that nobody lets through', async () => {
  expect(await lookAtLine(await line(() => 'HTTP/1.1 403 Forbidden\r\n\r\n'))).toMatch(
    /nobody listens there.*nats\.log/,
  );
  expect(await lookAtLine(await line(() => ''), 200)).toMatch(/no answer\. A firewall/);
});
