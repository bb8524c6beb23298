/** The sale as it stood at the record that is shown, a step back takes lots off it: its progress as a picture, and what it had come to. */
import { useMemo, useState } from 'react';
import { Segments } from '../parts/segments.tsx';
import type { LotNow } from '../pictures/progress.ts';
import { SaleProgress } from '../pictures/sale-progress.tsx';
import { type ResultsBy, SaleResults } from './sale-results.tsx';
import styles from './sale-so-far.module.css';
import { useReview, useReviewCurrency } from './use-review.ts';

type Shown = 'progress' | ResultsBy;
const SHOWN: readonly (readonly [Shown, string])[] = [
  ['progress', 'Progress'],
  ['lots', 'Results'],
  ['buyers', 'Buyers'],
];

export function SaleSoFar() {
  const [shown, setShown] = useState<Shown>('progress');
  return (
    <div className={styles.sale}>
      <Segments label="What of the sale" value={shown} options={SHOWN} onChange={setShown} className={styles.choice} />
      {shown === 'progress' ? <Progress /> : <SaleResults by={shown} />}
    </div>
  );
}

function Progress() {
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
  return <SaleProgress lots={lots} currency={currency} />;
}
