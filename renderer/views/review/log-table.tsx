/** The records of the log, or those that the filter keeps, of which only the rows in sight are fetched. */
import { useState } from 'react';
import type { ReviewRow } from '../../../protocol/wire.ts';
import { isFiltered } from '../../review/find.ts';
import { useNarrow } from '../../select.ts';
import { listed, listedCount } from '../../store/review.ts';
import { amountWords } from '../../words.ts';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/cx.ts';
import { Empty, Panel } from '../parts/panel.tsx';
import { type Mark, StateMark } from '../parts/state-mark.tsx';
import { Cell, type Column, VirtualTable } from '../parts/virtual-table.tsx';
import styles from './log-table.module.css';
import { countWords, momentWords, OUTCOMES, typeWords, wholeMomentWords, whyOf } from './row-words.ts';
import { useLotName, useReview, useReviewCurrency, useReviewOf } from './use-review.ts';

/** A page of a browser cannot be taller than some 30 million pixels: longer logs are shown a stretch at a time. */
export const STRETCH_ROWS = 200_000;

const COLUMNS: readonly Column[] = [
  { id: 'seq', head: 'Seq', track: '4.75rem', align: 'end' },
  { id: 'at', head: 'Time', track: '6.75rem' },
  { id: 'what', head: 'What', track: 'minmax(8.1rem, 0.8fr)' },
  { id: 'lot', head: 'Lot', track: '3rem', align: 'end' },
  { id: 'who', head: 'Paddle', track: '4rem' },
  { id: 'amount', head: 'Amount', track: '6.25rem', align: 'end' },
  { id: 'price', head: 'Price', track: '6.25rem', align: 'end' },
  { id: 'outcome', head: 'Outcome', track: '6rem' },
  { id: 'reason', head: 'Why', track: 'minmax(7rem, 1fr)' },
  { id: 'more', head: 'Record', track: '4.75rem' },
];
/** Less air at 1280, and the reason in the place of the price that a rejected bid has not made. */
const NARROW_COLUMNS: readonly Column[] = [
  { id: 'seq', head: 'Seq', track: '3.75rem', align: 'end' },
  { id: 'at', head: 'Time', track: '6.75rem' },
  { id: 'what', head: 'What', track: 'minmax(7rem, 1fr)' },
  { id: 'lot', head: 'Lot', track: '3rem', align: 'end' },
  { id: 'who', head: 'Paddle', track: '3.75rem' },
  { id: 'amount', head: 'Amount', track: '5.25rem', align: 'end' },
  { id: 'price', head: 'Price', track: '5.25rem', align: 'end' },
  { id: 'outcome', head: 'Outcome', track: '6rem' },
  { id: 'more', head: 'Record', track: '4.5rem' },
];
const NARROW_REM = 100;

type Props = { readonly onReceipt: (seq: number) => void; readonly onLot: (lot: string) => void };

export function LogTable({ onReceipt, onLot }: Props) {
  const review = useReviewOf();
  const seq = useReview((state) => state.seq);
  useReview((state) => state.version);
  const lastSeq = useReview((state) => state.lastSeq);
  const filtered = useReview((state) => isFiltered(state.filter));
  const wrong = useReview(({ verify }) => (verify.phase === 'done' ? (verify.reply.wrong?.seq ?? null) : null));
  const count = listedCount(review);
  const selected = filtered ? review.find.indexOf(seq) : seq - 1;
  const [from, rows, turn] = useStretch(count, selected);
  const narrow = useNarrow(NARROW_REM);
  const found = review.find.isDone() ? '' : ' so far';

  return (
    <Panel
      title={
        filtered ? `${countWords(count)} of ${countWords(lastSeq)} records${found}` : `${countWords(count)} records`
      }
      aside={
        count > STRETCH_ROWS && (
          <>
            Rows {countWords(from + 1)} to {countWords(from + rows)}
            <Button look="quiet" size="small" disabled={from === 0} onClick={() => turn(-1)}>
              Earlier
            </Button>
            <Button look="quiet" size="small" disabled={from + rows >= count} onClick={() => turn(1)}>
              Later
            </Button>
          </>
        )
      }
      className={styles.panel}
      bare
    >
      <VirtualTable
        label="Records of the log"
        columns={narrow ? NARROW_COLUMNS : COLUMNS}
        count={rows}
        rowRem={1.75}
        rowKey={(index) => `${from + index}`}
        selected={selected - from}
        onSelect={(index) => {
          const row = listed(review, from + index);
          if (row === null) return;
          review.go(row.seq);
          if (row.lot !== null) onLot(row.lot);
        }}
        rowClass={(index) => (listed(review, from + index)?.seq === wrong && wrong !== null ? styles.wrong : undefined)}
        row={(index) => <Row index={from + index} wrong={wrong} narrow={narrow} onReceipt={onReceipt} />}
        empty={<Empty>{filtered && review.find.isDone() ? 'No record is like this.' : 'Reading the log…'}</Empty>}
      />
    </Panel>
  );
}

