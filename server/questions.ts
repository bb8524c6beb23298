/** Answers to what is asked of a sale and changes nothing: snapshots, receipts, reviews. Always of a state that is durable. */
import { encode } from '../protocol/codec.ts';
import type { Room } from './room.ts';

export type Question = {
  readonly kind: 'snapshot' | 'receipt' | 'review';
  readonly user: string;
  /** Of this sale. */
  readonly isClerk: boolean;
  readonly body: unknown;
};

export function answerQuestion(room: Room, question: Question, answer: (bytes: Uint8Array) => void): void {
  room.sequencer.read(() => {
    if (question.kind === 'snapshot') answer(room.snapshots.forUser(question.user, question.isClerk));
    else answer(encode({ outcome: 'refused', reason: 'malformed' }));
  });
}
