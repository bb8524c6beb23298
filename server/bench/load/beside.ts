/**
 * How a bidder was served beside those who bid at the same moment. A pause of the whole house (a collection, a slow sync) makes
 * everybody wait who bids during it, and treats none worse than another: what is left when that is taken out is the house's partiality.
 */

export type Beside = {
  /** The worst of a bidder's bids, as times of what those beside it waited: of the median bidder, and of the worst. */
  readonly medianTimes: number;
  readonly worstTimes: number;
};

/** Bids that are meant within so long stand beside one another. */
const BESIDE_MS = 10;
/** Fewer say nothing of what is usual. */
const BIDS_MIN = 16;

/** `tookMs[bid]`: how long it waited, undefined for one that is not measured. All by the number of the bid, in the order they were meant. */
export function besideOthers(
  meantAt: readonly number[],
  tookMs: readonly (number | undefined)[],
  bidderOf: readonly number[],
): Beside {
  const usualMs = medianOf(tookMs.filter((ms) => ms !== undefined));
  const worst = new Map<number, number>();
  let from = 0;
  for (let at = 0; at <= meantAt.length; at += 1) {
    const isEnd = at === meantAt.length || (meantAt[at] ?? 0) - (meantAt[from] ?? 0) >= BESIDE_MS;
    if (!isEnd) continue;
    const waits = tookMs.slice(from, at);
    const known = waits.filter((ms) => ms !== undefined);
    // Where nobody waits long, a little more is nothing.
    const besideMs = Math.max(usualMs, medianOf(known));
    if (known.length >= BIDS_MIN)
      for (const [n, ms] of waits.entries()) {
        const bidder = bidderOf[from + n];
        if (ms === undefined || bidder === undefined) continue;
        worst.set(bidder, Math.max(worst.get(bidder) ?? 0, ms / besideMs));
      }
    from = at;
  }
  const sorted = [...worst.values()].sort((a, b) => a - b);
  return { medianTimes: sorted[sorted.length >> 1] ?? 0, worstTimes: sorted.at(-1) ?? 0 };
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
