/**
 * The shill score of a bidder against a seller: the six ratings of J. Trevathan and W. Read, “Detecting Shill Bidding in Online English
 * Auctions” (James Cook University), weighted and scaled to ten. Waits and steps are scaled against the slowest and the boldest bidder
 * of the same lot. Only lots that are sold and that he lost say how he bids: a shill means to lose.
 */
import type { ShillRatings } from '../../protocol/anomaly.ts';
import type { LotTally, Mark } from './tally.ts';

/** How much each rating says. The weights are this house's own: keeping to one seller says most, then losing. */
export const WEIGHTS: Readonly<Record<keyof ShillRatings, number>> = {
  affinity: 9,
  bids: 2,
  losses: 5,
  haste: 2,
  smallness: 2,
  earliness: 2,
};

/** One bidder among one seller's sold lots. */
export type Dealing = {
  readonly bidder: string;
  readonly seller: string;
  /** Lots that he bid on, and of these those that another bought. */
  lots: number;
  lost: number;
  bids: number;
  haste: number;
  smallness: number;
  earliness: number;
};

/** Every bidder with every seller whose sold lots he bid on, and how many sold lots each seller had. */
export function dealingsOf(lots: Iterable<LotTally>): {
  readonly dealings: Iterable<Dealing>;
  readonly sold: ReadonlyMap<string, number>;
} {
  const dealings = new Map<string, Dealing>();
  const sold = new Map<string, number>();
  for (const lot of lots) {
    if (lot.buyer === null) continue;
    sold.set(lot.seller, (sold.get(lot.seller) ?? 0) + 1);
    const slowestMs = most(lot, (mark) => mark.gapsMs);
    const boldestMinor = most(lot, (mark) => mark.stepsMinor);
    for (const [bidder, mark] of lot.marks) {
      if (mark.accepted === 0) continue;
      const key = `${bidder} ${lot.seller}`;
      let dealing = dealings.get(key);
      if (dealing === undefined) {
        dealing = { bidder, seller: lot.seller, lots: 0, lost: 0, bids: 0, haste: 0, smallness: 0, earliness: 0 };
        dealings.set(key, dealing);
      }
      dealing.lots += 1;
      if (lot.buyer === bidder) continue;
      dealing.lost += 1;
      dealing.bids += Math.min(1, (2 * mark.accepted) / lot.bids);
      dealing.haste += below(mark, mark.gapsMs, slowestMs);
      dealing.smallness += below(mark, mark.stepsMinor, boldestMinor);
      const spanMs = lot.lastAt - lot.openedAt;
      dealing.earliness += spanMs > 0 ? clamp(1 - (mark.firstAt - lot.openedAt) / spanMs) : 0;
    }
  }
  return { dealings: dealings.values(), sold };
}

/** The ratings of a dealing with a seller who sold `soldLots`, and the score from 0 to 10. */
export function shillScore(
  dealing: Dealing,
  soldLots: number,
): { readonly score: number; readonly ratings: ShillRatings } {
  const { lots, lost } = dealing;
  const mean = (sum: number) => (lost === 0 ? 0 : rounded(sum / lost));
  const ratings: ShillRatings = {
    affinity: rounded(lots / soldLots),
    bids: mean(dealing.bids),
    losses: rounded(lost / lots),
    haste: mean(dealing.haste),
    smallness: mean(dealing.smallness),
    earliness: mean(dealing.earliness),
  };
  let sum = 0;
  let weights = 0;
  for (const name of Object.keys(WEIGHTS) as (keyof ShillRatings)[]) {
    sum += WEIGHTS[name] * ratings[name];
    weights += WEIGHTS[name];
  }
  // Whoever lost nothing has raised no price for another.
  return { score: lost === 0 ? 0 : rounded((10 * sum) / weights), ratings };
}

function most(lot: LotTally, of: (mark: Mark) => number): number {
  let found = 0;
  for (const mark of lot.marks.values()) if (mark.answers > 0) found = Math.max(found, of(mark) / mark.answers);
  return found;
}
/** How far below the most of the lot his mean is: 1 for nothing at all, 0 for the most or when there is no telling. */
function below(mark: Mark, sum: number, mostOfLot: number): number {
  return mark.answers === 0 || mostOfLot === 0 ? 0 : clamp(1 - sum / mark.answers / mostOfLot);
}
function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
/** To thousandths: nobody reads more, and a sum in another order reads the same. */
function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
