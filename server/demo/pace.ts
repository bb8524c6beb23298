/** When the simulated auctioneer does what, and how he knows that a human has taken over. Pure: the time is an argument. */
import type { UnstampedCommand } from '../../protocol/command.ts';
import type { LotStatus } from '../../protocol/sale.ts';
import type { SaleWord, Tick } from '../../protocol/wire.ts';
import type { Floor } from './floor.ts';

/** How long a room is given, in milliseconds. */
export const PACE = { beforeLotMs: 5000, quietMs: 9000, firstBidMs: 20_000, warnedMs: 5000, resumeMs: 2500 } as const;

/** The next order, or null while the room is given time. `sinceMs` is the time since the last thing that happened on the floor. */
export function nextOrder(floor: Floor, sinceMs: number): UnstampedCommand | null {
  if (floor.isHeld()) return sinceMs < PACE.resumeMs ? null : { type: 'ResumeSale', graceMs: 15_000 };
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
 * room or a telephone. Our own acts look the same and are told apart by their `seq`.
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

/** Sale-level words that only the rostrum speaks. */
export function isClerksWord(word: SaleWord): boolean {
  return word.type === 'held' || word.type === 'resumed' || word.type === 'override';
}

function isOpen(status: LotStatus | undefined): boolean {
  return status === 'open' || status === 'warned';
}
