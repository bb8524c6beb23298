/** The same generator's way to the peer: Socket.IO's own protocol over the same raw WebSocket, so that neither side's client is the bottleneck. */
import type { Line, LineOptions } from '../load/line.ts';
import { numberAfter, outcomeIn, reasonIn, SEQ_KEY } from '../load/line.ts';
import { openWebSocket } from '../load/socket.ts';

const PRICE_KEY = Buffer.from('"priceMinor":');
const LOT_KEY = Buffer.from('"lot":"l');
const MESSAGE = 0x34;
const ACK = 0x33;
const EVENT = 0x32;
const PING = 0x32;
const OPEN = 0x30;

export async function peerLine(options: LineOptions): Promise<Line> {
  const { listener } = options;
  let connected = (): void => {};
  let refused: (cause: Error) => void = () => {};
  const ready = new Promise<void>((resolve, reject) => {
    connected = resolve;
    refused = reject;
  });
  const bidders = options.bidders.map((bidder) => `b${bidder}`);
  const socket = openWebSocket({
    port: options.port,
    path: '/socket.io/?EIO=4&transport=websocket',
    text: true,
    onFrame(bytes, start, end) {
      const kind = bytes[start + 1];
      if (bytes[start] === OPEN) socket.send(`40${JSON.stringify({ watches: options.watches, bidders })}`);
      else if (bytes[start] === PING) socket.send('3');
      else if (bytes[start] !== MESSAGE) return;
      else if (kind === OPEN) connected();
      else if (kind === ACK) {
        const body = bytes.subarray(start, end);
        listener.onReply(numberFrom(body, 2), outcomeIn(body), numberAfter(body, SEQ_KEY), () => reasonIn(body));
      } else if (kind === EVENT) {
        const body = bytes.subarray(start, end);
        listener.onTick(numberAfter(body, LOT_KEY), numberAfter(body, PRICE_KEY));
      }
    },
    onClose(why) {
      refused(new Error(`no desk at the peer: ${why}`));
      listener.onClose(why);
    },
  });
  await ready;
  return {
    send(bid, bidder, lot, amountMinor) {
      const id = `${options.idPrefix}${bid}`;
      socket.send(
        `42${bid}["bid",{"id":"${id}","lot":"l${lot}","kind":"bid","bidder":"b${bidder}","amountMinor":${amountMinor},"sentAt":${Date.now()}}]`,
      );
    },
    flush() {},
    get backlogBytes() {
      return socket.backlogBytes;
    },
    close: socket.close,
  };
}

function numberFrom(body: Buffer, from: number): number {
  let value = 0;
  for (let at = from; at < body.length; at += 1) {
    const digit = (body[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return value;
}
