/** The clock of a Dutch lot as the catalogue announces it. What it shows is arithmetic on the house's time; what a press gets is the house's to say. */
import type { PublicLot, Tick } from '../protocol/wire.ts';

/** The price on the clock at `houseMs` (of a held sale: of the moment it was held), or null when the lot is not running or the house's time is not known. */
export function dutchClock(lot: PublicLot, tick: Tick | null, houseMs: number | null): number | null {
  const { startMinor, floorMinor, dropMinor, everyMs } = lot;
  if (tick === null || houseMs === null || (tick.status !== 'open' && tick.status !== 'warned')) return null;
  if (startMinor === undefined || floorMinor === undefined || dropMinor === undefined || everyMs === undefined)
    return null;
  const price = startMinor - dropMinor * Math.floor(Math.max(0, houseMs - (tick.openedAt ?? tick.at)) / everyMs);
  return price < floorMinor ? null : price;
}

/** What a bid at this moment is asked to be: the house's ask, or what the clock of a Dutch lot shows. */
export function askAt(lot: PublicLot, tick: Tick | null, houseMs: number | null): number | null {
  return lot.format === 'dutch' ? dutchClock(lot, tick, houseMs) : (tick?.askMinor ?? null);
}
