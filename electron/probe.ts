/** Single looks at the way to the house, each with its own time limit: name, TCP, HTTP, clock, WebSocket. Knows no Electron. */
import { createHash, randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { checkServerIdentity, TLSSocket } from 'node:tls';
import type { Fetch } from './door.ts';

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

/** By the way that the desk itself goes: it knows the system's authorities and proxies, which Node does not. */
export async function ask(fetch: Fetch, url: URL, method: 'GET' | 'POST', body = ''): Promise<Answer> {
  const begun = performance.now();
  const sent = body === '' ? {} : { headers: { 'content-type': 'application/json' }, body };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(url.href, { method, ...sent, signal, redirect: 'error', credentials: 'omit' });
  const text = (await response.text()).slice(0, TEXT_CHARS_MAX);
  return { status: response.status, date: response.headers.get('date'), text, ms: performance.now() - begun };
}

/** A WebSocket handshake by hand (Node 18 has no client), then the first words of NATS. */
export function probeWebSocket(address: string): Promise<Finding> {
  const url = new URL(address.replace(/^ws/, 'http'));
  const key = randomBytes(16).toString('base64');
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const sent = requester(url)(url, {
      timeout: TIMEOUT_MS,
      // Looked at below; nothing is told here that anybody could use.
      rejectUnauthorized: false,
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
      const distrust = socket instanceof TLSSocket ? distrustOf(socket, url.hostname) : null;
      if (distrust !== null) return void socket.destroy(new Error(distrust));
      if (!isAccepted(response, key)) return void socket.destroy(new Error('the handshake is not answered rightly'));
      readInfo(socket, head).then(
        (info) => resolve({ isOk: true, detail: `handshake in ${since(begun)}, ${info}` }),
        reject,
      );
    });
    sent.end();
  });
}

/** What Node says of an authority that it does not know. The system may know it: whether it does, the other looks say. */
const UNKNOWN_AUTHORITY = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);

function distrustOf(socket: TLSSocket, hostname: string): string | null {
  if (socket.authorized) return null;
  // Node gives the code, whatever its types say.
  const why = String(socket.authorizationError);
  if (!UNKNOWN_AUTHORITY.has(why)) return `its certificate cannot be trusted (${why})`;
  const certificate = socket.getPeerCertificate();
  if (Date.parse(certificate.valid_to) < Date.now()) return `its certificate ended on ${certificate.valid_to}`;
  return checkServerIdentity(hostname, certificate)?.message ?? null;
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

function requester(url: URL): typeof httpsRequest {
  return url.protocol === 'https:' ? httpsRequest : httpRequest;
}

function since(begunMs: number): string {
  return `${(performance.now() - begunMs).toFixed(1)} ms`;
}
