/** The progress of the sale as it stood at the record that is shown: a step back takes lots off it. */
import { useMemo } from 'react';
import type { LotNow } from '../pictures/progress.ts';
import { SaleProgress } from '../pictures/sale-progress.tsx';
import styles from './lot-chart.module.css';
import { useReview, useReviewCurrency } from './use-review.ts';

export function SaleSoFar() {
  const moment = useReview((state) => state.moment);
  const catalogue = useReview((state) => state.catalogue);
  const currency = useReviewCurrency();
  const lots = useMemo(
    () =>
      (moment?.lots ?? []).map(({ lot, status, at, priceMinor }): LotNow => {
        const known = catalogue?.lots.get(lot);
        const lowMinor = known?.lowMinor ?? null;
        return { lot, number: known?.number ?? 0, title: known?.title ?? lot, status, at, priceMinor, lowMinor };
      }),
    [moment, catalogue],
  );
  return (
    <div className={styles.chart}>
      <SaleProgress lots={lots} currency={currency} />
    </div>
  );
}
