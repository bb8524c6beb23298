/** An order as the console tells it: with the paddle that it was for, and of a hammer to whom and for how much the house sold. */
import { useCurrency, useLot } from '../../select.ts';
import type { ClerkOrder } from '../../store/clerk.ts';
import { amountWords } from '../../words.ts';
import { usePaddleWords } from './paddle-words.ts';
import { useClerk } from './use-console.ts';

export function OrderWords({ order }: { readonly order: ClerkOrder }) {
  const { request, state, words } = order;
  const currency = useCurrency();
  const paddleWords = usePaddleWords();
  const bidder = request.type === 'PlaceBid' && request.bidder !== 'room' ? request.bidder : null;
  const paddle = useClerk(({ bidders }) => bidders.find((known) => known.bidder === bidder)?.paddle ?? null);
  const line = useClerk(({ phones }) => phones.find((phone) => phone.bidder === bidder)?.name ?? null);
  const hammered = request.type === 'Hammer' ? request.lot : null;
  // A lot that was reopened may be sold to another: what it says now is of its last hammer only.
  const isLast = useClerk(
    ({ orders }) => orders.find((last) => last.request.type === 'Hammer' && last.request.lot === hammered) === order,
  );
  const number = useLot(hammered, ({ lot }) => lot.number);
  const sold = useLot(hammered, ({ tick }) => (tick?.status === 'sold' ? tick : null));
  if (hammered !== null && state === 'done' && isLast && sold !== null && sold.priceMinor !== null) {
    const buyer = sold.leader === null ? '' : `, ${paddleWords(sold.leader)}`;
    return <>{`Lot ${number}: sold for ${amountWords(sold.priceMinor, currency)}${buyer}`}</>;
  }
  const who = line ?? (paddle === null ? null : paddleWords(paddle));
  return <>{who === null ? words : `${words}, ${who}`}</>;
}
