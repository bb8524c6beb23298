/** Joins the answers that a large sale's snapshot comes in. Knows no connection. */
import type { Snapshot } from '../../protocol/wire.ts';

/**
 * Asks until nothing is left; null when one answer is none. The first page's seq and moment stand for the whole: what changed after
 * it was told by ticks too, and their revs put both in order. What goes by no rev is taken from the last page.
 */
export async function wholeSnapshot(ask: (from: number) => Promise<Snapshot | null>): Promise<Snapshot | null> {
  const first = await ask(0);
  if (first?.next === undefined) return first;
  const pages = [first];
  for (let last = first; last.next !== undefined; ) {
    const page = await ask(last.next);
    // A page that does not lead on would be asked for ever.
    if (page === null || (page.next !== undefined && page.next <= last.next)) return null;
    pages.push(page);
    last = page;
  }
  const { next: _next, ...whole } = first;
  const last = pages.at(-1) ?? first;
  return {
    ...whole,
    held: last.held,
    registered: last.registered,
    sale: { ...first.sale, lots: pages.flatMap(({ sale }) => sale.lots) },
    ticks: pages.flatMap(({ ticks }) => ticks),
    ...(first.reserves === undefined
      ? {}
      : { reserves: Object.fromEntries(pages.flatMap(({ reserves = {} }) => Object.entries(reserves))) }),
  };
}
