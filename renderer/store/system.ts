/** Where the words of the system land: sleep and waking, a lot that was asked for by a link, a page that was loaded again. Knows no view. */
import type { SystemWord } from '../../protocol/bridge.ts';
import type { FeedPort } from '../feed/port.ts';
import type { LinkStore } from './link.ts';
import type { SaleState, SaleStore } from './sale.ts';

type Parts = { readonly feed: FeedPort; readonly link: LinkStore; readonly sale: SaleStore };

export function systemHearing({ feed, link, sale }: Parts): (word: SystemWord) => void {
  /** A link may come before its sale is here: before the sign-in, or from another sale. */
  let wanted: { readonly sale: string; readonly lot: string } | null = null;
  let isAsked = false;

  const seek = ({ saleId, sales, order }: SaleState): void => {
    if (wanted === null) return;
    const { sale: to, lot } = wanted;
    if (saleId === to) {
      wanted = null;
      if (order.includes(lot)) sale.setState({ focus: lot });
    } else if (saleId !== null && !isAsked && sales.some(({ id }) => id === to)) {
      isAsked = true;
      feed.send({ type: 'watch', sale: to });
    }
  };
  sale.subscribe(seek);

  return (word) => {
    switch (word.type) {
      case 'suspend':
      case 'resume':
        return feed.send({ type: word.type });
      case 'recovered':
        return link.setState({ recovered: word.from });
      case 'open-lot':
        wanted = { sale: word.sale, lot: word.lot };
        isAsked = false;
        return seek(sale.getState());
    }
  };
}
