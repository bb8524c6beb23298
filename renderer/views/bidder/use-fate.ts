/** What came of an own bid after the house took it, followed as long as it is shown. */
import { useMemo } from 'react';
import { useBids, useLot, useSale, useStance } from '../../select.ts';
import type { OwnBid } from '../../store/bids.ts';
import { type Fate, fateOf } from './bid-words.ts';

export function useFate(bid: OwnBid | null): Fate {
  const lot = bid?.request.lot ?? '';
  const stance = useStance(lot);
  const isNewest = useBids((state) => state.latestOf.get(lot) === bid?.id);
  const rev = bid?.status.state === 'answered' ? bid.status.reply.rev : undefined;
  // The answer may come before the lot's own word: until then who leads is who led before the bid.
  const isTold = useLot(lot, ({ tick }) => rev !== undefined && tick !== null && tick.rev >= rev) ?? false;
  const isSealed = useLot(lot, (face) => face.lot.format === 'sealed') ?? false;
  const isUpcoming = useLot(lot, ({ tick }) => tick?.status === 'upcoming') ?? false;
  const notices = useSale((state) => state.notices);
  return useMemo(
    () =>
      bid === null
        ? { state: 'stands' }
        : fateOf(bid, { isNewest, isSealed, isUpcoming, stance: isTold ? stance : null }, notices),
    [bid, isNewest, isSealed, isUpcoming, isTold, stance, notices],
  );
}
