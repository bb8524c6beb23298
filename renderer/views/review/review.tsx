/** The review desk: the log as a table, the moment of any record, a second one beside it, and what can be proven. */
import { type DragEvent, useEffect, useMemo, useState } from 'react';
import { useKeys } from '../../keys.ts';
import { isFiltered } from '../../review/find.ts';
import { useLink, useSale } from '../../select.ts';
import { listed, listedCount, type Review as Reviewing } from '../../store/review.ts';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/cx.ts';
import { Filters } from './filters.tsx';
import { LogTable } from './log-table.tsx';
import { MomentTable } from './moment-table.tsx';
import { Receipt } from './receipt.tsx';
import './review-keys.ts';
import styles from './review.module.css';
import { SidePages } from './side-pages.tsx';
import { Timeline } from './timeline.tsx';
import { Tools } from './tools.tsx';
import { type Opening, useOpening, useReview, useReviewOf } from './use-review.ts';

export function Review() {
  const review = useReviewOf();
  const saleId = useSale((state) => state.saleId);
  const size = useSale((state) => state.log?.size ?? 0);
  const isLive = useReview((state) => state.isLive);
  const name = useReview((state) => state.name);
  const error = useReview((state) => state.error);
  const [receipt, setReceipt] = useState<number | null>(null);
  const [lot, setLot] = useState<string | null>(null);

  const seq = useReview((state) => state.seq);
  const rests = useReview((state) => !state.follows && !state.isPlaying);
  const ofRow = useReview(() => (seq === 0 ? null : (review.pages.at(seq)?.lot ?? null)));
  useEffect(() => {
    // Not while the sale runs by itself: pictures that change by themselves are no pictures.
    if (rests && ofRow !== null) setLot(ofRow);
  }, [rests, ofRow]);
  useEffect(() => {
    if (saleId !== null && isLive && name !== saleId) review.openLive(saleId);
  }, [review, saleId, isLive, name]);
  useEffect(() => {
    if (isLive && name === saleId) review.grew(size);
  }, [review, isLive, name, saleId, size]);
  useEffect(() => () => review.play(false), [review]);
  const opening = useOpening();
  const drop = useLogDrop(review, opening);
  useKeys(useMemo(() => bindings(review, setReceipt), [review]));

  return (
    <div className={cx(styles.desk, drop.isOver && styles.over)} {...drop.handlers}>
      <Tools opening={opening} />
      <Timeline />
      {opening.missed !== null && (
        <div role="alert" className={styles.error}>
          <p>{opening.missed}</p>
          <Button size="small" look="quiet" onClick={opening.close}>
            Close
          </Button>
        </div>
      )}
      {error !== null && opening.missed === null && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
      <div className={styles.columns}>
        <section aria-label="Log" className={styles.log}>
          <Filters />
          <LogTable onReceipt={setReceipt} onLot={setLot} />
        </section>
        <div className={styles.right}>
          <MomentTable lot={lot} onLot={setLot} />
          <SidePages lot={lot} />
        </div>
      </div>
      {receipt !== null && <Receipt seq={receipt} onClose={() => setReceipt(null)} />}
    </div>
  );
}

/** A log that is dropped anywhere on the desk of the desktop application is opened; a browser cannot. */
function useLogDrop(review: Reviewing, opening: Opening) {
  const isElectron = useLink(({ platform }) => platform?.kind === 'electron');
  const [isOver, setOver] = useState(false);
  if (!isElectron) return { isOver: false, handlers: {} };
  const over = (on: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(on);
  };
  const onDrop = (event: DragEvent) => {
    over(false)(event);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) void opening.run(review.openDropped(file));
  };
  return { isOver, handlers: { onDragOver: over(true), onDragLeave: over(false), onDrop } };
}

function bindings(review: Reviewing, openReceipt: (seq: number) => void) {
  const state = () => review.store.getState();
  /** Along the listed rows, which a filter makes fewer. */
  const along = (by: 1 | -1) => {
    const { filter, seq } = state();
    if (!isFiltered(filter)) return review.step(by);
    const at = review.find.indexOf(seq);
    const isOn = listed(review, at)?.seq === seq;
    const next = Math.min(Math.max(by > 0 && !isOn ? at : at + by, 0), listedCount(review) - 1);
    const row = listed(review, next);
    if (row !== null) review.go(row.seq);
  };
  return {
    'review.back': () => review.step(-1),
    'review.on': () => review.step(1),
    'review.up': () => along(-1),
    'review.down': () => along(1),
    'review.first': () => review.go(1),
    'review.last': () => review.follow(),
    'review.play': () => review.play(!state().isPlaying),
    'review.pin': () => void review.pin(state().pinned === null ? state().seq : null),
    'review.receipt': () => state().seq > 0 && openReceipt(state().seq),
    'review.verify': () => void review.verify(),
  };
}
