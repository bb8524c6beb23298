/** Answers to what is asked of a sale and changes nothing: snapshots and parts of them, receipts, reviews. Always of a state that is durable. */
import { encode } from '../../protocol/codec.ts';
import { isToken } from '../../protocol/subjects.ts';
import type { SnapshotRequest } from '../../protocol/wire.ts';
import type { Connections } from '../door/connections.ts';
import type { Room } from '../room.ts';
import { accountAsked, accountReply } from './account.ts';
import { roomAsked, roomReply } from './clerkroom.ts';
import { asksAsked, asksReply, historyAsked, historyReply } from './lotquestions.ts';
import { presenceAsked, presenceReply } from './presence.ts';

export type Question = {
  readonly kind: 'snapshot' | 'receipt' | 'review';
  readonly user: string;
  /** Of this sale. */
  readonly isClerk: boolean;
  /** Of an account of the house; null for who has none. */
  readonly nameOf: (user: string) => string | null;
  readonly connections: Connections;
  readonly body: unknown;
};

export function answerQuestion(room: Room, question: Question, answer: (bytes: Uint8Array) => void): void {
  room.sequencer.read(() => {
    if (question.kind === 'snapshot') snapshotOrPart(room, question, answer);
    else if (question.kind === 'receipt') whenIndexed(room, () => answer(encode(receiptOf(room, question))));
    else
      room.review.answer(question.body).then(
        (reply) => answer(encode(reply)),
        (cause: unknown) => answer(encode({ error: { code: 'review-failed', message: String(cause) } })),
      );
  });
}

/** Whatever asks for no part that its asker may have is a question for the whole. */
function snapshotOrPart(
  room: Room,
  { user, isClerk, nameOf, connections, body }: Question,
  answer: (bytes: Uint8Array) => void,
): void {
  const asked = isClerk ? roomAsked(body) : null;
  const present = isClerk ? presenceAsked(body) : null;
  const history = historyAsked(body);
  const after = asksAsked(body);
  if (asked !== null) answer(encode(roomReply(room, asked, nameOf)));
  else if (present !== null) answer(encode(presenceReply(room, present, connections, nameOf)));
  else if (history !== null) whenIndexed(room, () => answer(encode(historyReply(room, history))));
  else if (after !== null) answer(encode(asksReply(room, after)));
  else if (accountAsked(body)) answer(encode(accountReply(room, user)));
  else answer(room.snapshots.forUser(user, isClerk, fromOf(body)));
}

/** After a start with a long log its index is made in the background; whoever asks early waits for it. */
function whenIndexed(room: Room, answer: () => void): void {
  room.indexed.then(
    () => room.sequencer.read(answer),
    () => {},
  );
}

/** Where in the catalogue a snapshot is to go on; whatever is no place is the beginning. */
function fromOf(body: unknown): number {
  const from = (body as SnapshotRequest | null)?.from;
  return typeof from === 'number' && Number.isSafeInteger(from) && from > 0 ? from : 0;
}

const MALFORMED = { outcome: 'refused', reason: 'malformed' } as const;

/** Of the asker's own bids only. */
function receiptOf(room: Room, { body, user }: Question): object {
  if (typeof body !== 'object' || body === null || !('id' in body) || !isToken(body.id)) return MALFORMED;
  const since = 'since' in body && typeof body.since === 'number' ? { since: body.since } : {};
  return room.receipts.answer({ id: body.id, ...since }, user, room.now());
}
