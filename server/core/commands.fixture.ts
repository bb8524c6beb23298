/** Commands for what is measured without a bus: a sale of timed lots, and bids and maxima on it. */
import type { Command } from '../../protocol/command.ts';
import type { Sale } from '../../protocol/sale.ts';

/** A sale of timed lots, its registrations, and bids and maxima on it from a seeded generator: about six in ten are accepted. */
export function benchCommands(count: number, lots: number, bidders: number): Command[] {
  const next = random(20_261_124);
  const commands: Command[] = [{ type: 'CreateSale', at: 1, sale: benchSale(lots) }];
  for (let i = 0; i < bidders; i += 1)
    commands.push({ type: 'RegisterBidder', at: 1, bidder: `b${i}`, limitMinor: null });
  commands.push({ type: 'Clock', at: 2 });
  const level = new Float64Array(lots).fill(10_000);
  for (let n = commands.length; n < count; n += 1) {
    const lot = next(lots);
    // The crowd knows the price roughly: most bid above it, some too low, some far above as a maximum.
    level[lot] = (level[lot] ?? 0) + next(1500);
    const amountMinor = Math.round((level[lot] ?? 0) / 500 + next(10) - 3) * 500;
    const isMax = next(10) < 3;
    commands.push({
      type: 'PlaceBid',
      at: 3 + Math.floor(n / 10),
      id: `bid-${n.toString(36)}`,
      lot: `l${lot}`,
      bidder: `b${next(bidders)}`,
      amountMinor: isMax ? amountMinor + 2000 : amountMinor,
      kind: isMax ? 'max' : 'bid',
      channel: 'online',
    });
    // Now and then a desk asks again with the same id.
    const last = commands.at(-1);
    if (next(100) === 0 && last !== undefined && n + 1 < count) {
      commands.push(last);
      n += 1;
    }
  }
  return commands;
}

function benchSale(lots: number): Sale {
  return {
    saleId: 'bench',
    title: 'Bench',
    currency: 'USD',
    increments: {
      kind: 'steps',
      bound: 'low',
      rows: [
        [0, 500],
        [50_000, 1000],
        [100_000, 2500],
      ],
    },
    policies: {
      tie: 'room',
      offLadder: 'keep',
      leaderRaise: 'reprice',
      reserve: 'jump',
      extension: { windowMs: 120_000, base: 'bid', addMs: 120_000, maxCount: null, hardEndAt: null, scope: 'lot' },
      limit: 'exposure',
      void: 'recompute',
    },
    premium: [[0, 2600]],
    lots: Array.from({ length: lots }, (_, i) => ({
      lotId: `l${i}`,
      number: i + 1,
      title: `Lot ${i + 1}`,
      format: 'timed' as const,
      openingMinor: 10_000,
      reserveMinor: i % 3 === 0 ? 20_000 : null,
      opensAt: 2,
      closesAt: 10_000_000 + i,
    })),
  };
}

/** A small generator of whole numbers below `n`, the same on every machine. */
function random(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * n);
  };
}
