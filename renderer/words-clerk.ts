/** What a clerk orders and why the house refuses it, in words. The bidder's words for the same reasons are in words.ts. */
import type { ClerkRequest } from '../protocol/wire.ts';
import type { Desk } from './store.ts';
import { amountWords, reasonWords } from './words.ts';

/** The reasons that read differently at the rostrum. */
const REASONS: Readonly<Record<string, string>> = {
  'not-registered': 'This bidder is not registered in the sale. Register the paddle first.',
  suspended: 'This bidder is suspended.',
  held: 'The sale is held. Resume it first.',
  'not-open': 'The lot is not open yet. Open it first.',
  closed: 'The lot is closed.',
  'already-leading': 'This bidder leads already.',
  'max-not-raised': 'The book has as much or more from this bidder.',
  'below-ask': 'The price had moved on. Look at the ask.',
  'over-limit': 'It would go over the bidder’s limit.',
  'wrong-state': 'The lot does not stand so that this can be done.',
  'no-bid': 'There is no bid to sell to. Pass it instead.',
  'reserve-not-met': 'The reserve is not met. Pass it, or go on.',
  'another-lot-open': 'Another lot is open. Finish that one first.',
  'below-price': 'An ask must be above the price.',
  'unknown-bid': 'The house does not know this bid, or it was voided before.',
  malformed: 'The house could not read the order.',
  'rate-limited': 'Too many orders in a short time. Wait a moment.',
  'house-at-reserve': 'The house may bid only below the reserve.',
};

export function refusalWords(reason: string | undefined): string {
  return (reason === undefined ? undefined : REASONS[reason]) ?? reasonWords(reason);
}

type Names = Pick<Desk, 'sale' | 'lots'>;

/** An order as the console lists it: `Lot 12: floor bid, £1,200`. */
export function clerkWords(request: ClerkRequest, names: Names): string {
  const currency = names.sale.getState().sale?.currency ?? 'USD';
  const money = (minor: number) => amountWords(minor, currency);
  const lot = 'lot' in request ? `Lot ${names.lots.get(request.lot)?.getState().lot.number ?? request.lot}` : '';
  switch (request.type) {
    case 'OpenLot':
      return `${lot}: open`;
    case 'PlaceBid':
      return request.kind === 'max' && request.channel === 'book'
        ? `${lot}: book bid`
        : `${lot}: ${request.channel === 'phone' ? 'telephone' : request.channel} bid, ${money(request.amountMinor)}`;
    case 'SetAsk':
      return `${lot}: ask ${money(request.askMinor)}`;
    case 'FairWarning':
      return `${lot}: fair warning`;
    case 'Hammer':
      return `${lot}: hammer`;
    case 'Pass':
      return `${lot}: pass, ${request.reason}`;
    case 'Withdraw':
      return `${lot}: withdraw, ${request.reason}`;
    case 'Reopen':
      return `${lot}: reopen, ${request.reason}`;
    case 'VoidBid':
      return `Void a bid, ${request.reason}`;
    case 'HoldSale':
      return `Hold the sale, ${request.reason}`;
    case 'ResumeSale':
      return `Resume, ${Math.round(request.graceMs / 1000)} s of grace`;
    case 'RegisterBidder':
      return `Register ${request.paddle ?? request.bidder}`;
    case 'SuspendBidder':
      return `Suspend ${request.bidder}, ${request.reason}`;
    case 'ReinstateBidder':
      return `Reinstate ${request.bidder}`;
    case 'Message':
      return `Message: ${request.text}`;
    default:
      return request.type;
  }
}
