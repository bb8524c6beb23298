/** Single looks at the way to the house, each with its own time limit: name, TCP, HTTP, clock, WebSocket. Knows no Electron. */
import { createHash, randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

export type Finding = { readonly isOk: boolean; readonly detail: string };
export type Answer = {
  readonly status: number;
  readonly date: string | null;
  readonly text: string;
  readonly ms: number;
};

const TIMEOUT_MS = 4_000;
const TEXT_CHARS_MAX = 4096;
const WEBSOCKET_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export async function probeName(hostname: string): Promise<Finding> {
  const begun = performance.now();
  const found = await lookup(hostname, { all: true });
  const addresses = found.map(({ address }) => address).join(', ');
  return { isOk: found.length > 0, detail: `${addresses} in ${since(begun)}` };
}

export function probeTcp(hostname: string, port: number): Promise<Finding> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const socket = connect({ host: hostname, port, timeout: TIMEOUT_MS });
    socket.once('connect', () => {
      socket.destroy();
      resolve({ isOk: true, detail: `port ${port} in ${since(begun)}` });
    });
    socket.once('timeout', () => socket.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
    socket.once('error', reject);
  });
}

export function ask(url: URL, method: 'GET' | 'POST', body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const headers =
      body === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = requester(url)(url, { method, headers, timeout: TIMEOUT_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        if (text.length < TEXT_CHARS_MAX) text += part;
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          date: response.headers.date ?? null,
          text,
          ms: performance.now() - begun,
        }),
      );
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A WebSocket handshake by hand (Node 18 has no client), then the first words of NATS. */
export function probeWebSocket(address: string): Promise<Finding> {
  const url = new URL(address.replace(/^ws/, 'http'));
  const key = randomBytes(16).toString('base64');
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const sent = requester(url)(url, {
      timeout: TIMEOUT_MS,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': key,
      },
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
    sent.on('error', reject);
    sent.on('response', (response) => {
      response.destroy();
      reject(new Error(`refused with HTTP ${response.statusCode}`));
    });
    sent.on('upgrade', (response, socket, head) => {
      socket.on('error', reject);
      if (!isAccepted(response, key)) return void socket.destroy(new Error('the handshake is not answered rightly'));
      readInfo(socket, head).then(
        (info) => resolve({ isOk: true, detail: `handshake in ${since(begun)}, ${info}` }),
        reject,
      );
    });
    sent.end();
  });
}

function isAccepted(response: IncomingMessage, key: string): boolean {
  const expected = createHash('sha1').update(`${key}${WEBSOCKET_GUID}`).digest('base64');
  return response.statusCode === 101 && response.headers['sec-websocket-accept'] === expected;
}

/** The server speaks first: `INFO {…}` in one unmasked frame. */
function readInfo(socket: Duplex, head: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let bytes = head;
    const timer = setTimeout(() => end(() => reject(new Error('the server says nothing'))), TIMEOUT_MS);
    const end = (settle: () => void) => {
      clearTimeout(timer);
      socket.destroy();
      settle();
    };
    const look = () => {
      const text = bytes.toString('latin1');
      const version = /INFO \{.*"version":"([^"]+)"/s.exec(text)?.[1];
      if (version !== undefined) end(() => resolve(`nats-server ${version}`));
      else if (bytes.length > 16_384) end(() => reject(new Error('what answers is not a nats-server')));
    };
    socket.on('data', (part: Buffer) => {
      bytes = Buffer.concat([bytes, part]);
      look();
    });
    socket.on('end', () => end(() => reject(new Error('closed before it said anything'))));
    look();
  });
}

function requester(url: URL): typeof httpRequest {
  return url.protocol === 'https:' ? httpsRequest : httpRequest;
}

function since(begunMs: number): string {
  return `${(performance.now() - begunMs).toFixed(1)} ms`;
}
