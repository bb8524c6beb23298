/** Every lot as it stood right after the record, and what was different at the moment that it is compared with. */

import { useMemo, useState } from 'react';
import type { LotMoment } from '../../../protocol/review.ts';
import { type Compared, compareMoments, type LotDifference, signOf } from '../../review/compare.ts';
import type { Moment } from '../../review/source.ts';
import { useNarrow } from '../../select.ts';
import { amountWords } from '../../words.ts';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/cx.ts';
import { Empty, Panel } from '../parts/panel.tsx';
import { LOT_MARKS, StateMark } from '../parts/state-mark.tsx';
import { Cell, type Column, VirtualTable } from '../parts/virtual-table.tsx';
import styles from './moment-table.module.css';
import { countWords } from './row-words.ts';
import { useLate, useLotName, useReview, useReviewCurrency, useReviewOf } from './use-review.ts';

const NARROW_REM = 100;
type Layout = { readonly narrow: boolean; readonly comparing: boolean };

/** At 1280 there is less air, and the count of bids makes room for the title, which has two lines at any width. */
function columnsOf({ narrow, comparing }: Layout): readonly Column[] {
  return [
    { id: 'lot', head: 'Lot', track: narrow ? '2.5rem' : '3rem', align: 'end' },
    ...(narrow && comparing ? [] : [{ id: 'title', head: 'Title', track: 'minmax(3rem, 1fr)' }]),
    { id: 'status', head: 'State', track: narrow ? '6.25rem' : '6.75rem' },
    { id: 'price', head: 'Price', track: narrow ? '5rem' : '5.5rem', align: 'end' as const },
    { id: 'leader', head: 'Leader', track: narrow ? '3.5rem' : '4rem' },
    { id: 'ask', head: 'Ask', track: narrow ? '5rem' : '5.5rem', align: 'end' as const },
    ...(narrow ? [] : [{ id: 'bids', head: 'Bids', track: '3.25rem', align: 'end' as const }]),
    ...(comparing ? [{ id: 'change', head: 'Change', track: 'minmax(7.25rem, 0.5fr)' }] : []),
  ];
}

type Props = { readonly lot: string | null; readonly onLot: (lot: string) => void };

export function MomentTable({ lot, onLot }: Props) {
  const review = useReviewOf();
  const seq = useReview((state) => state.seq);
  const moment = useReview((state) => state.moment);
  const pinned = useReview((state) => state.pinned);
  const [onlyChanges, setOnly] = useState(false);
  const rows = useMemo(() => {
    const [before, after] = inOrder(pinned ?? moment, moment);
    const all = compareMoments(before?.lots ?? [], after?.lots ?? []);
    return onlyChanges && pinned !== null ? all.filter(({ fields }) => fields.length > 0) : all;
  }, [moment, pinned, onlyChanges]);
  const changed = rows.filter(({ fields }) => fields.length > 0).length;
  const layout = { narrow: useNarrow(NARROW_REM), comparing: pinned !== null };
  const isLate = useLate(moment?.seq !== seq);
  return (
    <Panel
      title={
        pinned === null
          ? `The sale after record ${countWords(moment?.seq ?? 0)}`
          : comparedWords(pinned, moment, changed)
      }
      aside={
        <>
          <span className={cx(!isLate && styles.unsaid)}>Asking…</span>
          {pinned !== null && (
            <Button
              look={onlyChanges ? 'plain' : 'quiet'}
              size="small"
              aria-pressed={onlyChanges}
              onClick={() => setOnly(!onlyChanges)}
            >
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
        columns={columnsOf(layout)}
        count={rows.length}
        rowRem={pinned === null ? 2.25 : 2.75}
        rowKey={(index) => rows[index]?.lot ?? String(index)}
        selected={rows.findIndex((row) => row.lot === lot)}
        onSelect={(index) => {
          const row = rows[index];
          if (row !== undefined) onLot(row.lot);
        }}
        row={(index) => <Row difference={rows[index]} layout={layout} />}
        empty={<Empty>{onlyChanges ? 'No lot differs.' : 'No lot yet.'}</Empty>}
      />
    </Panel>
  );
}

function Row({ difference, layout }: { readonly difference: LotDifference | undefined; readonly layout: Layout }) {
  const { narrow, comparing } = layout;
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
      <Cell end>
        <span title={name.title}>{name.number}</span>
      </Cell>
      {!(narrow && comparing) && (
        <Cell>
          <span className={styles.title} title={name.title}>
            {name.title}
          </span>
        </Cell>
      )}
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
      {!narrow && (
        <Cell end>
          {shown.bids}
          {was('bids', (of) => String(of.bids))}
        </Cell>
      )}
      {comparing && <Cell className={fields.length > 0 ? styles.differs : styles.same}>{changeWords(difference)}</Cell>}
    </>
  );
}

/** The earlier moment first, whichever of the two is being looked at. */
function inOrder(one: Moment | null, other: Moment | null): readonly [Moment | null, Moment | null] {
  return (one?.seq ?? 0) <= (other?.seq ?? 0) ? [one, other] : [other, one];
}

function comparedWords(pinned: Moment, moment: Moment | null, changed: number): string {
  const [before, after] = inOrder(pinned, moment);
  const count = changed === 1 ? '1 lot differs' : `${countWords(changed)} lots differ`;
  return `Record ${countWords(before?.seq ?? 0)} to ${countWords(after?.seq ?? 0)}: ${count}`;
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
