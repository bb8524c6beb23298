/** For tests: lines that bid far beyond their rate, on a thread of their own, and count every answer. Knows no limit of the house. */

import { parentPort, Worker, workerData } from 'node:worker_threads';
import { fromSeed } from 'nkeys.js';
import { inboxPrefix, subjects } from '../../protocol/subjects.ts';
import type { BidReply } from '../../protocol/wire.ts';
import { type Line, openLine } from './line.ts';

export type FloodPlan = {
  readonly url: string;
  readonly sale: string;
  readonly lot: string;
  /** Of all lines together. */
  readonly perSecond: number;
  readonly bidders: readonly { readonly id: string; readonly jwt: string; readonly seed: string }[];
};
export type FloodCount = {
  readonly sent: number;
  /** Accepted or rejected by the rules, and so in the log. */
  readonly decided: number;
  /** Turned away at the door, by reason. */
  readonly refused: Readonly<Record<string, number>>;
  /** `rate-limited` without a moment to try again. */
  readonly withoutRetry: number;
  /** Lines that the server had cut off. */
  readonly cut: number;
};
export type Flood = {
  /** Resolves when the server has cut every line off. */
  readonly cut: Promise<void>;
  /** Ends the flood; resolves when all is answered, or ten seconds brought nothing more. */
  stop(): Promise<FloodCount>;
};

type Word = { readonly word: 'flowing' | 'cut' } | ({ readonly word: 'count' } & FloodCount);

const SEND_EVERY_MS = 5;
const SILENCE_MS_MAX = 10_000;

/** Resolves when every line is connected and the flood has begun. */
export async function startFlood(plan: FloodPlan): Promise<Flood> {
  const worker = new Worker(new URL(import.meta.url), { workerData: plan });
  const heard = (name: Word['word']) =>
    new Promise<Word>((resolve, reject) => {
      worker.on('message', (word: Word) => (word.word === name ? resolve(word) : undefined));
      worker.once('error', reject);
    });
  const cut = heard('cut').then(() => {});
  // Nobody need wait for it.
  cut.catch(() => {});
  await heard('flowing');
  return {
    cut,
    async stop() {
      const counted = heard('count');
      worker.postMessage('stop');
      const count = await counted;
      await worker.terminate();
      if (count.word !== 'count') throw new Error('the flood did not end');
      return count;
    },
  };
}

async function flood(plan: FloodPlan, said: NonNullable<typeof parentPort>): Promise<void> {
  let sent = 0;
  let decided = 0;
  let withoutRetry = 0;
  let answered = 0;
  let heardAt = performance.now();
  const refused: Record<string, number> = {};
  const hear = ({ text }: { readonly text: string }) => {
    const {
      outcome,
      reason = 'none',
      retryMs = 0,
    } = JSON.parse(text) as Omit<BidReply, 'reason'> & { reason?: string };
    answered += 1;
    heardAt = performance.now();
    if (outcome !== 'refused') decided += 1;
    else refused[reason] = (refused[reason] ?? 0) + 1;
    if (reason === 'rate-limited' && retryMs <= 0) withoutRetry += 1;
  };
  const lines: { readonly line: Line; readonly id: string; readonly answers: string; readonly subject: string }[] = [];
  for (const { id, jwt, seed } of plan.bidders) {
    const inbox = inboxPrefix(id);
    const line = await openLine(plan.url, { jwt, key: fromSeed(Buffer.from(seed)), inbox });
    line.subscribe(`${inbox}.flood`, hear);
    lines.push({ line, id, answers: `${inbox}.flood`, subject: subjects.bid(plan.sale, id) });
  }
  const began = performance.now();
  const timer = setInterval(() => {
    const due = ((performance.now() - began) * plan.perSecond) / 1_000;
    for (; sent < due; sent += 1) {
      const one = lines[sent % lines.length];
      if (one === undefined) return;
      const bid = { id: `${one.id}-${sent}`, lot: plan.lot, kind: 'max', basedOnRev: 0, sentAt: 0 };
      one.line.publish(one.subject, JSON.stringify({ ...bid, amountMinor: 1_000 + sent * 100 }), one.answers);
    }
  }, SEND_EVERY_MS);
  said.postMessage({ word: 'flowing' } satisfies Word);
  void Promise.all(lines.map(({ line }) => line.closed)).then(() => said.postMessage({ word: 'cut' } satisfies Word));
  said.once('message', () => {
    clearInterval(timer);
    const check = setInterval(() => {
      const isAnybodyThere = lines.some(({ line }) => line.isOpen());
      if (isAnybodyThere && answered < sent && performance.now() - heardAt < SILENCE_MS_MAX) return;
      clearInterval(check);
      const cut = lines.filter(({ line }) => !line.isOpen()).length;
      said.postMessage({ word: 'count', sent, decided, refused, withoutRetry, cut } satisfies Word);
    }, SEND_EVERY_MS);
  });
}

if (parentPort !== null && workerData?.perSecond !== undefined) await flood(workerData as FloodPlan, parentPort);
