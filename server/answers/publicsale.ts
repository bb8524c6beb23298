/** A sale without what the public may not know: reserves are gone, all else stays. */
import type { Lot, Sale } from '../../protocol/sale.ts';
import type { PublicLot, PublicSale } from '../../protocol/wire.ts';

export function publicSale(sale: Sale): PublicSale {
  return { ...sale, lots: sale.lots.map(publicLot) };
}

function publicLot(lot: Lot): PublicLot {
  const { reserveMinor, ...rest } = lot;
  return { ...rest, hasReserve: typeof reserveMinor === 'number' };
}
