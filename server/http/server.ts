/** The HTTP side: one listener, a table of routes, one shape of errors. It knows addresses and methods; what is behind them is an argument. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Addresses } from '../door/addresses.ts';
import { readCertificate } from '../door/certificate.ts';
import type { Limits } from '../door/limits.ts';
import { ListenFault } from '../listening.ts';
import type { TlsFiles } from '../nats/conf.ts';
import { faultText, guardHeaders, HttpFault, sendFault } from './reply.ts';

export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The path's parts that the route left open, still encoded. */
  readonly parts: readonly string[];
  readonly address: string;
};
export type Route = {
  readonly method: 'GET' | 'POST';
  /** Parts between slashes; `:` takes any one part, a last `*` the whole rest. */
  readonly path: string;
  readonly answer: (exchange: Exchange) => Promise<void> | void;
};

export type HttpSide = {
  readonly port: number;
  /** Reads the certificate files again; new connections get the new ones. */
  reloadTls(): void;
  close(): Promise<void>;
};

/** How often the times of requests are looked at; Node's own half minute would be added to each of them. */
const TIMES_EVERY_MS = 1_000;

export type HttpInput = {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsFiles | null;
  readonly routes: readonly Route[];
  readonly limits: Pick<
    Limits,
    'httpConnectionsMax' | 'httpHeadersMs' | 'httpRequestMs' | 'httpStillMs' | 'httpHeaderBytesMax'
  >;
  /** Whether a request's `Host` is a name of the house's. */
  readonly isOwnHost: (host: string | undefined) => boolean;
  readonly addresses: Pick<Addresses, 'came' | 'went' | 'asked'>;
  /** Told of an address that wanted too much. */
  readonly turnedAway: (address: string, what: 'connection' | 'request') => void;
  readonly bug: (cause: unknown) => void;
};

const IN_THE_CLEAR = new HttpFault(400, 'https-only', 'This house is reached by https:// and not by http://.');

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

export async function listen(input: HttpInput): Promise<HttpSide> {
  const { routes, tls, limits, addresses } = input;
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    guardHeaders(response, tls !== null);
    askedBy(request, response).catch((cause: unknown) => {
      // An error after the other side has gone is nobody's; anything that is no HttpFault is ours.
      if (!(cause instanceof HttpFault) && !request.destroyed) input.bug(cause);
      const fault =
        cause instanceof HttpFault ? cause : new HttpFault(500, 'internal', 'The house could not answer; see its log.');
      sendFault(response, fault);
    });
  };
  /** Connections that were counted as they came and have asked nothing yet: the first request is paid for. */
  const fresh = new WeakSet<Socket>();
  const askedBy = async (request: IncomingMessage, response: ServerResponse) => {
    const address = request.socket.remoteAddress ?? '';
    const waitMs = fresh.delete(request.socket) ? 0 : addresses.asked(address);
    if (waitMs === 0) {
      if (input.isOwnHost(request.headers.host)) return answer(routes, request, response);
      request.resume();
      throw new HttpFault(421, 'host-unknown', 'The house is not called so; whoever runs it gives --origin.');
    }
    input.turnedAway(address, 'request');
    // Whatever else is on its way on this connection is not read.
    response.setHeader('connection', 'close');
    throw new HttpFault(429, 'rate-limited', 'Too many requests from this address; try again.', waitMs);
  };
  const options = {
    headersTimeout: limits.httpHeadersMs,
    requestTimeout: limits.httpRequestMs,
    connectionsCheckingInterval: TIMES_EVERY_MS,
    maxHeaderSize: limits.httpHeaderBytesMax,
    // Node's own answer to it would be no JSON.
    requireHostHeader: false,
  };
  const secure =
    tls === null
      ? null
      : createTlsServer({ ...options, ...certificates(tls), handshakeTimeout: limits.httpHeadersMs }, handle);
  const server: Server = secure ?? createServer(options, handle);
  // Beyond what other addresses have in all, this machine has its own.
  server.maxConnections = 2 * limits.httpConnectionsMax;
  server.setTimeout(limits.httpStillMs);
  /** Those that stayed, from before their handshake, by whose they are. */
  const sockets = new Map<string, Socket>();
  server.on('connection', (socket: Socket) => {
    // Before any handshake or header of it is looked at.
    const address = socket.remoteAddress ?? '';
    if (!addresses.came(address)) {
      input.turnedAway(address, 'connection');
      socket.destroy();
      return;
    }
    const peer = peerOf(socket);
    sockets.set(peer, socket);
    socket.once('close', () => {
      sockets.delete(peer);
      addresses.went(address);
    });
  });
  /** Those that can be spoken to. */
  const ready = new WeakSet<Duplex>();
  server.on(secure === null ? 'connection' : 'secureConnection', (socket: Socket) => {
    ready.add(socket);
    fresh.add(socket);
  });
  server.on('checkExpectation', handle);
  server.on('clientError', (cause: NodeJS.ErrnoException, socket) => {
    // Below the TLS that did not come about, and in words that are always the same: nothing of the request was read.
    if (cause.code === 'ERR_SSL_HTTP_REQUEST')
      sockets.get(peerOf(socket as Socket))?.end(faultText(IN_THE_CLEAR, false));
    // What is said to one who has not shaken hands waits for that, and he may never do it.
    if (ready.has(socket) && socket.writable && cause.code !== 'ECONNRESET')
      socket.end(faultText(notHttp(cause.code, limits), tls !== null));
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new ListenFault({ host: input.host, port: input.port, option: '--port' }, cause)),
    );
    server.listen(input.port, input.host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : input.port,
    reloadTls() {
      if (tls !== null) secure?.setSecureContext(certificates(tls));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}

async function answer(routes: readonly Route[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  if (request.headers.host === undefined && request.httpVersion === '1.1')
    throw new HttpFault(400, 'malformed', 'A request of HTTP/1.1 names its host.');
  const isHead = request.method === 'HEAD';
  const allowed = new Set<string>();
  for (const route of routes) {
    const parts = match(route.path, path);
    if (parts === null) continue;
    allowed.add(route.method);
    if (route.method !== request.method && !(isHead && route.method === 'GET')) continue;
    return route.answer({ request, response, parts, address: request.socket.remoteAddress ?? '' });
  }
  request.resume();
  if (allowed.size === 0) throw new HttpFault(404, 'not-found', 'There is nothing at this address.');
  response.setHeader('allow', [...allowed].join(', '));
  throw new HttpFault(405, 'method-unknown', 'This address does not take that method.');
}

function notHttp(code: string | undefined, { httpHeaderBytesMax }: Pick<Limits, 'httpHeaderBytesMax'>): HttpFault {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new HttpFault(431, 'too-large', `The headers of a request have at most ${httpHeaderBytesMax} bytes.`);
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new HttpFault(408, 'too-slow', 'The request took too long to come.');
  return new HttpFault(400, 'malformed', 'That is no HTTP request.');
}

/** The open parts of a path, or null when it is another route's. */
export function match(route: string, path: string): readonly string[] | null {
  const wanted = route.split('/');
  const given = path.split('/');
  const parts: string[] = [];
  for (const [index, part] of wanted.entries()) {
    if (part === '*') return [...parts, given.slice(index).join('/')];
    const found = given[index];
    if (found === undefined) return null;
    if (part === ':') {
      if (found === '') return null;
      parts.push(found);
    } else if (part !== found) return null;
  }
  return given.length === wanted.length ? parts : null;
}

function certificates(tls: TlsFiles) {
  const { cert, key } = readCertificate(tls);
  return { cert, key, minVersion: 'TLSv1.2' as const };
}
