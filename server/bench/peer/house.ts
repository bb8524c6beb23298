/**
 * What a user would build instead: Node, Socket.IO, and Redis with a Lua script, `appendfsync always`. Written as a good
 * engineer would: WebSocket only and no compression, one EVALSHA a bid, pipelined by the client, a log in a stream, ticks
 * broadcast to a room. `node house.ts PORT REDIS-SOCKET LOTS BIDDERS` says `ready` when it can take bids.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Redis, type Result } from 'ioredis';
import { Server, type Socket } from 'socket.io';
import { LOW_MINOR, STEP_MINOR } from '../load/workload.ts';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    placeBid(
      ...args: [lot: string, ids: string, bidders: string, counter: string, log: string, ...values: (string | number)[]]
    ): Result<[reason: string, seq: number, askMinor: number], Context>;
  }
}

type Bid = { readonly id: string; readonly lot: string; readonly bidder: string; readonly amountMinor: number };

const [port, path, lots, bidders] = process.argv.slice(2);
if (port === undefined || path === undefined || lots === undefined || bidders === undefined)
  throw new Error('node house.ts PORT REDIS-SOCKET LOTS BIDDERS');

const redis = new Redis({ path, enableAutoPipelining: true });
redis.defineCommand('placeBid', {
  numberOfKeys: 5,
  lua: readFileSync(new URL('bid.lua', import.meta.url), 'utf8'),
});
const setUp = redis.pipeline();
for (let lot = 0; lot < Number(lots); lot += 1) setUp.hset(`lot:l${lot}`, { status: 'open', ask: LOW_MINOR + 1 });
for (let bidder = 0; bidder < Number(bidders); bidder += 1) setUp.sadd('bidders', `b${bidder}`);
await setUp.exec();

const http = createServer();
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
io.on('connection', (socket) => {
  if (socket.handshake.auth['watches'] === true) socket.join('watch');
  socket.on('bid', (bid: Bid, answer: (reply: object) => void) => void decide(socket, bid, answer));
});
http.listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));

async function decide(socket: Socket, bid: Bid, answer: (reply: object) => void): Promise<void> {
  const receivedAt = Date.now();
  if (!(socket.handshake.auth['bidders'] as string[]).includes(bid.bidder)) {
    answer({ id: bid.id, outcome: 'refused', reason: 'unauthorised', receivedAt, decidedAt: Date.now() });
    return;
  }
  const [reason, seq, askMinor] = await redis.placeBid(
    `lot:${bid.lot}`,
    'ids',
    'bidders',
    'seq',
    'log',
    bid.id,
    bid.bidder,
    bid.amountMinor,
    receivedAt,
    STEP_MINOR,
  );
  const decidedAt = Date.now();
  if (reason !== '') {
    answer({ id: bid.id, outcome: 'rejected', reason, seq, askMinor, receivedAt, decidedAt });
    return;
  }
  answer({
    id: bid.id,
    outcome: 'accepted',
    seq,
    askMinor,
    priceMinor: bid.amountMinor,
    leading: true,
    receivedAt,
    decidedAt,
  });
  io.to('watch').emit('tick', {
    lot: bid.lot,
    seq,
    at: receivedAt,
    status: 'open',
    priceMinor: bid.amountMinor,
    askMinor,
    leader: bid.bidder,
  });
}
