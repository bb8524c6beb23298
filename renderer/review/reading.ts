/** How far a long log has been read, asked for while a question waits for it. Knows no view. */
import type { ProgressReply } from '../../protocol/review.ts';

/** A short log has been read before anybody could read a word about it. */
export const READING_AFTER_MS = 700;
const READING_EVERY_MS = 700;

export type ReadTo = { readonly seq: number; readonly lastSeq: number };

/** Tells until the function that is given back is called; what is told after that is nothing. */
export function watchReading(
  ask: () => Promise<ProgressReply>,
  told: (to: ReadTo) => void,
  later: (run: () => void, ms: number) => unknown,
): () => void {
  let isOver = false;
  const look = async () => {
    if (isOver) return;
    // Silence says nothing: the question that waits will say what is wrong.
    const reply = await ask().catch(() => null);
    if (isOver) return;
    if (reply !== null && reply.seq < reply.lastSeq) told({ seq: reply.seq, lastSeq: reply.lastSeq });
    later(() => void look(), READING_EVERY_MS);
  };
  later(() => void look(), READING_AFTER_MS);
  return () => {
    isOver = true;
  };
}
