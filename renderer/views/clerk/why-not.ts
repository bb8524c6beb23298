/** Why an order of the console would come to nothing now: from what the house has said, in the words in which it would refuse. No key and no button sends it. */
import { useMemo } from 'react';
import type { LotStatus } from '../../../protocol/sale.ts';
import { useLot, useSale } from '../../select.ts';
import { refusalWords } from '../../words-clerk.ts';

type Facts = {
  readonly isHeld: boolean;
  readonly isOnBlock: boolean;
  /** Of the lot that is shown. */
  readonly status: LotStatus | null;
  readonly hasBid: boolean;
  readonly hasNext: boolean;
};

/** Null when nothing is in the way of it that this desk knows: the house may still refuse. */
export type WhyNot = (action: string) => string | null;

export const ALREADY_OPEN = 'A lot is open. Hammer or pass it first.';
export const NONE_OPEN = 'No lot is open. Open one first.';
export const NONE_LEFT = 'No lot is left to open.';

/** What is done to the lot on the block. */
const ON_BLOCK = new Set(['clerk.floor', 'clerk.warn', 'clerk.hammer', 'clerk.ask', 'clerk.paddle', 'clerk.pass']);
/** What goes on while the sale is held. */
const ALWAYS = new Set(['clerk.hold', 'clerk.void', 'clerk.message', 'clerk.register', 'clerk.phone']);

function whyNot(action: string, { isHeld, isOnBlock, status, hasBid, hasNext }: Facts): string | null {
  if (isHeld && !ALWAYS.has(action)) return refusalWords('held');
  if (!isOnBlock && (ON_BLOCK.has(action) || action === 'clerk.void')) return NONE_OPEN;
  switch (action) {
    case 'clerk.warn':
      return status === 'warned' ? 'Fair warning was given already.' : null;
    case 'clerk.hammer':
      return hasBid ? null : refusalWords('no-bid');
    case 'clerk.void':
      return hasBid ? null : 'There is no bid that could be voided.';
    case 'clerk.reopen':
      return status === 'sold' || status === 'passed' ? null : 'This lot is not over. It is sold or passed first.';
    case 'clerk.open':
      if (isOnBlock) return ALREADY_OPEN;
      return hasNext ? null : NONE_LEFT;
    default:
      return null;
  }
}

/** `shown`: the lot on the block, or last there; `next`: the one that would be opened. */
type Lots = { readonly shown: string | null; readonly next: string | null };

export function useWhyNot({ shown, next }: Lots): WhyNot {
  const isHeld = useSale((state) => state.held !== null);
  const isOnBlock = useSale((state) => state.current !== null);
  const status = useLot(shown, ({ tick }) => tick?.status ?? null);
  const hasBid = useLot(shown, ({ tick }) => tick !== null && tick.priceMinor !== null) ?? false;
  const hasNext = next !== null;
  return useMemo(() => {
    const facts = { isHeld, isOnBlock, status, hasBid, hasNext };
    return (action) => whyNot(action, facts);
  }, [isHeld, isOnBlock, status, hasBid, hasNext]);
}
