/** A sale and the commands of the people in it, all from a seed: something that the rules have to think about, for simulations and tests. */
import type { Command } from '../../protocol/command.ts';
import type { Lot, Sale } from '../../protocol/sale.ts';
import { lotView, type SaleState } from '../core/sale.ts';
import type { Random } from './random.ts';

export const SALE_AT = 1_760_000_000_000;

export function randomSale(random: Random, lotCount: number): Sale {
  return {
    saleId: 'sim',
    title: 'A simulated sale',
    currency: 'USD',
    increments: {
      kind: 'steps',
      bound: 'low',
      rows: [
        [0, 500],
        [10_000, 1000],
        [50_000, 2500],
      ],
    },
    policies: {
      tie: random.pick(['earliest', 'room', 'refuse'] as const),
      offLadder: random.pick(['keep', 'down', 'refuse'] as const),
      leaderRaise: random.pick(['reprice', 'hold'] as const),
      reserve: random.pick(['jump', 'full'] as const),
      extension: random.once(2)
        ? {
            windowMs: 2000,
            base: 'bid',
            addMs: 2000,
            maxCount: 5,
            hardEndAt: null,
            scope: random.pick(['lot', 'sale'] as const),
          }
        : null,
      limit: random.pick(['none', 'wins', 'exposure'] as const),
      void: random.pick(['recompute', 'revivesNothing'] as const),
    },
    premium: [[0, 2500]],
    lots: Array.from({ length: lotCount }, (_, at) => randomLot(random, at + 1)),
  };
}

function randomLot(random: Random, number: number): Lot {
  const base = { lotId: `l${number}`, number, title: `Lot ${number}`, openingMinor: 5000 };
  const reserveMinor = random.once(2) ? random.int(50, 400) * 100 : null;
  const opensAt = SALE_AT + random.int(0, 5000);
  const closesAt = opensAt + random.int(5000, 60_000);
  switch (random.int(0, 5)) {
    case 0:
      return {
        ...base,
        reserveMinor,
        format: 'sealed',
        opensAt,
        closesAt,
        pricing: random.pick(['first', 'second'] as const),
      };
    case 1:
      return { ...base, format: 'dutch', startMinor: 40_000, floorMinor: 10_000, dropMinor: 1000, everyMs: 500 };
    case 2:
      return { ...base, reserveMinor, format: 'live' };
    default:
      return { ...base, reserveMinor, format: 'timed', opensAt, closesAt };
  }
}

export const BIDDERS = Array.from({ length: 8 }, (_, at) => `bidder-${at + 1}`);

/** What somebody does next: mostly bids, some of them foolish, and an auctioneer who keeps things moving. */
export function randomCommand(random: Random, state: SaleState, at: number, id: string): Command {
  const lots = [...state.lots.keys()];
  const lot = random.once(60) ? 'l999' : random.pick(lots);
  const bidder = random.once(50) ? 'nobody' : random.pick(BIDDERS);
  const roll = random.int(0, 99);
  if (roll < 72) {
    const askMinor = lotView(state, lot)?.askMinor ?? 5000;
    const amountMinor = Math.max(0, askMinor + random.pick([0, 0, 0, 500, 1000, 130, 7000, 30_000, -500]));
    const channel = random.pick(['online', 'online', 'online', 'online', 'book', 'phone', 'floor', 'house'] as const);
    const who = channel === 'house' ? 'house' : channel === 'floor' ? 'room' : bidder;
    const kind = channel === 'book' || random.once(3) ? 'max' : 'bid';
    return { type: 'PlaceBid', at, id, lot, bidder: who, amountMinor, kind, channel };
  }
  if (roll < 75) return { type: 'LowerMax', at, id, lot, bidder, amountMinor: random.int(50, 400) * 100 };
  if (roll < 78)
    return {
      type: 'RegisterBidder',
      at,
      bidder: random.pick([...BIDDERS, 'late']),
      limitMinor: random.once(2) ? random.int(1, 9) * 20_000 : null,
    };
  if (roll < 79) return { type: 'SuspendBidder', at, bidder, reason: 'identity in doubt', ...sideOf(at) };
  if (roll < 81) return { type: 'ReinstateBidder', at, bidder, ...sideOf(at) };
  if (roll < 86) return { type: 'OpenLot', at, lot };
  if (roll < 88) return { type: 'FairWarning', at, lot };
  if (roll < 91) return { type: 'Hammer', at, lot };
  if (roll < 92) return { type: 'Pass', at, lot, reason: 'no interest' };
  if (roll < 93)
    return random.once(3)
      ? { type: 'Withdraw', at, lot, reason: 'damaged' }
      : { type: 'Reopen', at, lot, reason: 'a bid was missed' };
  if (roll < 94) return { type: 'SetAsk', at, lot, askMinor: random.int(60, 400) * 100, reason: 'slow room' };
  if (roll < 96) return { type: 'VoidBid', at, bidId: `c${random.int(1, 400)}`, reason: 'mistaken paddle' };
  if (roll < 97) return { type: 'HoldSale', at, reason: 'a moment please' };
  if (roll < 99) return { type: 'ResumeSale', at, graceMs: 1000 };
  return { type: 'Clock', at };
}

/** A clerk's or an operator's, by a time that chance made: the dice that follow fall as before. */
function sideOf(at: number): { readonly by?: 'house' } {
  return at % 2 === 0 ? { by: 'house' } : {};
}
