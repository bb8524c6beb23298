/** The keys of the bidder's desk. */
import { registerKeys } from '../../keys.ts';

registerKeys([
  { id: 'bidder.bid', words: 'Bid the ask that is shown', key: 'b', desk: 'bidder' },
  { id: 'bidder.max', words: 'Set, raise or lower your maximum', key: 'x', desk: 'bidder' },
  { id: 'bidder.next', words: 'Next lot', key: 'ArrowDown', desk: 'bidder' },
  { id: 'bidder.before', words: 'Lot before', key: 'ArrowUp', desk: 'bidder' },
  { id: 'bidder.current', words: 'To the lot that is being sold', key: 'g', desk: 'bidder' },
  { id: 'bidder.outbid', words: 'To the next lot where you are outbid', key: 'o', desk: 'bidder' },
  { id: 'bidder.watch', words: 'Watch this lot, or no longer', key: 'w', desk: 'bidder' },
  { id: 'bidder.receipt', words: 'Open the receipt of your newest bid', key: 'r', desk: 'bidder' },
]);
