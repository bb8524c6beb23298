/** For tests: a NATS client over a real WebSocket that says exactly what it is told, right or wrong, and notes every answer. */
import { Buffer } from 'node:buffer';
import type { KeyPair } from 'nkeys.js';

export type Heard = { readonly subject: string; readonly reply: string; readonly text: string };

export type Line = {
  /** Sends bytes as they are. */
  raw(bytes: string | Uint8Array): void;
  publish(subject: string, payload: string | Uint8Array, reply?: string): void;
  /** Calls for every message; answers the subscription's number. */
  subscribe(subject: string, call: (message: Heard) => void): number;
  /** One reply, by an inbox below `inbox`; rejects after the time. */
  request(subject: string, payload: unknown, timeoutMs?: number): Promise<Heard>;
  /** Resolves when the server has seen everything that was sent before, or the connection is gone. */
  settle(): Promise<void>;
  /** What the server said in anger, in order. */
  readonly errors: readonly string[];
  readonly closed: Promise<void>;
  isOpen(): boolean;
  close(): Promise<void>;
};

export type Credentials = { readonly jwt: string; readonly key: KeyPair; readonly inbox: string };

const CONNECT_MS_MAX = 20_000;

/** Connects; resolves when the server has answered the first PING, rejects when it says no. */
export async function openLine(url: string, credentials: Credentials, connect: object = {}): Promise<Line> {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  const errors: string[] = [];
  const subscriptions = new Map<number, (message: Heard) => void>();
  const pongs: (() => void)[] = [];
  let pending = Buffer.alloc(0);
  let nextSid = 1;
  let nextInbox = 1;
  let isOpen = true;
  let settleInfo: (info: { readonly nonce?: string }) => void = () => {};
  const info = new Promise<{ readonly nonce?: string }>((resolve) => {
    settleInfo = resolve;
  });
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => {
      isOpen = false;
      for (const pong of pongs.splice(0)) pong();
      resolve();
    });
  });
  socket.addEventListener('error', () => {});
  socket.addEventListener('message', ({ data }) => {
    pending = Buffer.concat([pending, Buffer.from(data as ArrayBuffer)]);
    for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
      const words = pending.subarray(0, end).toString();
      if (words.startsWith('MSG ') || words.startsWith('HMSG ')) {
        const parts = words.split(' ');
        const size = Number(parts.at(-1));
        if (pending.length < end + 2 + size + 2) return;
        const headers = words.startsWith('H') ? Number(parts.at(-2)) : 0;
        const text = pending.subarray(end + 2 + headers, end + 2 + size).toString();
        pending = pending.subarray(end + 2 + size + 2);
        const isAsking = parts.length === (words.startsWith('H') ? 6 : 5);
        const message = { subject: parts[1] ?? '', reply: isAsking ? (parts[3] ?? '') : '', text };
        subscriptions.get(Number(parts[2]))?.(message);
        continue;
      }
      pending = pending.subarray(end + 2);
      if (words.startsWith('INFO ')) settleInfo(JSON.parse(words.slice(5)));
      else if (words === 'PING') send('PONG\r\n');
      else if (words === 'PONG') pongs.shift()?.();
      else if (words.startsWith('-ERR')) errors.push(words.slice(5).replaceAll("'", ''));
    }
  });
  function send(bytes: string | Uint8Array): void {
    if (isOpen) socket.send(typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes));
  }
  function settle(): Promise<void> {
    if (!isOpen) return Promise.resolve();
    return new Promise((resolve) => {
      pongs.push(resolve);
      send('PING\r\n');
    });
  }

  const timer = setTimeout(() => socket.close(), CONNECT_MS_MAX);
  const { nonce = '' } = await Promise.race([info, closed.then(() => ({}) as { nonce?: string })]);
  const sig = Buffer.from(credentials.key.sign(Buffer.from(nonce))).toString('base64url');
  const words = {
    verbose: false,
    pedantic: false,
    lang: 'test',
    version: '1',
    protocol: 1,
    headers: true,
    no_responders: true,
  };
  send(`CONNECT ${JSON.stringify({ ...words, jwt: credentials.jwt, sig, ...connect })}\r\n`);
  await settle();
  clearTimeout(timer);
  if (!isOpen || errors.length > 0) {
    socket.close();
    throw new Error(`not let in: ${errors.join(', ') || 'closed'}`);
  }

  const line: Line = {
    raw: send,
    publish(subject, payload, reply = '') {
      const bytes = Buffer.from(payload);
      send(
        Buffer.concat([
          Buffer.from(`PUB ${subject} ${reply === '' ? '' : `${reply} `}${bytes.length}\r\n`),
          bytes,
          Buffer.from('\r\n'),
        ]),
      );
    },
    subscribe(subject, call) {
      const sid = nextSid++;
      subscriptions.set(sid, call);
      send(`SUB ${subject} ${sid}\r\n`);
      return sid;
    },
    request(subject, payload, timeoutMs = 10_000) {
      return new Promise((resolve, reject) => {
        const inbox = `${credentials.inbox}.${nextInbox++}`;
        const sid = line.subscribe(inbox, (message) => finish(() => resolve(message)));
        const giveUp = setTimeout(
          () => finish(() => reject(new Error(`no answer from ${subject}: ${errors.at(-1) ?? 'silence'}`))),
          timeoutMs,
        );
        function finish(call: () => void): void {
          clearTimeout(giveUp);
          subscriptions.delete(sid);
          send(`UNSUB ${sid}\r\n`);
          call();
        }
        line.publish(subject, typeof payload === 'string' ? payload : JSON.stringify(payload), inbox);
      });
    },
    settle,
    errors,
    closed,
    isOpen: () => isOpen,
    async close() {
      socket.close();
      await closed;
    },
  };
  return line;
}
