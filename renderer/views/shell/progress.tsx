/** How far the sale is, on every desk: its figures, and the hammer total as a picture or a table. */
import { useEffect, useMemo, useState } from 'react';
import { useCurrency, useDesk, useSale } from '../../select.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Money } from '../parts/money.tsx';
import type { LotNow } from '../pictures/progress.ts';
import { SaleProgress } from '../pictures/sale-progress.tsx';
import styles from './progress.module.css';

/** Cheap enough for a long catalogue, quick enough for people. */
const LOOK_MS = 1000;

export function ProgressDetail({ onClose }: { readonly onClose: () => void }) {
  const lots = useLotsNow();
  const currency = useCurrency();
  const of = (status: LotNow['status']) => lots.filter((lot) => lot.status === status);
  const sold = of('sold');
  const over = sold.length + of('passed').length + of('withdrawn').length;
  return (
    <Dialog title="Progress of the sale" onClose={onClose} wide>
      <dl className={styles.figures}>
        <Figure name="Lots done">
          {over} of {lots.length}
        </Figure>
        <Figure name="Sold">{sold.length}</Figure>
        <Figure name="Passed">{of('passed').length}</Figure>
        <Figure name="Withdrawn">{of('withdrawn').length}</Figure>
        <Figure name="Hammer total">
          <Money minor={sold.reduce((sum, { priceMinor }) => sum + (priceMinor ?? 0), 0)} />
        </Figure>
      </dl>
      <div className={styles.picture}>
        <SaleProgress lots={lots} currency={currency} />
      </div>
    </Dialog>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What the house has said of each lot, looked at once a second; the same list while nothing came. */
function useLotsNow(): readonly LotNow[] {
  const desk = useDesk();
  const order = useSale((state) => state.order);
  const [, look] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => look((before) => before + 1), LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  const faces = order.flatMap((lot) => desk.lots.get(lot)?.getState() ?? []);
  const newest = faces.reduce((sum, { tick }) => sum + (tick?.rev ?? 0), 0);
  return useMemo(() => {
    void newest;
    return order.flatMap((id): LotNow[] => {
      const face = desk.lots.get(id)?.getState();
      if (face === undefined || face.tick === null) return [];
      const { lot, tick } = face;
      const { status, at, priceMinor } = tick;
      return [
        {
          lot: id,
          number: lot.number,
          title: lot.title,
          status,
          at,
          priceMinor,
          lowMinor: lot.estimateMinor?.[0] ?? null,
        },
      ];
    });
  }, [desk, order, newest]);
}
