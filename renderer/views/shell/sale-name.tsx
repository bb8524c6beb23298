/** Which sale one sits in, and the way to another. */
import { useDesk, useSale } from '../../select.ts';
import type { NamedSale } from '../../store/sales.ts';
import styles from './shell.module.css';

export function SaleName() {
  const desk = useDesk();
  const title = useSale((state) => state.sale?.title ?? null);
  const saleId = useSale((state) => state.saleId);
  const sales = useSale((state) => state.sales);
  if (sales.length < 2 || saleId === null)
    return (
      <h1 className={styles.sale} title={title ?? undefined}>
        {title ?? 'Waiting for the sale'}
      </h1>
    );
  return (
    <h1 className={styles.sale}>
      <select
        aria-label="Sale"
        className={styles.sales}
        value={saleId}
        onChange={({ currentTarget }) => {
          desk.takeSale(currentTarget.value);
          // Else the next key of the desk, W of a fair warning, would choose the sale whose title begins with it.
          currentTarget.blur();
        }}
      >
        {sales.map((sale) => (
          <option key={sale.id} value={sale.id}>
            {titleAmong(sales, sale)}
          </option>
        ))}
      </select>
    </h1>
  );
}

/** Two sales may be called the same: then their ids tell them apart. */
function titleAmong(sales: readonly NamedSale[], { id, title }: NamedSale): string {
  if (title === '') return id;
  return sales.some((other) => other.id !== id && other.title === title) ? `${title} (${id})` : title;
}
