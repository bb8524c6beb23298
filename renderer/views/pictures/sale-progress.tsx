/** The progress of a sale: its hammer total lot by lot against the low estimates, as a picture and as a table. */
import { useMemo } from 'react';
import { amountWords } from '../../words.ts';
import { timeWords } from '../bidder/ladder.tsx';
import { Chart, type Series } from '../parts/chart.tsx';
import { LOT_MARKS } from '../parts/state-mark.tsx';
import { endingsOf, type LotNow } from './progress.ts';

type Props = { readonly lots: readonly LotNow[]; readonly currency: string };

export function SaleProgress({ lots, currency }: Props) {
  const endings = useMemo(() => endingsOf(lots), [lots]);
  const { xs, series } = useMemo(() => {
    const made: Series[] = [
      { label: 'Hammer total', values: endings.map((each) => each.totalMinor), token: '--accent', shape: 'step' },
    ];
    if (endings.some((each) => each.expectedMinor > 0))
      made.push({
        label: 'Low estimates',
        values: endings.map((each) => each.expectedMinor),
        token: '--text-3',
        shape: 'points',
      });
    return { xs: endings.map((_, index) => index + 1), series: made };
  }, [endings]);
  const money = (minor: number | null) =>
    minor === null ? '–' : amountWords(Math.max(0, Math.round(minor)), currency);
  return (
    <Chart
      label="Hammer total of the sale, lot by lot"
      xs={xs}
      xIsCount
      series={series}
      xWords={(x) => (Number.isInteger(x) ? `${x} of ${lots.length}` : '')}
      yWords={money}
      empty="No lot is over yet: the total is drawn from the first on."
      table={{
        head: ['Lot', 'Title', 'At', 'State', 'Hammer', 'Low estimate', 'Total'],
        end: [0, 4, 5, 6],
        rows: () =>
          endings.map((each) => [
            String(each.number),
            each.title,
            timeWords(each.at),
            LOT_MARKS[each.status].word,
            money(each.hammerMinor),
            money(each.lowMinor),
            money(each.totalMinor),
          ]),
      }}
    />
  );
}
