/** Records as a sale makes them, for the rows that measure journal, restart and review without a bus. Decided by the core, so they are the real thing. */
import type { Command } from '../../protocol/command.ts';
import type { LogRecord } from '../../protocol/event.ts';
import type { Extension, Sale } from '../../protocol/sale.ts';
import { RULES_VERSION } from '../core/rules.ts';
import { emptyState, execute, type SaleState } from '../core/sale.ts';
import { STEP_MINOR, workload } from './load/workload.ts';

/** Lots of the bench open long ago and close long after. */
const OPENS_AT = 1;
const CLOSES_AT = 4_102_444_800_000;
/** The largest step of any price is `STEP_MINOR`: the generator counts on it. */
const ROWS = [
  [0, 100],
  [100_000, 500],
  [1_000_000, STEP_MINOR],
] as const;
const OPENING_MINOR = 1000;

export type BenchSale = {
  readonly saleId: string;
  readonly lots: number;
  readonly extension?: Extension;
  readonly closesAt?: number;
};

export function benchSale({ saleId, lots, extension, closesAt }: BenchSale): Sale {
  return {
    saleId,
    title: 'Bench',
    currency: 'EUR',
    increments: { kind: 'steps', bound: 'low', rows: ROWS },
    policies: {
      tie: 'earliest',
      offLadder: 'keep',
      leaderRaise: 'reprice',
      reserve: 'jump',
      extension: extension ?? null,
      limit: 'exposure',
      void: 'recompute',
    },
    premium: [[0, 2500]],
    lots: Array.from({ length: lots }, (_, index) => ({
      lotId: `l${index}`,
      number: index + 1,
      title: `Lot ${index + 1}`,
      format: 'timed',
      openingMinor: OPENING_MINOR,
      reserveMinor: index % 2 === 0 ? null : OPENING_MINOR * 5,
      opensAt: OPENS_AT,
      closesAt: closesAt ?? CLOSES_AT,
    })),
  };
}

/** The records that set a sale up: its creation, and every bidder registered with a limit that is asked and never reached. */
export function* setUpRecords(sale: Sale, bidders: number, at: number): Generator<LogRecord, SaleState> {
  const state = emptyState();
  let seq = 0;
  const decide = (command: Command): LogRecord => {
    seq += 1;
    return { seq, at: command.at, rules: RULES_VERSION, command, events: execute(state, command) };
  };
  yield decide({ type: 'CreateSale', at, sale });
  for (let bidder = 0; bidder < bidders; bidder += 1)
    yield decide({ type: 'RegisterBidder', at, bidder: `b${bidder}`, limitMinor: Number.MAX_SAFE_INTEGER });
  yield decide({ type: 'Clock', at });
  return state;
}

export type BidMix = {
  readonly lots: number;
  readonly bidders: number;
  readonly acceptedShare: number;
  readonly maxShare: number;
  readonly idPrefix: string;
};

/** Commands of the load, without a bus: one a millisecond, from `at` on. */
export function* bidCommands(mix: BidMix, count: number, at: number): Generator<Command, void> {
  const bids = workload({ ...mix, fromMinor: OPENING_MINOR });
  for (let bid = 0; bid < count; bid += 1) {
    const { lot, bidder, amountMinor, isMax } = bids.next();
    yield {
      type: 'PlaceBid',
      at: at + bid,
      id: `${mix.idPrefix}${bid}`,
      lot: `l${lot}`,
      bidder: `b${bidder}`,
      amountMinor,
      kind: isMax ? 'max' : 'bid',
      channel: 'online',
    };
  }
}
