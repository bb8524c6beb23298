/** The bidder's desk: the board of lots, the lot in focus, and one's own affairs. */
import { useSale } from '../../select.ts';
import { Empty } from '../parts/panel.tsx';

export function Bidder() {
  const sale = useSale((state) => state.sale);
  if (sale === null) return <Empty>Waiting for the house to send the sale.</Empty>;
  return <Empty>{sale.lots.length} lots</Empty>;
}
