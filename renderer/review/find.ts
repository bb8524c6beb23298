/** The rows that a filter keeps, found from the first record on, and more of them when the end of the list is near. Knows no view. */
import type { ReviewFilter, ReviewReply, ReviewRow } from '../../protocol/wire.ts';

/** Found without being asked; from then on as the reader comes near the end. */
export const FOUND_AT_ONCE = 1_000;
const NEAR_ROWS = 100;

export type Find = {
  start(filter: ReviewFilter): void;
  /** Looks further, unless it is looking. */
  more(): void;
  at(index: number): ReviewRow | null;
  count(): number;
  /** True when every record has been looked at. */
  isDone(): boolean;
  /** The index of the first found row at or after a record. */
  indexOf(seq: number): number;
};

type Ask = (fromSeq: number, filter: ReviewFilter) => Promise<ReviewReply>;

export function isFiltered(filter: ReviewFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

export function createFind(ask: Ask, came: (reply: ReviewReply) => void, failed: (cause: unknown) => void): Find {
  let filter: ReviewFilter = {};
  let rows: ReviewRow[] = [];
  let from = 1;
  let isLooking = false;
  let isDone = false;

  const more = () => {
    if (isLooking) return;
    isLooking = true;
    const mine = filter;
    ask(from, mine)
      .then((reply) => {
        if (mine !== filter) return;
        isLooking = false;
        rows.push(...reply.rows.filter((row) => row.seq > (rows.at(-1)?.seq ?? 0)));
        isDone = reply.nextSeq === null;
        from = reply.nextSeq ?? reply.lastSeq + 1;
        came(reply);
        if (!isDone && rows.length < FOUND_AT_ONCE) more();
      })
      .catch((cause: unknown) => {
        if (mine !== filter) return;
        isLooking = false;
        failed(cause);
      });
  };

  return {
    start(next) {
      filter = { ...next };
      rows = [];
      from = 1;
      isLooking = false;
      isDone = false;
    },
    more,
    at(index) {
      if (!isDone && index >= rows.length - NEAR_ROWS) more();
      return rows[index] ?? null;
    },
    count: () => rows.length,
    isDone: () => isDone,
    indexOf(seq) {
      let low = 0;
      let high = rows.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((rows[middle]?.seq ?? 0) < seq) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}