/** The stretch of rows in the table; it goes along when the selection leaves it. */
function useStretch(count: number, selected: number) {
  const stretchOf = (index: number) => Math.max(0, Math.floor(index / STRETCH_ROWS));
  const [stretch, setStretch] = useState(0);
  const [seen, setSeen] = useState(selected);
  if (seen !== selected) {
    setSeen(selected);
    setStretch(stretchOf(Math.min(selected, count - 1)));
  }
  const from = Math.min(stretch, stretchOf(count - 1)) * STRETCH_ROWS;
  return [from, Math.min(STRETCH_ROWS, count - from), (by: 1 | -1) => setStretch(stretch + by)] as const;
}

const WRONG: Mark = { shape: 'cross', word: 'Wrong', tint: 'bad' };

/** What went well is said in the colour of text: on a page of it, only what did not stands out. */
function quiet({ outcome }: ReviewRow): Mark {
  return outcome === 'accepted' ? { ...OUTCOMES.accepted, tint: 'quiet' } : OUTCOMES[outcome];
}

type RowProps = {
  readonly narrow: boolean;
  readonly index: number;
  readonly wrong: number | null;
  readonly onReceipt: (seq: number) => void;
};

function Row({ index, wrong, narrow, onReceipt }: RowProps) {
  const review = useReviewOf();
  const currency = useReviewCurrency();
  const nameOf = useLotName();
  const row = listed(review, index);
  if (row === null) return <Cell end>…</Cell>;
  const money = (minor: number | null) => (minor === null ? '' : amountWords(minor, currency));
  const isBid = row.type === 'PlaceBid' || row.type === 'LowerMax';
  const isWrong = row.seq === wrong;
  const why = isWrong ? 'The proof fails here: see Verify' : whyOf(row);
  const isLong = narrow && !isWrong && row.outcome !== 'accepted' && row.priceMinor === null && why !== '';
  const mark = isWrong ? WRONG : isLong ? { ...OUTCOMES[row.outcome], word: why } : quiet(row);
  return (
    <>
      <Cell end>{countWords(row.seq)}</Cell>
      <Cell className={styles.quiet}>
        <time dateTime={new Date(row.at).toISOString()} title={wholeMomentWords(row.at)}>
          {momentWords(row.at)}
        </time>
      </Cell>
      <Cell>
        {typeWords(row)}
        {row.channel !== null && <span className={styles.quiet}> {row.channel}</span>}
        {row.type === 'Hammer' && row.leader !== undefined && <span className={styles.quiet}> to {row.leader}</span>}
      </Cell>
      <Cell end>
        {row.lot !== null && (
          <span title={row.lots === undefined ? nameOf(row.lot).title : `${row.lots} lots, of which this is the first`}>
            {nameOf(row.lot).number}
            {row.lots !== undefined && '+'}
          </span>
        )}
      </Cell>
      <Cell>{row.paddle ?? row.bidder ?? ''}</Cell>
      <Cell end>{money(row.amountMinor)}</Cell>
      <Cell end className={cx(styles.price, isLong && styles.noPrice)}>
        {money(row.priceMinor)}
      </Cell>
      <Cell className={isLong ? styles.long : undefined}>
        <span title={isLong ? `${OUTCOMES[row.outcome].word}: ${why}` : why}>
          <StateMark mark={mark} />
        </span>
      </Cell>
      {!narrow && (
        <Cell className={styles.quiet}>
          <span title={why}>{why}</span>
        </Cell>
      )}
      <Cell className={isLong ? styles.afterLong : undefined}>
        <button
          type="button"
          className={styles.open}
          aria-label={`${isBid ? 'Receipt' : 'Record'} ${row.seq}`}
          onClick={() => onReceipt(row.seq)}
        >
          {isBid ? 'Receipt' : 'Record'}
        </button>
      </Cell>
    </>
  );
}
