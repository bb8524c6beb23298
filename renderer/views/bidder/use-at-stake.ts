/** How far one goes in a lot, as the screen says it: again when that changed, not with each price. */
import { useLot, useSale } from '../../select.ts';
import { atStake } from './bid-words.ts';

export function useAtStake(lot: string): number | null {
  const stake = useSale(({ stakes }) => stakes[lot]);
  return useLot(lot, (face) => atStake(stake, face.lot.format === 'sealed', face.tick?.priceMinor ?? null));
}
