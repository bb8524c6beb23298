/** A desk of the load: the few verbs of the NATS protocol that bidding needs, over a raw WebSocket. Counts and hands on; knows no auction. */
import { fromSeed, type KeyPair } from 'nkeys.js';
import { quickPair } from '../../nats/ed25519.ts';
import { openWebSocket } from './socket.ts';

/** What a desk signs in with: its JWT, and the seed of the key that the JWT names. */
export type Credential = { readonly jwt: string; readonly seed: string };

/** Bytes are only valid during the call. `subjectEnd` is exclusive, as every end. */
export type MessageListener = (
  bytes: Buffer,
  subjectStart: number,
  subjectEnd: number,
  bodyStart: number,
  bodyEnd: number,
) => void;

export type Desk = {
  subscribe(subject: string): void;
  /** Kept until `flush`: what one turn of the loop says leaves in one frame. Latin-1 only. */
  publish(subject: string, reply: string, body: string): void;
  flush(): void;
  readonly backlogBytes: number;
  close(): void;
};

export type DeskOptions = {
  readonly port: number;
  readonly credential: Credential | null;
  onMessage: MessageListener;
  onClose(why: string): void;
};

const CR = 13;
const SPACE = 32;
const M = 0x4d;
const DEADLINE_MS = 20_000;

export async function openDesk(options: DeskOptions): Promise<Desk> {
  let out = '';
  let sids = 0;
  let rest: Buffer | null = null;
  let ready: (() => void) | null = null;
  let refuse: (cause: Error) => void = () => {};
  const opened = new Promise<void>((resolve, reject) => {
    ready = resolve;
    refuse = reject;
  });
  const timer = setTimeout(
    () => refuse(new Error(`NATS on port ${options.port} did not answer the login`)),
    DEADLINE_MS,
  );

  const socket = openWebSocket({
    port: options.port,
    path: '/',
    onFrame(bytes, start, end) {
      if (rest === null) {
        const at = lines(bytes, start, end);
        if (at < end) rest = Buffer.from(bytes.subarray(at, end));
        return;
      }
      const joined = Buffer.concat([rest, bytes.subarray(start, end)]);
      const at = lines(joined, 0, joined.length);
      rest = at < joined.length ? joined.subarray(at) : null;
    },
    onClose(why) {
      refuse(new Error(`no desk: ${why}`));
      options.onClose(why);
    },
  });

  /** Hands on every whole protocol line (and body); the return value is where the first incomplete one starts. */
  function lines(bytes: Buffer, start: number, end: number): number {
    let at = start;
    while (at < end) {
      const eol = bytes.indexOf(CR, at);
      if (eol < 0 || eol + 2 > end) return at;
      if (bytes[at] !== M) {
        other(bytes.toString('latin1', at, eol));
        at = eol + 2;
        continue;
      }
      // MSG <subject> <sid> [reply] <size>
      const subjectStart = at + 4;
      const subjectEnd = bytes.indexOf(SPACE, subjectStart);
      let digits = eol - 1;
      let size = 0;
      for (let weight = 1; bytes[digits] !== SPACE; digits -= 1, weight *= 10)
        size += ((bytes[digits] ?? 48) - 48) * weight;
      const body = eol + 2;
      if (body + size + 2 > end) return at;
      options.onMessage(bytes, subjectStart, subjectEnd, body, body + size);
      at = body + size + 2;
    }
    return at;
  }

  function other(line: string): void {
    if (line.startsWith('INFO ')) {
      if (ready === null) return;
      const info = JSON.parse(line.slice(5)) as { nonce?: string };
      socket.send(`CONNECT ${JSON.stringify({ ...login(options.credential, info.nonce), ...CONNECT })}\r\nPING\r\n`);
    } else if (line.startsWith('PONG')) {
      clearTimeout(timer);
      ready?.();
      ready = null;
    } else if (line.startsWith('PING')) socket.send('PONG\r\n');
    else if (line.startsWith('-ERR')) {
      refuse(new Error(line));
      options.onClose(line);
    }
  }

  await opened;
  return {
    subscribe(subject) {
      sids += 1;
      out += `SUB ${subject} ${sids}\r\n`;
    },
    publish(subject, reply, body) {
      out += `PUB ${subject} ${reply} ${body.length}\r\n${body}\r\n`;
    },
    flush() {
      if (out === '') return;
      socket.send(out);
      out = '';
    },
    get backlogBytes() {
      return socket.backlogBytes;
    },
    close: () => socket.close(),
  };
}

const CONNECT = {
  verbose: false,
  pedantic: false,
  tls_required: false,
  lang: 'rostrum-bench',
  version: '1',
  protocol: 1,
  headers: false,
  no_responders: false,
};

function login(credential: Credential | null, nonce: string | undefined): { jwt?: string; sig?: string } {
  if (credential === null || nonce === undefined) return {};
  const signature = Buffer.from(pairOf(credential.seed).sign(Buffer.from(nonce))).toString('base64url');
  return { jwt: credential.jwt, sig: signature };
}

const pairs = new Map<string, KeyPair>();

/** A thousand desks share one key: it is read once, and signs by Node's own Ed25519. */
function pairOf(seed: string): KeyPair {
  let pair = pairs.get(seed);
  if (pair === undefined) {
    pair = quickPair(fromSeed(Buffer.from(seed)));
    pairs.set(seed, pair);
  }
  return pair;
}
