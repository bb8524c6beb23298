/** The row `decide` (SPEED.md): decisions a second of one thread, full rules, idempotency on. `node server/core/decide.bench.ts` prints one line of JSON. */
import type { Command } from '../../protocol/command.ts';
import type { Sale } from '../../protocol/sale.ts';
import { emptyState, execute } from './sale.ts';

const LOTS = 10_000;
const BIDDERS = 10_000;
const COMMANDS = 400_000;
const ROUNDS = 5;

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

function round(commands: readonly Command[], setUp: number): { perSecond: number; accepted: number } {
  const state = emptyState();
  for (let i = 0; i < setUp; i += 1) {
    const command = commands[i];
    if (command !== undefined) execute(state, command);
  }
  let accepted = 0;
  const from = performance.now();
  for (let i = setUp; i < commands.length; i += 1) {
    const command = commands[i];
    if (command !== undefined && execute(state, command)[0]?.type === 'BidAccepted') accepted += 1;
  }
  const seconds = (performance.now() - from) / 1000;
  return { perSecond: (commands.length - setUp) / seconds, accepted: accepted / (commands.length - setUp) };
}

if (import.meta.main) {
  const commands = benchCommands(COMMANDS, LOTS, BIDDERS);
  const setUp = BIDDERS + 2;
  const rounds = Array.from({ length: ROUNDS }, () => round(commands, setUp));
  const sorted = rounds.map((one) => one.perSecond).sort((a, b) => a - b);
  const perSecond = Math.round(sorted[ROUNDS >> 1] ?? 0);
  const row = {
    row: 'decide',
    perSecond,
    best: Math.round(sorted.at(-1) ?? 0),
    goal: 1_000_000,
    lots: LOTS,
    bidders: BIDDERS,
    acceptedShare: rounds[0]?.accepted,
  };
  process.stdout.write(`${JSON.stringify(row)}\n`);
}
