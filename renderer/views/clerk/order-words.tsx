/** An order as the console tells it: with the paddle that it was for, and of a hammer to whom and for how much the house sold. */
import type { ClerkRequest, Tick } from '../../../protocol/wire.ts';
import { useCurrency, useLot } from '../../select.ts';
import type { ClerkOrder } from '../../store/clerk.ts';
import { amountWords } from '../../words.ts';
import { usePaddleWords } from './paddle-words.ts';
import { useClerk } from './use-console.ts';

type PlacedBid = Extract<ClerkRequest, { type: 'PlaceBid' }>;

export function OrderWords({ order }: { readonly order: ClerkOrder }) {
  const { request, state, words } = order;
  const currency = useCurrency();
  const paddleWords = usePaddleWords();
  const placed = request.type === 'PlaceBid' ? request : null;
  const bidder = placed?.bidder ?? null;
  const known = useClerk(({ bidders }) => bidders.find((one) => one.bidder === bidder)?.paddle ?? null);
  const paddle = bidder === 'room' ? 'room' : known;
  // Done is not leading: a maximum may have beaten it in the same breath.
  const leader = useLot(placed?.lot ?? null, ({ tick }) => leaderOver(placed, paddle, tick));
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
  const who = line ?? (paddle === null || bidder === 'room' ? null : paddleWords(paddle));
  const told = who === null ? words : `${words}, ${who}`;
  return <>{state !== 'done' || leader === null ? told : `${told} — ${paddleWords(leader)} leads`}</>;
}

/** Who leads over a bid that is the last of its lot; null while it is not, or leads itself. */
function leaderOver(placed: PlacedBid | null, paddle: string | null, tick: Tick | null): string | null {
  const last = tick?.last ?? null;
  if (placed === null || last === null || last.bidder !== paddle || tick?.leader === paddle) return null;
  // Of a maximum only the price that it made is told.
  const isThis = last.kind === placed.kind && (placed.kind === 'max' || last.amountMinor === placed.amountMinor);
  return isThis ? (tick?.leader ?? null) : null;
}
