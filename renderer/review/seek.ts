/** Finds the record that stood at a moment: the last one decided by then. Asks for one record at a time, twenty for a million. */
import type { ReviewSource } from './source.ts';

/** 0 when the log begins later. */
export async function seqAt(source: Pick<ReviewSource, 'rows'>, lastSeq: number, at: number): Promise<number> {
  let before = 0;
  let after = lastSeq + 1;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    const { rows } = await source.rows(middle, {}, 1);
    if ((rows[0]?.at ?? Number.POSITIVE_INFINITY) <= at) before = middle;
    else after = middle;
  }
  return before;
}
