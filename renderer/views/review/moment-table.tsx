/** Every lot as it stood right after the record, and what was different at the moment that it is compared with. */

import { useMemo, useState } from 'react';
import type { LotMoment } from '../../../protocol/review.ts';
import { type Compared, compareMoments, type LotDifference, signOf } from '../../review-compare.ts';
import { amountWords } from '../../words.ts';
import { Button } from '../parts/button.tsx';
import { Empty, Panel } from '../parts/panel.tsx';
import { LOT_MARKS, StateMark } from '../parts/state-mark.tsx';
import { Cell, type Column, VirtualTable } from '../parts/virtual-table.tsx';
import styles from './moment-table.module.css';
import { countWords } from './row-words.ts';
import { useLotName, useReview, useReviewCurrency, useReviewOf } from './use-review.ts';

const COLUMNS: readonly Column[] = [
  { id: 'lot', head: 'Lot', track: '3.25rem', align: 'end' },
  { id: 'title', head: 'Title', track: 'minmax(5rem, 1fr)' },
  { id: 'status', head: 'State', track: '7rem' },
  { id: 'price', head: 'Price', track: '6.25rem', align: 'end' },
  { id: 'leader', head: 'Leader', track: '4.5rem' },
  { id: 'ask', head: 'Ask', track: '6.25rem', align: 'end' },
  { id: 'bids', head: 'Bids', track: '3.25rem', align: 'end' },
];
const CHANGE: Column = { id: 'change', head: 'Change', track: '6rem' };

type Props = { readonly lot: string | null; readonly onLot: (lot: string) => void };

export function MomentTable({ lot, onLot }: Props) {
  const review = useReviewOf();
  const seq = useReview((state) => state.seq);
  const moment = useReview((state) => state.moment);
  const pinned = useReview((state) => state.pinned);
  const [onlyChanges, setOnly] = useState(false);
  const rows = useMemo(() => {
    const all = compareMoments(pinned?.lots ?? moment?.lots ?? [], moment?.lots ?? []);
    return onlyChanges && pinned !== null ? all.filter(({ fields }) => fields.length > 0) : all;
  }, [moment, pinned, onlyChanges]);
  const changed = rows.filter(({ fields }) => fields.length > 0).length;
  const isComing = moment?.seq !== seq;
  return (
    <Panel
      title={
        pinned === null
          ? `The sale after record ${countWords(moment?.seq ?? 0)}`
          : `Record ${countWords(pinned.seq)} against ${countWords(moment?.seq ?? 0)}: ${changed} ${changed === 1 ? 'lot differs' : 'lots differ'}`
      }
      aside={
        <>
          {isComing && <span>Asking…</span>}
          {pinned !== null && (
            <Button look="quiet" size="small" aria-pressed={onlyChanges} onClick={() => setOnly(!onlyChanges)}>
              Differences only
            </Button>
          )}
          <Button look="quiet" size="small" onClick={() => void review.pin(pinned === null ? seq : null)}>
            {pinned === null ? 'Compare from here' : 'Stop comparing'}
          </Button>
        </>
      }
      bare
    >
      <VirtualTable
        label="Lots at this moment"
        columns={pinned === null ? COLUMNS : [...COLUMNS, CHANGE]}
        count={rows.length}
        rowRem={pinned === null ? 1.75 : 2.75}
        rowKey={(index) => rows[index]?.lot ?? String(index)}
        selected={rows.findIndex((row) => row.lot === lot)}
        onSelect={(index) => {
          const row = rows[index];
          if (row !== undefined) onLot(row.lot);
        }}
        row={(index) => <Row difference={rows[index]} comparing={pinned !== null} />}
        empty={<Empty>{onlyChanges ? 'No lot differs.' : 'No lot yet.'}</Empty>}
      />
    </Panel>
  );
}

function Row({
  difference,
  comparing,
}: {
  readonly difference: LotDifference | undefined;
  readonly comparing: boolean;
}) {
  const currency = useReviewCurrency();
  const nameOf = useLotName();
  if (difference === undefined) return null;
  const { lot, before, after, fields } = difference;
  const shown = after ?? before;
  if (shown === null) return null;
  const name = nameOf(lot);
  const money = (minor: number | null) => (minor === null ? '–' : amountWords(minor, currency));
  const was = (field: Compared, words: (of: LotMoment) => string) =>
    comparing && before !== null && fields.includes(field) ? (
      <span className={styles.was}>was {words(before)}</span>
    ) : null;
  return (
    <>
      <Cell end>{name.number}</Cell>
      <Cell className={styles.title}>{name.title}</Cell>
      <Cell>
        <StateMark mark={LOT_MARKS[shown.status]} />
        {was('status', ({ status }) => LOT_MARKS[status].word)}
      </Cell>
      <Cell end className={styles.price}>
        {money(shown.priceMinor)}
        {was('priceMinor', (of) => money(of.priceMinor))}
      </Cell>
      <Cell>
        {shown.paddle ?? '–'}
        {was('paddle', (of) => of.paddle ?? '–')}
      </Cell>
      <Cell end>
        {money(shown.askMinor)}
        {was('askMinor', (of) => money(of.askMinor))}
      </Cell>
      <Cell end>
        {shown.bids}
        {was('bids', (of) => String(of.bids))}
      </Cell>
      {comparing && <Cell className={fields.length > 0 ? styles.differs : styles.same}>{changeWords(difference)}</Cell>}
    </>
  );
}

/** The sign and the word of a row: neither needs a colour. */
export function changeWords({ before, after, fields }: LotDifference): string {
  if (before === null) return '+ New';
  if (after === null) return '− Gone';
  if (fields.length === 0) return '= Same';
  const sign = signOf(before.priceMinor, after.priceMinor);
  if (sign === '=') return '± Changed';
  return sign === '▲' ? '▲ Price up' : sign === '▼' ? '▼ Price down' : '± Price set';
}
