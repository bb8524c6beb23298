import { expect, test } from 'vitest';
import type { FeedOrder } from '../feed/words.ts';
import { createLink } from './link.ts';
import { createSale } from './sale.ts';
import { systemHearing } from './system.ts';

const named = (id: string) => ({ id, title: id });

function stage() {
  const orders: FeedOrder[] = [];
  const link = createLink();
  const sale = createSale();
  const hear = systemHearing({ feed: { send: (order) => void orders.push(order), hear: () => undefined }, link, sale });
  return { orders, link, sale, hear };
}

test('sleep and waking go to the feed, and a recovered page is remembered as one', () => {
  const { orders, link, hear } = stage();
  hear({ type: 'suspend' });
  hear({ type: 'resume' });
  hear({ type: 'recovered', from: 'hang' });
  expect(orders).toEqual([{ type: 'suspend' }, { type: 'resume' }]);
  expect(link.getState().recovered).toBe('hang');
});

test('a link to a lot of another sale takes that sale first, once, and then looks at the lot', () => {
  const { orders, sale, hear } = stage();
  sale.setState({ saleId: 's1', sales: ['s1', 's2'].map(named), order: ['l1', 'l2'], focus: 'l1' });
  hear({ type: 'open-lot', sale: 's2', lot: 'l2' });
  sale.setState({ registered: 5 });
  expect(orders).toEqual([{ type: 'watch', sale: 's2' }]);
  expect(sale.getState().focus).toBe('l1');
  sale.setState({ saleId: 's2', focus: 'l1' });
  expect(sale.getState().focus).toBe('l2');
  sale.setState({ focus: 'l1' });
  expect(sale.getState().focus).toBe('l1');
});

test('a link that comes before the sale waits for it; one to a sale that is not here asks for nothing', () => {
  const { orders, sale, hear } = stage();
  hear({ type: 'open-lot', sale: 's1', lot: 'l2' });
  sale.setState({ saleId: 's1', sales: ['s1'].map(named), order: ['l1', 'l2'] });
  expect(sale.getState().focus).toBe('l2');
  hear({ type: 'open-lot', sale: 's7', lot: 'l1' });
  expect(orders).toEqual([]);
  expect(sale.getState().focus).toBe('l2');
});
