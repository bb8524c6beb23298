/** A view's question to the house: sent once, and answered in any case. Knows no NATS. */
import { encode } from '../../protocol/codec.ts';
import { subjects } from '../../protocol/subjects.ts';
import { read } from './check.ts';
import { type Link, LinkError } from './link.ts';
import type { AskTopic, FeedOrder, FeedWord } from './words.ts';

const ASK_MS_MAX: Readonly<Record<AskTopic, number>> = {
  receipt: 5_000,
  clerk: 5_000,
  review: 20_000,
  snapshot: 5_000,
};

export type Seat = { readonly link: Link; readonly sale: string; readonly user: string };

/** `seat`: null while the desk is not connected. */
export async function answerAsk(
  { ticket, sale, topic, payload }: Extract<FeedOrder, { type: 'ask' }>,
  seat: Seat | null,
  post: (word: FeedWord) => void,
): Promise<void> {
  const answer = (ok: boolean, value: unknown, error: string | null) =>
    post({ type: 'answer', ticket, ok, value, error });
  if (seat === null) return answer(false, null, 'The desk is not connected.');
  if (sale !== null && sale !== seat.sale) return answer(false, null, 'The desk has left that sale.');
  try {
    const subject = subjects[topic](seat.sale, seat.user);
    answer(true, read.anything(await seat.link.request(subject, encode(payload), ASK_MS_MAX[topic])), null);
  } catch (cause) {
    answer(false, null, cause instanceof LinkError ? cause.message : String(cause));
  }
}
