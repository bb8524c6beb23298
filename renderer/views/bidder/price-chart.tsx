/** The price over time, every bid a step, one's own as points. The same figures stand in its table. */
import { memo, useMemo } from 'react';
import { useCurrency, useLot, useLotPaced, usePaddle } from '../../select.ts';
import { amountWords } from '../../words.ts';
import { Chart, type Series } from '../parts/chart.tsx';
import { STORY_EVERY_MS, stepsOf, timeWords, whoWords } from './ladder.tsx';

export const PriceChart = memo(function PriceChart({ lot }: { readonly lot: string }) {
  const trail = useLot(lot, (face) => face.trail);
  const version = useLotPaced(lot, (face) => face.trailVersion, STORY_EVERY_MS);
  const paddle = usePaddle();
  const currency = useCurrency();
  const { xs, series, steps } = useMemo(() => {
    void version;
    const drawn = (trail ?? []).filter((step) => step.priceMinor !== null);
    // One point has no extent: its price is drawn for a second, so that the line is seen.
    const only = drawn.length === 1 ? drawn[0] : undefined;
    const points = only === undefined ? drawn : [only, { ...only, at: only.at + 1000, last: null }];
    const own = (step: (typeof points)[number]) =>
      paddle !== null && step.last?.bidder === paddle ? step.priceMinor : null;
    const made: readonly Series[] = [
      { label: 'Price', values: points.map((step) => step.priceMinor), token: '--text-2', shape: 'step' },
      { label: 'Your bids', values: points.map(own), token: '--accent', shape: 'points' },
    ];
    return { xs: points.map((step) => step.at), series: made, steps: stepsOf(trail ?? []) };
  }, [trail, version, paddle]);
  return (
    <Chart
      label="Price of this lot over time"
      xs={xs}
      xIsTime
      series={series}
      xWords={timeWords}
      yWords={(y) => amountWords(Math.max(0, Math.round(y)), currency)}
      empty="The price will be drawn from the first bid on."
      table={
        <table>
          <thead>
            <tr>
              <th scope="col">At</th>
              <th scope="col">Price</th>
              <th scope="col">Who</th>
            </tr>
          </thead>
          <tbody>
            {steps.map((step) => (
              <tr key={step.rev}>
                <td>{timeWords(step.at)}</td>
                <td>{step.priceMinor === null ? '–' : amountWords(step.priceMinor, currency)}</td>
                <td>{whoWords(step, paddle)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
});
