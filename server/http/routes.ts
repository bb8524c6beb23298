/** Which address answers what. Every answer's substance is elsewhere; this is the list. */
import { join } from 'node:path';
import { isToken } from '../../protocol/subjects.ts';
import type { LoginReply } from '../../protocol/wire.ts';
import type { Addresses } from '../door/addresses.ts';
import type { Limits } from '../door/limits.ts';
import type { Metrics } from '../metrics.ts';
import type { Room } from '../room.ts';
import type { Door } from './door.ts';
import { FEED_TYPE } from './feed.ts';
import { HttpFault, readBody, sendJson, sendText } from './reply.ts';
import type { Exchange, Route } from './server.ts';
import { deskPolicy, IMAGE_POLICY, sendFile } from './static.ts';

export type RoutesInput = {
  readonly door: Door;
  readonly addresses: Pick<Addresses, 'askedDearly'>;
  readonly rooms: ReadonlyMap<string, Room>;
  readonly metrics: Metrics;
  readonly limits: Limits;
  readonly deskDir: string;
  readonly saleDir: (sale: string) => string;
  readonly sockets: readonly string[];
  /** Why the house is not ready; empty when it is. */
  readonly unready: () => readonly string[];
  /** Accounts that everybody may see; null outside a demonstration. */
  readonly demo: () => unknown;
  readonly more: readonly Route[];
};

export function houseRoutes(input: RoutesInput): readonly Route[] {
  const { door, rooms, limits } = input;
  const policy = deskPolicy(input.sockets);

  const roomOf = (id: string | undefined): Room => {
    const room = isToken(id) ? rooms.get(id) : undefined;
    if (room === undefined) throw new HttpFault(404, 'unknown-sale', 'There is no such sale; see /v1/sales.');
    return room;
  };
  const refuseHaste = (address: string) => {
    const waitMs = input.addresses.askedDearly(address);
    if (waitMs > 0)
      throw new HttpFault(429, 'rate-limited', 'This is asked for too often from this address; try again.', waitMs);
  };
  const body = ({ request }: Exchange) => readBody(request, limits.httpBodyBytesMax);
  const sendLogin = (exchange: Exchange, reply: LoginReply) => sendJson(exchange.response, 200, reply);

  return [
    { method: 'GET', path: '/healthz', answer: ({ response }) => sendJson(response, 200, { live: true }) },
    {
      method: 'GET',
      path: '/readyz',
      answer({ response }) {
        const missing = input.unready();
        sendJson(response, missing.length === 0 ? 200 : 503, { ready: missing.length === 0, missing });
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      async answer({ response, address }) {
        refuseHaste(address);
        sendText(response, 200, 'text/plain; version=0.0.4; charset=utf-8', await input.metrics.text());
      },
    },
    {
      method: 'GET',
      path: '/v1/sales',
      answer({ response }) {
        const sales = [...rooms.values()].map((room) => room.snapshots.summary());
        sendJson(response, 200, { sales });
      },
    },
    {
      method: 'GET',
      path: '/v1/sales/:/feed',
      answer({ request, response, parts, address }) {
        const room = roomOf(parts[0]);
        if (request.method === 'HEAD') {
          response.writeHead(200, { 'content-type': FEED_TYPE }).end();
          return;
        }
        refuseHaste(address);
        const seen = request.headers['last-event-id'];
        room.sequencer.read(() =>
          room.feed.attach(response, typeof seen === 'string' ? seen : undefined, () => room.snapshots.forAudience()),
        );
      },
    },
    {
      method: 'GET',
      path: '/v1/sales/:/images/:',
      answer({ request, response, parts }) {
        const room = roomOf(parts[0]);
        const root = join(input.saleDir(room.id), 'images');
        const cache = 'public, max-age=3600';
        return sendFile(response, root, parts[1] ?? '', request.method === 'HEAD', { policy: IMAGE_POLICY, cache });
      },
    },
    {
      method: 'POST',
      path: '/v1/login',
      answer: async (exchange) => sendLogin(exchange, await door.login(await body(exchange), exchange.address)),
    },
    {
      method: 'POST',
      path: '/v1/renew',
      answer: async (exchange) => sendLogin(exchange, await door.renew(await body(exchange))),
    },
    {
      method: 'POST',
      path: '/v1/logout',
      async answer(exchange) {
        await door.logout(await body(exchange));
        sendJson(exchange.response, 200, {});
      },
    },
    {
      method: 'GET',
      path: '/v1/demo',
      answer({ response }) {
        const demo = input.demo();
        if (demo === null) throw new HttpFault(404, 'not-found', 'This house is no demonstration.');
        sendJson(response, 200, demo);
      },
    },
    ...input.more,
    { method: 'GET', path: '/v1/*', answer: () => Promise.reject(notFound()) },
    {
      method: 'GET',
      path: '/*',
      answer({ request, response, parts }) {
        const path = parts[0] ?? '';
        // Built files carry a digest in their names; the page itself is asked for anew.
        const cache = path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
        return sendFile(response, input.deskDir, path, request.method === 'HEAD', { policy, cache });
      },
    },
  ];
}

function notFound(): HttpFault {
  return new HttpFault(404, 'not-found', 'There is nothing at this address.');
}
