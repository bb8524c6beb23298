/** A feed on a house of the test's own, for the tests of the feed: links that can be cut, subjects that are answered or not. */
import { encode } from '../../protocol/codec.ts';
import { subjects } from '../../protocol/subjects.ts';
import type { Snapshot, Tick } from '../../protocol/wire.ts';
import { sale, tick } from '../sale.fixture.ts';
import { type Link, LinkError, type LinkEvents } from './link.ts';
import { createFeedSession } from './session.ts';
import type { FeedWord, Pass } from './words.ts';

export const pass: Pass = {
  jwt: 'x',
  expiresAt: 300_000,
  servers: ['ws://house'],
  publicKey: 'U',
  user: { id: 'anna', role: 'bidder', name: 'Anna', paddle: '101' },
};

/** A house of the test's own: links that the test can cut, subjects that it answers or leaves unanswered. */
export function stage() {
  const words: FeedWord[] = [];
  const links: {
    events: LinkEvents;
    subscribed: Map<string, (bytes: Uint8Array) => void>;
    isClosed: boolean;
    flush: () => Promise<void>;
  }[] = [];
  const asked: { subject: string; value: Record<string, unknown> }[] = [];
  let rev = 1;
  /** When the server lets anybody in. */
  const line = { opens: Promise.resolve() };
  const answers = new Map<string, (value: Record<string, unknown>) => unknown>();
  answers.set(subjects.time('anna'), ({ t0 }) => ({ t0, t1: Number(t0) + 5000, t2: Number(t0) + 5000 }));
  answers.set(subjects.snapshot('s1', 'anna'), () => snapshotAt(rev));

  const openLink = async (_pass: () => Pass, _sign: unknown, events: LinkEvents): Promise<Link> => {
    const subscribed = new Map<string, (bytes: Uint8Array) => void>();
    const held = { events, subscribed, isClosed: false, flush: async () => {} };
    links.push(held);
    await line.opens;
    return {
      subscribe: (subject, hear) => void held.subscribed.set(subject, hear),
      request: (subject, bytes, timeoutMs) => {
        const value = JSON.parse(new TextDecoder().decode(bytes));
        asked.push({ subject, value });
        const answer = answers.get(subject);
        if (answer === undefined)
          return new Promise((_, reject) => setTimeout(() => reject(new LinkError('timeout')), timeoutMs));
        return Promise.resolve(encode(answer(value)));
      },
      flush: () => held.flush(),
      close: async () => {
        held.isClosed = true;
      },
    };
  };
  const session = createFeedSession({
    post: (word) => void words.push(word),
    openLink,
    monoMs: () => performance.now(),
    wallMs: () => Date.now(),
    later: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    soon: (run) => run(),
  });
  const say = (subject: string, message: unknown, link = links.at(-1)) =>
    link?.subscribed.get(subject)?.(encode(message));
  return {
    session,
    words,
    links,
    line,
    asked,
    answers,
    say,
    sayTick: (message: Tick, link = links.at(-1)) => say(subjects.tick('s1', '*'), message, link),
    setRev: (next: number) => {
      rev = next;
    },
    state: () => words.flatMap((word) => (word.type === 'connection' ? [word.connection.state] : [])).at(-1),
    of: <T extends FeedWord['type']>(type: T) =>
      words.filter((word): word is Extract<FeedWord, { type: T }> => word.type === type),
    asks: (subject: string) => asked.filter((ask) => ask.subject === subject),
  };
}

export function snapshotAt(rev: number): Snapshot {
  return {
    seq: rev,
    at: rev,
    sale,
    held: null,
    registered: 1,
    ticks: [tick(rev)],
    standing: null,
  };
}

const TURNS = 100;

export async function live() {
  const house = stage();
  house.session.take({ type: 'open', pass });
  house.session.take({ type: 'watch', sale: 's1' });
  // Until then there are promises only, and no timer.
  for (let turn = 0; turn < TURNS && house.state() !== 'live'; turn += 1) await Promise.resolve();
  if (house.state() !== 'live') throw new Error(`the desk is ${house.state()}, not live`);
  return house;
}
