/** When the simulated auctioneer does what, and how he knows that a human has taken over. Pure: the time is an argument. */
import { HOUSE_HOLDS, type UnstampedCommand } from '../../protocol/command.ts';
import type { LotStatus } from '../../protocol/sale.ts';
import type { SaleWord, Tick } from '../../protocol/wire.ts';
import type { Floor } from './floor.ts';

/** How long a room is given, in milliseconds. */
export const PACE = { beforeLotMs: 5000, quietMs: 9000, firstBidMs: 20_000, warnedMs: 5000, resumeMs: 2500 } as const;

/** The next order, or null while the room is given time. `sinceMs` is the time since the last thing that happened on the floor. */
export function nextOrder(floor: Floor, sinceMs: number): UnstampedCommand | null {
  const heldFor = floor.heldFor();
  // What a clerk has held, a clerk lets go on.
  if (heldFor !== null && !isHousesOwn(heldFor)) return null;
  if (heldFor !== null) return sinceMs < PACE.resumeMs ? null : { type: 'ResumeSale', graceMs: 15_000 };
  const called = floor.lots.filter((lot) => lot.format === 'live' || lot.format === 'dutch');
  const current = called.find((lot) => isOpen(floor.tick(lot.lotId)?.status));
  if (current === undefined) {
    const next = called.find((lot) => floor.tick(lot.lotId)?.status === 'upcoming');
    if (next === undefined || sinceMs < PACE.beforeLotMs) return null;
    return { type: 'OpenLot', lot: next.lotId };
  }
  const tick = floor.tick(current.lotId);
  if (tick === undefined || current.format === 'dutch') return null;
  const lot = current.lotId;
  if (tick.leader === null) return sinceMs < PACE.firstBidMs ? null : { type: 'Pass', lot, reason: 'no bid' };
  if (tick.status === 'open') return sinceMs < PACE.quietMs ? null : { type: 'FairWarning', lot };
  if (sinceMs < PACE.warnedMs) return null;
  return tick.reserveMet ? { type: 'Hammer', lot } : { type: 'Pass', lot, reason: 'reserve not met' };
}

/**
 * True when a tick shows an act of the rostrum: a lot opened, warned, sold, passed, withdrawn or reopened, or a bid from the
 * room or a telephone. Our own acts look the same: `isEffectOf` tells them apart.
 */
export function isClerksAct(before: Tick | undefined, after: Tick, format: string): boolean {
  if (after.last !== null && (after.last.channel === 'floor' || after.last.channel === 'phone'))
    if (after.bids > (before?.bids ?? 0)) return true;
  const from = before?.status ?? 'upcoming';
  const to = after.status;
  if (to === from) return false;
  if (to === 'withdrawn') return true;
  if (format === 'dutch') return to === 'open' && from === 'upcoming';
  if (format !== 'live') return false;
  // A bid takes a warned lot back to open; nobody at the rostrum did that.
  return !(from === 'warned' && to === 'open');
}

/** Sale-level words that only the rostrum speaks: the house holds a sale of its own accord too. */
export function isClerksWord(word: SaleWord): boolean {
  if (word.type === 'held') return !isHousesOwn(word.reason);
  return word.type === 'resumed' || word.type === 'override';
}

/**
 * True when what was seen is what the order makes. Not by its `seq`: a reply can be lost, and a tick that folds the order
 * with a bid has the bid's.
 */
export function isEffectOf(order: UnstampedCommand, seen: Tick | SaleWord): boolean {
  if ('type' in seen) {
    if (order.type === 'ResumeSale') return seen.type === 'resumed';
    return order.type === 'Pass' && seen.type === 'override' && seen.lot === order.lot && seen.what === 'LotPassed';
  }
  if (!('lot' in order) || order.lot !== seen.lot) return false;
  switch (order.type) {
    case 'OpenLot':
      return seen.status === 'open';
    case 'FairWarning':
      return seen.status === 'warned';
    case 'Hammer':
      return seen.status === 'sold';
    case 'Pass':
      return seen.status === 'passed';
    default:
      return false;
  }
}

function isHousesOwn(reason: string): boolean {
  return Object.values<string>(HOUSE_HOLDS).includes(reason);
}

function isOpen(status: LotStatus | undefined): boolean {
  return status === 'open' || status === 'warned';
}
