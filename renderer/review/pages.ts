/** Rows of a log of any length, a page at a time: row `n` is record `n`. Keeps the pages last looked at. Knows no view. */
import type { ReviewReply, ReviewRow } from '../../protocol/wire.ts';
import { PAGE_ROWS } from './source.ts';

/** 40,000 rows: what stays at hand of a million. */
export const PAGES_MAX = 200;

export type Pages = {
  /** The row of a record, or null while its page is on its way (which this asks for). */
  at(seq: number): ReviewRow | null;
  clear(): void;
};

type Ask = (fromSeq: number) => Promise<ReviewReply>;

/** `came` is called when rows arrived; `failed` with why they did not. A page that failed is asked for again when it is next looked at. */
export function createPages(ask: Ask, came: (reply: ReviewReply) => void, failed: (cause: unknown) => void): Pages {
  const pages = new Map<number, readonly ReviewRow[]>();
  const asked = new Set<number>();
  let generation = 0;

  const fetch = (page: number) => {
    if (asked.has(page)) return;
    asked.add(page);
    const mine = generation;
    ask(page * PAGE_ROWS + 1)
      .then((reply) => {
        if (mine !== generation) return;
        asked.delete(page);
        keep(page, reply.rows);
        came(reply);
      })
      .catch((cause: unknown) => {
        if (mine !== generation) return;
        asked.delete(page);
        failed(cause);
      });
  };

  const keep = (page: number, rows: readonly ReviewRow[]) => {
    pages.delete(page);
    pages.set(page, rows);
    const oldest = pages.keys().next().value;
    if (pages.size > PAGES_MAX && oldest !== undefined) pages.delete(oldest);
  };

  return {
    at(seq) {
      if (seq < 1) return null;
      const page = Math.floor((seq - 1) / PAGE_ROWS);
      const rows = pages.get(page);
      const row = rows?.[(seq - 1) % PAGE_ROWS] ?? null;
      // The last page of a live sale grows: a row beyond its end asks for it again.
      if (row === null) fetch(page);
      else if (rows !== undefined && page !== [...pages.keys()].at(-1)) keep(page, rows);
      return row;
    },
    clear() {
      generation += 1;
      pages.clear();
      asked.clear();
    },
  };
}
