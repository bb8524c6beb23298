/** For tests: small sales that the rules take. */
import type { Lot, Sale } from '../../protocol/sale.ts';

export function smallSale(saleId: string, lots: readonly Lot[] = [liveLot('l1', 1), liveLot('l2', 2)]): Sale {
  return {
    saleId,
    title: `Sale ${saleId}`,
    currency: 'USD',
    increments: { kind: 'steps', bound: 'low', rows: [[0, 100]] },
    policies: {
      tie: 'earliest',
      offLadder: 'keep',
      leaderRaise: 'reprice',
      reserve: 'jump',
      extension: null,
      limit: 'wins',
      void: 'recompute',
    },
    premium: [[0, 2500]],
    lots,
  };
}

export function liveLot(lotId: string, number: number): Lot {
  return { lotId, number, title: `Lot ${number}`, format: 'live', openingMinor: 1_000 };
}

export function timedLot(lotId: string, number: number, opensAt: number, closesAt: number): Lot {
  return { lotId, number, title: `Lot ${number}`, format: 'timed', openingMinor: 1_000, opensAt, closesAt };
}
