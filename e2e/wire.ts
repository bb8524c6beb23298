/** An adversary on the wire between a desk and nats-server: it can swallow what passes, cut, and lose single messages of the house. */
import { connect, createServer, type Socket } from 'node:net';

export type Wire = {
  readonly port: number;
  /** This person's connections stay open and nothing arrives on either side any more: half open. New ones fare as `also` says. */
  swallow(person: string, also: 'new ones too' | 'new ones pass'): void;
  /** Ends the connections that swallowed, and is honest from now on. */
  heal(): void;
  /** Loses messages of the house to this person whose subject is told to be lost. */
  lose(person: string, isLost: (subject: string) => boolean): void;
  /** How many have been lost. */
  readonly lost: number;
  close(): Promise<void>;
};

type Pair = { readonly desk: Socket; readonly house: Socket; person: string | null; isSwallowing: boolean };

/** `housePort` is asked at each connection: the adversary is there before the house. */
export async function openWire(housePort: () => number): Promise<Wire> {
  const pairs = new Set<Pair>();
  let swallowed: string | null = null;
  let lost = 0;
  let isLost: (person: string | null, subject: string) => boolean = () => false;

  const server = createServer((desk) => {
    const house = connect(housePort(), '127.0.0.1');
    const pair: Pair = { desk, house, person: null, isSwallowing: false };
    pairs.add(pair);
    const filter = frames(
      losing((subject) => {
        const goes = isLost(pair.person, subject);
        if (goes) lost += 1;
        return goes;
      }),
    );
    const read = readName((person) => {
      pair.person = person;
      if (person === swallowed) pair.isSwallowing = true;
    });
    desk.on('data', (bytes) => {
      if (pair.person === null) read(bytes);
      if (!pair.isSwallowing) house.write(bytes);
    });
    house.on('data', (bytes) => {
      if (!pair.isSwallowing) desk.write(filter(bytes));
    });
    for (const [one, other] of [
      [desk, house],
      [house, desk],
    ] as const) {
      one.on('error', () => {});
      one.on('close', () => {
        pairs.delete(pair);
        // A half-open link does not tell that the other side has gone.
        if (!pair.isSwallowing) other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const end = (which: (pair: Pair) => boolean) => {
    for (const pair of [...pairs].filter(which)) {
      pair.desk.destroy();
      pair.house.destroy();
    }
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    swallow(person, also) {
      swallowed = also === 'new ones too' ? person : null;
      for (const pair of pairs) if (pair.person === person) pair.isSwallowing = true;
    },
    heal() {
      swallowed = null;
      isLost = () => false;
      end(({ isSwallowing }) => isSwallowing);
    },
    lose(person, isOne) {
      isLost = (to, subject) => to === person && isOne(subject);
    },
    get lost() {
      return lost;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        end(() => true);
      }),
  };
}

/** Who connects: a desk says its user in its CONNECT, in the first frames that it sends, which are masked. */
function readName(found: (person: string) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    const body = rest.indexOf('\r\n\r\n') + 4;
    for (let at = body; body >= 4 && at < rest.length; ) {
      const size = sizeOf(rest.subarray(at));
      if (size === null || rest.length < at + size.head + 4 + size.body) return;
      const mask = rest.subarray(at + size.head, at + size.head + 4);
      const masked = rest.subarray(at + size.head + 4, at + size.head + 4 + size.body);
      const text = Buffer.from(masked.map((byte, i) => byte ^ (mask[i % 4] ?? 0))).toString('utf8');
      const name = /"name":"desk ([^"]+)"/.exec(text)?.[1];
      if (name !== undefined) return found(name);
      at += size.head + 4 + size.body;
    }
  };
}

const BINARY_WHOLE = 0x82;

/** The server's side of a WebSocket, frame by frame (RFC 6455, never masked); `edit` sees the payload of each whole binary frame. */
function frames(edit: (payload: Buffer) => Buffer): (bytes: Buffer) => Buffer {
  let rest = Buffer.alloc(0);
  let isUpgraded = false;
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    const out: Buffer[] = [];
    if (!isUpgraded) {
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) return Buffer.alloc(0);
      isUpgraded = true;
      out.push(rest.subarray(0, end + 4));
      rest = rest.subarray(end + 4);
    }
    for (let size = sizeOf(rest); size !== null && rest.length >= size.head + size.body; size = sizeOf(rest)) {
      const head = rest[0] ?? 0;
      const payload = rest.subarray(size.head, size.head + size.body);
      if (head === BINARY_WHOLE) out.push(frame(head, edit(payload)));
      else out.push(rest.subarray(0, size.head + size.body));
      rest = rest.subarray(size.head + size.body);
    }
    return Buffer.concat(out);
  };
}

function sizeOf(bytes: Buffer): { readonly head: number; readonly body: number } | null {
  const short = (bytes[1] ?? 0) & 0x7f;
  if (bytes.length < 2) return null;
  if (short < 126) return { head: 2, body: short };
  if (short === 126) return bytes.length < 4 ? null : { head: 4, body: bytes.readUInt16BE(2) };
  return bytes.length < 10 ? null : { head: 10, body: Number(bytes.readBigUInt64BE(2)) };
}

function frame(head: number, payload: Buffer): Buffer {
  if (payload.length === 0) return Buffer.alloc(0);
  const size = payload.length;
  if (size < 126) return Buffer.concat([Buffer.from([head, size]), payload]);
  const long = Buffer.alloc(size < 65_536 ? 4 : 10);
  long[0] = head;
  if (size < 65_536) {
    long[1] = 126;
    long.writeUInt16BE(size, 2);
  } else {
    long[1] = 127;
    long.writeBigUInt64BE(BigInt(size), 2);
  }
  return Buffer.concat([long, payload]);
}

/** Messages (`MSG <subject> <sid> [reply] <size>` and their payload, which may lie in several frames) but those that are to be lost. */
function losing(isLost: (subject: string) => boolean): (payload: Buffer) => Buffer {
  let left = 0;
  let isGone = false;
  return (payload) => {
    const kept: Buffer[] = [];
    for (let at = 0; at < payload.length; ) {
      if (left === 0) {
        const end = payload.indexOf('\r\n', at);
        const words = end < 0 ? [] : payload.toString('latin1', at, end).split(' ');
        const isMessage = words[0] === 'MSG';
        isGone = isMessage && isLost(words[1] ?? '');
        left = end < 0 ? payload.length - at : end + 2 - at + (isMessage ? Number(words.at(-1)) + 2 : 0);
      }
      const part = payload.subarray(at, at + left);
      if (!isGone) kept.push(part);
      left -= part.length;
      at += part.length;
    }
    return Buffer.concat(kept);
  };
}
