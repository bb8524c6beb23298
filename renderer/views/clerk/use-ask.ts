/** The ask of a lot as it stands now: of a Dutch lot it falls by itself between the words of the house. */
import { askAt } from '../../dutch.ts';
import { useLot, useSaleMs } from '../../select.ts';

export function useAsk(lot: string | null): number | null {
  const askMinor = useLot(lot, ({ tick }) => tick?.askMinor ?? null);
  const falling = useLot(lot, (face) => (face.lot.format === 'dutch' ? face : null));
  const houseMs = useSaleMs(falling === null ? 60_000 : 100);
  return falling === null ? askMinor : askAt(falling.lot, falling.tick, houseMs);
}
