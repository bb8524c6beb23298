/** What one paddle had been told by the moment shown: its last answer on each lot, and the public price beside it. */
import { useEffect, useState } from 'react';
import type { ToldLot, ToldReply } from '../../../protocol/review.ts';
import { amountWords } from '../../words.ts';
import { Field } from '../parts/field.tsx';
import { Empty } from '../parts/panel.tsx';
import { LOT_MARKS, type Mark, STANCE_MARKS, StateMark } from '../parts/state-mark.tsx';
import { Cell, type Column, VirtualTable } from '../parts/virtual-table.tsx';
import { countWords, momentWords, OUTCOMES, whyWords } from './row-words.ts';
import styles from './told.module.css';
import { useLotName, useReview, useReviewCurrency, useReviewOf } from './use-review.ts';

const COLUMNS: readonly Column[] = [
  { id: 'lot', head: 'Lot', track: '2.5rem', align: 'end' },
  { id: 'answer', head: 'Last answer', track: 'minmax(6rem, 1fr)' },
  { id: 'amount', head: 'Asked', track: '5rem', align: 'end' },
  { id: 'when', head: 'At', track: '6.75rem' },
  { id: 'price', head: 'Price told', track: '5rem', align: 'end' },
  { id: 'stance', head: 'Stood', track: '7rem' },
];

export function Told() {
  const [typed, setTyped] = useState<string | null>(null);
  const ofRecord = usePaddleOfRecord();
  const name = typed ?? ofRecord;
  const reply = useTold(name.trim());
  return (
    <div className={styles.told}>
      <div className={styles.ask}>
        <Field
          label="Paddle or bidder to look at"
          bare
          placeholder="Paddle or bidder"
          maxLength={64}
          value={name}
          onChange={(event) => setTyped(event.target.value)}
        />
        <p aria-live="polite">{wordsOf(name.trim(), reply)}</p>
      </div>
      <VirtualTable
        label="What the paddle had been told"
        columns={COLUMNS}
        count={reply?.lots.length ?? 0}
        rowRem={2.25}
        rowKey={(index) => reply?.lots[index]?.lot ?? String(index)}
        row={(index) => <Row told={reply?.lots[index]} />}
        empty={
          <Empty>
            {name.trim() === ''
              ? 'Give a paddle: its answers up to this record stand here.'
              : 'Nothing had been answered.'}
          </Empty>
        }
      />
    </div>
  );
}

/** Until one is typed it is whose record was chosen; not while the sale runs by itself, when it would change without a hand. */
function usePaddleOfRecord(): string {
  const review = useReviewOf();
  const rests = useReview((state) => !state.follows && !state.isPlaying);
  const found = useReview(({ seq }) => (seq === 0 ? null : (review.pages.at(seq)?.paddle ?? null)));
  const [kept, setKept] = useState(found ?? '');
  if (rests && found !== null && found !== kept) setKept(found);
  return kept;
}

function wordsOf(name: string, reply: ToldReply | null): string {
  if (name === '') return '';
  if (reply === null) return 'Asking…';
  if (reply.paddle === null) return `Nobody is known as ${name}.`;
  return `Paddle ${reply.paddle}, by record ${countWords(reply.seq)}`;
}

/** The last answer stays until the next has come: a step makes nothing flicker. */
function useTold(name: string): ToldReply | null {
  const review = useReviewOf();
  const seq = useReview((state) => state.moment?.seq ?? 0);
  const [reply, setReply] = useState<{ readonly name: string; readonly reply: ToldReply } | null>(null);
  useEffect(() => {
    let isHere = true;
    if (name !== '' && seq > 0)
      review
        .source()
        .told(seq, name)
        .then(
          (found) => isHere && setReply({ name, reply: found }),
          () => undefined,
        );
    return () => {
      isHere = false;
    };
  }, [review, name, seq]);
  return reply?.name === name ? reply.reply : null;
}

const SEALED: Mark = { ...STANCE_MARKS.sealed, word: 'Sealed' };

/** How the paddle stood in the lot at that moment, as its own desk had said it. */
export function stoodMark({ leading, status, stood }: Pick<ToldLot, 'leading' | 'status' | 'stood'>): Mark {
  if (stood === 'sealed') return SEALED;
  if (stood !== undefined) return stood === 'none' ? LOT_MARKS[status] : STANCE_MARKS[stood];
  if (status === 'sold') return leading ? STANCE_MARKS.won : STANCE_MARKS.lost;
  if (status === 'open' || status === 'warned') return leading ? STANCE_MARKS.leading : STANCE_MARKS.outbid;
  return LOT_MARKS[status];
}

function Row({ told }: { readonly told: ToldLot | undefined }) {
  const currency = useReviewCurrency();
  const nameOf = useLotName();
  if (told === undefined) return null;
  const money = (minor: number | null) => (minor === null ? '–' : amountWords(minor, currency));
  const why = whyWords(told.reason);
  return (
    <>
      <Cell end>{nameOf(told.lot).number}</Cell>
      <Cell>
        <span className={styles.answer} title={why}>
          <StateMark mark={OUTCOMES[told.outcome]} />
          {why !== '' && <span className={styles.why}>{why}</span>}
        </span>
      </Cell>
      <Cell end>{money(told.amountMinor)}</Cell>
      <Cell>{momentWords(told.at)}</Cell>
      <Cell end>{money(told.priceMinor)}</Cell>
      <Cell>
        <StateMark mark={stoodMark(told)} />
      </Cell>
    </>
  );
}
