/** The price over time with every bid as a point, one's own told apart. The same figures stand in its table. */
import { memo, useMemo } from 'react';
import { useCurrency, useLink, useLot, useLotPaced, usePaddle } from '../../select.ts';
import type { LotFace } from '../../store/lots.ts';
import { amountWords } from '../../words.ts';
import { stepWords, storyOf } from '../../words-story.ts';
import { Chart, type Series } from '../parts/chart.tsx';
import { STORY_EVERY_MS, shownOf, timeWords, useNames } from './ladder.tsx';

/** More bids than this are a smear of points: the line has them all, and the table says who. */
const POINTS_MAX = 60;

export const PriceChart = memo(function PriceChart({ lot }: { readonly lot: string }) {
  const trail = useLot(lot, (face) => face.trail);
  const version = useLotPaced(lot, (face) => face.trailVersion, STORY_EVERY_MS);
  const paddle = usePaddle();
  const empty = useLot(lot, emptyWords) ?? '';
  const currency = useCurrency();
  const names = useNames();
  // A clerk looks on, and has no bid of his own.
  const isBidder = useLink(({ session }) => session.phase !== 'in' || session.pass.user.role === 'bidder');
  const { xs, series } = useMemo(() => {
    void version;
    const points = storyOf(trail ?? []).filter(({ step }) => step.priceMinor !== null);
    const isOwn = (point: (typeof points)[number]) => paddle !== null && point.step.last?.bidder === paddle;
    const of = (wanted: boolean) =>
      points.map((point) => (point.kind === 'bid' && isOwn(point) === wanted ? point.step.priceMinor : null));
    const made: Series[] = [
      { label: 'Price', values: points.map(({ step }) => step.priceMinor), token: '--text-2', shape: 'step' },
    ];
    if (points.length <= POINTS_MAX) made.push({ label: 'Bid', values: of(false), token: '--text-3', shape: 'points' });
    if (paddle !== null && isBidder)
      made.push({ label: 'Your bid', values: of(true), token: '--accent', shape: 'points' });
    return { xs: points.map(({ step }) => step.at), series: made };
  }, [trail, version, paddle, isBidder]);
  return (
    <Chart
      label="Price of this lot over time"
      xs={xs}
      xIsTime
      series={series}
      xWords={timeWords}
      yWords={(y) => amountWords(Math.max(0, Math.round(y)), currency)}
      empty={empty}
      table={{
        head: ['At', 'What', 'Price'],
        end: [2],
        rows: () =>
          shownOf(trail ?? []).map((row) => [
            timeWords(row.step.at),
            stepWords(row, names),
            row.step.priceMinor === null ? '–' : amountWords(row.step.priceMinor, currency),
          ]),
      }}
    />
  );
});

/** Why no price is drawn. */
function emptyWords({ lot: { format }, tick }: LotFace): string {
  if (tick?.status === 'passed' || tick?.status === 'withdrawn') return 'The lot ended without a price.';
  if (format === 'sealed') return 'The bids are sealed until the lot ends.';
  return 'The price will be drawn from the first bid on.';
}
