/**
 * Notices who goes on after nats-server has denied him: it answers and logs every time, as often as he likes, and cuts nobody off. Reads
 * the end of its log once a second. Knows keys and connections, no people.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Limits } from '../door/limits.ts';

const LOOK_EVERY_MS = 1_000;
/** What is read of a second's lines: some 1,800 of them, a millisecond of the loop. A flood writes forty times as much. */
const LOOK_BYTES_MAX = 256 * 1024;

/** Whose line it is until nats-server 2.11, and from 2.12 on. Neither can be read in a line of the other kind, whatever a client wrote into it. */
const WHOSE = [
  '(?:Publish|Subscription) Violation - JWT User "(?<until>U[A-Z2-7]{55})",',
  '"A[A-Z2-7]{55}/house/jwt:(?<since>U[A-Z2-7]{55})" - (?:Publish|Subscription) Violation(?: Too Many Tokens)? - (?:Subject|Reply) "',
];
/**
 * Before the key there may stand only what nats-server itself writes: name and subject come from the client, quoted. So nobody has
 * another's key counted.
 */
const DENIAL = new RegExp(
  `^\\[\\d+\\] \\S+ \\S+ \\[ERR\\] \\S+ - \\w+:(?<cid>\\d+) - (?:"(?:[^"\\\\]|\\\\.)*" - )?(?:${WHOSE.join('|')})`,
  'gm',
);

export type DenialLimits = Pick<Limits, 'denialsNoted' | 'denialsBorne'>;

/** Hears of connections by the numbers that nats-server gave them. */
export type Tell = (connections: readonly number[]) => void;

/** Takes the lines of one look; answers for each key that has been denied too often by now its last connection. */
export function createDenials({ denialsNoted, denialsBorne }: DenialLimits): (lines: string) => readonly number[] {
  let before = new Map<string, number>();
  return (lines) => {
    const now = new Map<string, number>();
    const lasts = new Map<string, number>();
    for (const { groups } of lines.matchAll(DENIAL)) {
      // By key: whoever connects again and again is one.
      const key = groups?.since ?? groups?.until ?? '';
      now.set(key, (now.get(key) ?? 0) + 1);
      lasts.set(key, Number(groups?.cid));
    }
    const over: number[] = [];
    for (const [key, count] of now) {
      const sum = count + (before.get(key) ?? 0);
      if (count >= denialsNoted) now.set(key, sum);
      else now.delete(key);
      if (count < denialsNoted || sum < denialsBorne) continue;
      over.push(lasts.get(key) ?? 0);
      now.delete(key);
    }
    // Whoever is not among them has paused.
    before = now;
    return over;
  };
}

/** Looks at the log in `dir` until the returned call; `tell` hears of those who went on. */
export function watchDenials(dir: string, limits: DenialLimits, tell: Tell): () => void {
  const path = join(dir, 'nats.log');
  const look = createDenials(limits);
  let seen: number | null = null;
  let isLooking = false;

  /** What was written since the last look, or the end of it. */
  async function read(): Promise<string> {
    const file = await open(path, 'r').catch(() => null);
    if (file === null) return '';
    try {
      const { size } = await file.stat();
      // A smaller file is another one: the one before was turned over.
      const from = Math.max(seen === null || seen > size ? 0 : seen, size - LOOK_BYTES_MAX);
      const isFirst = seen === null;
      seen = size;
      if (isFirst || size === from) return '';
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
      return buffer.toString('latin1', 0, bytesRead);
    } finally {
      await file.close();
    }
  }

  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    read()
      .then((text) => {
        const connections = look(text);
        if (connections.length > 0) tell(connections);
      })
      // A log that cannot be read now is read the next time.
      .catch(() => {})
      .finally(() => {
        isLooking = false;
      });
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
