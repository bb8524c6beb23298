/** The depth of a lot's ladder: how many bidders were seen at each price or above, as a picture and as a table. */
import { memo, useMemo } from 'react';
import { useCurrency, useLot, useLotPaced } from '../../select.ts';
import { amountWords } from '../../words.ts';
import { STORY_EVERY_MS } from '../bidder/ladder.tsx';
import { Chart, type Series } from '../parts/chart.tsx';
import { bidsOf, depthOf, type Rung } from './depth.ts';

export const LotDepth = memo(function LotDepth({ lot }: { readonly lot: string }) {
  const trail = useLot(lot, (face) => face.trail);
  const version = useLotPaced(lot, (face) => face.trailVersion, STORY_EVERY_MS);
  const currency = useCurrency();
  const rungs = useMemo(() => {
    void version;
    return depthOf(bidsOf(trail ?? []));
  }, [trail, version]);
  return <Depth rungs={rungs} currency={currency} />;
});

export function Depth({ rungs, currency }: { readonly rungs: readonly Rung[]; readonly currency: string }) {
  const series = useMemo(
    (): readonly Series[] => [
      { label: 'Bidders', values: rungs.map(({ bidders }) => bidders), token: '--accent', shape: 'step' },
      { label: 'Bids at the price', values: rungs.map(({ bids }) => bids), token: '--text-2', shape: 'points' },
    ],
    [rungs],
  );
  const xs = useMemo(() => rungs.map(({ priceMinor }) => priceMinor), [rungs]);
  const money = (minor: number) => amountWords(Math.max(0, Math.round(minor)), currency);
  return (
    <Chart
      label="Depth: bidders seen at each price or above"
      xs={xs}
      yIsCount
      series={series}
      xWords={money}
      yWords={String}
      empty="The depth is drawn from the first bid on."
      table={{
        head: ['Price', 'Bidders at it or above', 'Bids at it'],
        end: [0, 1, 2],
        rows: () =>
          rungs.map(({ priceMinor, bidders, bids }) => [money(priceMinor), String(bidders), String(bids)]).reverse(),
      }}
    />
  );
}
