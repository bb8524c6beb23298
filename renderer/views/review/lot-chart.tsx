/** The story of a lot: its price, every accepted bid and every refused one, as a picture and as a table, with the moment that is looked at marked in it; and its depth at that moment. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReviewReply, ReviewRow } from '../../../protocol/wire.ts';
import { amountWords } from '../../words.ts';
import { Chart, type Series } from '../parts/chart.tsx';
import { depthOf } from '../pictures/depth.ts';
import { Depth } from '../pictures/lot-depth.tsx';
import styles from './lot-chart.module.css';
import { countWords, momentWords, OUTCOMES, typeWords, whyWords } from './row-words.ts';
import { useReview, useReviewCurrency, useReviewOf } from './use-review.ts';

/** More points than pixels say nothing; the table of the log has the rest. */
export const CHART_ROWS_MAX = 5_000;
const CHART_PAGE_ROWS = 500;
const AGAIN_MS = 1_000;

type Props = { readonly lot: string; readonly of: 'chart' | 'depth' };

export function LotChart({ lot, of }: Props) {
  const { rows, isWhole } = useRowsOfLot(lot);
  const currency = useReviewCurrency();
  const { xs, series, bids } = useMemo(() => drawn(rows), [rows]);
  const seq = useReview((state) => state.moment?.seq ?? null);
  const at = useReview((state) => state.moment?.at ?? null);
  // How the bidders stood is of a moment; the story is whole, so that its axes stay where they are from step to step.
  const past = useMemo(() => bids.filter((row) => seq === null || row.seq <= seq), [bids, seq]);
  const rungs = useMemo(() => depthOf(past.flatMap(seenAt)), [past]);
  const isLater = past.length < bids.length;
  return (
    <div className={styles.chart}>
      {of === 'depth' ? (
        <Depth rungs={rungs} currency={currency} />
      ) : (
        <Chart
          label={`Price and ${bidsWords(bids.length, isWhole)} of this lot over time${isLater ? `, ${countWords(past.length)} of them by record ${countWords(seq ?? 0)}` : ''}`}
          xs={xs}
          xIsTime
          now={at === null ? undefined : { x: at, words: `Record ${countWords(seq ?? 0)}` }}
          series={series}
          xWords={(at) => new Date(at).toLocaleTimeString('en-GB')}
          yWords={(y) => amountWords(Math.max(0, Math.round(y)), currency)}
          empty={
            bids.length === 0
              ? 'Nobody has bid on this lot.'
              : 'No price yet. What was left with the house for this lot stands in the log.'
          }
          table={{
            head: ['Seq', 'At', 'Bid', 'Paddle', 'Amount', 'Outcome'],
            end: [0, 4],
            rows: () =>
              bids.map((row) => [
                countWords(row.seq),
                momentWords(row.at),
                typeWords(row),
                row.paddle ?? row.bidder ?? '–',
                row.amountMinor === null ? '–' : amountWords(row.amountMinor, currency),
                `${OUTCOMES[row.outcome].word}${row.outcome === 'accepted' ? '' : `: ${whyWords(row.reason)}`}`,
              ]),
          }}
        />
      )}
    </div>
  );
}

/** An accepted bid at what it offered, and the leader whose maximum answered it at the price that it made; of a maximum no more than that price, since nobody saw more. */
function seenAt({ outcome, kind, amountMinor, priceMinor, leader, paddle, bidder }: ReviewRow) {
  if (outcome !== 'accepted' || amountMinor === null) return [];
  const who = paddle ?? bidder ?? 'room';
  if (priceMinor === null) return kind === 'max' ? [] : [{ who, priceMinor: amountMinor }];
  const made = { who, priceMinor: Math.min(amountMinor, priceMinor) };
  return leader === undefined || leader === who ? [made] : [made, { who: leader, priceMinor }];
}

function bidsWords(count: number, isWhole: boolean): string {
  if (!isWhole) return `the first ${countWords(count)} bids`;
  return count === 1 ? 'the bid' : `${countWords(count)} bids`;
}

type LotRows = { readonly rows: readonly ReviewRow[]; readonly from: number | null };

/** Rows about the lot, page after page; what a live sale adds is asked for once in a while, from where the last answer ended. */
function useRowsOfLot(lot: string): { readonly rows: readonly ReviewRow[]; readonly isWhole: boolean } {
  const review = useReviewOf();
  const name = useReview((state) => state.name);
  const lastSeq = useReview((state) => state.lastSeq);
  const [state, setState] = useState<LotRows>({ rows: [], from: 1 });
  const known = useRef<LotRows & { readonly name: string }>({ rows: [], from: 1, name });
  useEffect(() => {
    if (lastSeq === 0) return undefined;
    let isHere = true;
    if (known.current.name !== name) known.current = { rows: [], from: 1, name };
    const source = review.source();
    const load = async () => {
      let { rows, from } = known.current;
      while (from !== null && from <= lastSeq && rows.length < CHART_ROWS_MAX) {
        const page: ReviewReply = await source.rows(from, { lot }, CHART_PAGE_ROWS);
        if (!isHere) return;
        rows = [...rows, ...page.rows];
        from = page.nextSeq ?? page.lastSeq + 1;
      }
      known.current = { rows, from, name };
      setState(known.current);
    };
    // What stands on the screen stays when the house is silent; the desk says elsewhere that it is.
    const timer = setTimeout(() => void load().catch(() => undefined), known.current.rows.length === 0 ? 0 : AGAIN_MS);
    return () => {
      isHere = false;
      clearTimeout(timer);
    };
  }, [review, lot, name, lastSeq]);
  return { rows: state.rows, isWhole: state.rows.length < CHART_ROWS_MAX };
}

/** The price steps, and each bid at its own time and amount. */
export function drawn(rows: readonly ReviewRow[]) {
  const bids = rows.filter((row) => row.type === 'PlaceBid' && row.amountMinor !== null);
  const points = rows.filter((row) => row.priceMinor !== null || row.type === 'PlaceBid');
  let price: number | null = null;
  const prices = points.map((row) => {
    price = row.priceMinor ?? price;
    return price;
  });
  // A maximum is sealed money: it is in the table, and not a price that anybody saw.
  const bid = (isTaken: boolean) => (row: ReviewRow) =>
    row.type === 'PlaceBid' && row.kind !== 'max' && (row.outcome === 'accepted') === isTaken ? row.amountMinor : null;
  const series: readonly Series[] = [
    { label: 'Price', values: prices, token: '--text-2', shape: 'step' },
    { label: 'Accepted bid', values: points.map(bid(true)), token: '--accent', shape: 'points' },
    { label: 'Rejected bid', values: points.map(bid(false)), token: '--bad', shape: 'crosses' },
  ];
  // A picture of nothing but its axes says that the price is nought.
  const isBare = series.every(({ values }) => values.every((value) => value === null));
  return { xs: isBare ? [] : points.map((row) => row.at), series, bids };
}
