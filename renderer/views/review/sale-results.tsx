/** What the sale had come to by the record that is shown, lot by lot or buyer by buyer: for those who write the invoices. */
import { useMemo, useState } from 'react';
import {
  type Buyer,
  buyersCsv,
  buyersOf,
  type Result,
  resultsCsv,
  resultsOf,
  sumsOf,
} from '../../../protocol/results.ts';
import { useDesk } from '../../select.ts';
import { amountWords } from '../../words.ts';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/panel.tsx';
import { LOT_MARKS, StateMark } from '../parts/state-mark.tsx';
import { Cell, type Column, VirtualTable } from '../parts/virtual-table.tsx';
import { countWords } from './row-words.ts';
import styles from './sale-results.module.css';
import { useReview, useReviewCurrency, useReviewOf } from './use-review.ts';

export type ResultsBy = 'lots' | 'buyers';

const SUMS: readonly Column[] = [
  { id: 'hammer', head: 'Hammer', track: '5.25rem', align: 'end' },
  { id: 'premium', head: 'Premium', track: '5.25rem', align: 'end' },
  { id: 'total', head: 'Total', track: '5.25rem', align: 'end' },
];
const LOT_COLUMNS: readonly Column[] = [
  { id: 'lot', head: 'Lot', track: '2.5rem', align: 'end' },
  { id: 'title', head: 'Title', track: 'minmax(4rem, 1fr)' },
  { id: 'buyer', head: 'Buyer', track: '6.25rem' },
  ...SUMS,
];
const BUYER_COLUMNS: readonly Column[] = [
  { id: 'paddle', head: 'Paddle', track: '4rem' },
  { id: 'lots', head: 'Lots by number', track: 'minmax(4rem, 1fr)' },
  ...SUMS,
];

export function SaleResults({ by }: { readonly by: ResultsBy }) {
  const moment = useReview((state) => state.moment);
  const catalogue = useReview((state) => state.catalogue);
  const currency = useReviewCurrency();
  const results = useMemo(() => resultsOf(moment?.lots ?? [], (lot) => catalogue?.lots.get(lot)), [moment, catalogue]);
  const buyers = useMemo(() => buyersOf(results), [results]);
  const text = () => (by === 'lots' ? resultsCsv(results, currency) : buyersCsv(buyers, currency));
  const count = by === 'lots' ? results.length : buyers.length;
  return (
    <>
      <div className={styles.head}>
        <p className={styles.sums}>{sumWords(results, currency)}</p>
        <Save by={by} seq={moment?.seq ?? 0} text={text} count={count} />
      </div>
      <VirtualTable
        label={by === 'lots' ? 'Results lot by lot' : 'Buyers'}
        columns={by === 'lots' ? LOT_COLUMNS : BUYER_COLUMNS}
        count={count}
        rowRem={2.25}
        rowKey={(index) => (by === 'lots' ? results[index]?.lot : buyers[index]?.bidder) ?? String(index)}
        row={(index) =>
          by === 'lots' ? (
            <LotRow result={results[index]} currency={currency} />
          ) : (
            <BuyerRow buyer={buyers[index]} currency={currency} />
          )
        }
        empty={<Empty>{by === 'lots' ? 'No lot yet.' : 'Nobody has bought yet.'}</Empty>}
      />
    </>
  );
}

function sumWords(results: readonly Result[], currency: string): string {
  const sold = results.filter(({ status }) => status === 'sold').length;
  const { hammerMinor, premiumMinor, totalMinor } = sumsOf(results);
  const money = (minor: number | null) => moneyWords(minor, currency);
  return `${countWords(sold)} of ${countWords(results.length)} sold. Hammer ${money(hammerMinor)}, premium ${money(premiumMinor)}, total ${money(totalMinor)}.`;
}

type SaveProps = { readonly by: ResultsBy; readonly seq: number; readonly text: () => string; readonly count: number };

/** What is shown, as it is shown: a moment of the past is saved as that moment. */
function Save({ by, seq, text, count }: SaveProps) {
  const desk = useDesk();
  const review = useReviewOf();
  const [word, setWord] = useState('');
  const save = async () => {
    try {
      const { name } = review.store.getState();
      const saved = await desk.bridge.save(`${name}.${by === 'lots' ? 'results' : 'buyers'}.csv`, text());
      setWord(saved ? `Saved as of record ${countWords(seq)}.` : 'Not saved.');
    } catch (cause) {
      setWord(`Not saved: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  };
  return (
    <div className={styles.save}>
      <span role="status">{word}</span>
      <Button size="small" disabled={count === 0} onClick={() => void save()}>
        Save as CSV
      </Button>
    </div>
  );
}

type LotRowProps = { readonly result: Result | undefined; readonly currency: string };

function LotRow({ result, currency }: LotRowProps) {
  if (result === undefined) return null;
  return (
    <>
      <Cell end>{result.number}</Cell>
      <Cell>
        <span className={styles.title} title={result.title}>
          {result.title}
        </span>
      </Cell>
      <Cell>{result.bidder === null ? <StateMark mark={LOT_MARKS[result.status]} /> : result.paddle}</Cell>
      <Amounts of={result} currency={currency} />
    </>
  );
}

function BuyerRow({ buyer, currency }: { readonly buyer: Buyer | undefined; readonly currency: string }) {
  if (buyer === undefined) return null;
  const numbers = buyer.numbers.join(', ');
  return (
    <>
      <Cell>{buyer.paddle}</Cell>
      <Cell>
        <span className={styles.title} title={numbers}>
          {numbers}
        </span>
      </Cell>
      <Amounts of={buyer} currency={currency} />
    </>
  );
}

type Amounted = Pick<Buyer, 'hammerMinor' | 'premiumMinor' | 'totalMinor'>;

function Amounts({ of, currency }: { readonly of: Amounted; readonly currency: string }) {
  return (
    <>
      <Cell end>{moneyWords(of.hammerMinor, currency)}</Cell>
      <Cell end>{moneyWords(of.premiumMinor, currency)}</Cell>
      <Cell end className={styles.total}>
        {moneyWords(of.totalMinor, currency)}
      </Cell>
    </>
  );
}

function moneyWords(minor: number | null, currency: string): string {
  return minor === null ? '–' : amountWords(minor, currency);
}
