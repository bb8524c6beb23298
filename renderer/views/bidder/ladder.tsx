/** The ladder of a lot: the ask on top (the house's, and the only one that counts), below it every step that brought the price here. */

import type { TrailPoint } from '../../feed-words.ts';
import { useLot, usePaddle } from '../../select.ts';
import { cx } from '../parts/cx.ts';
import { Money } from '../parts/money.tsx';
import styles from './ladder.module.css';

/** Steps in sight; the chart and the log have all. */
const ROWS_MAX = 100;

export function Ladder({ lot }: { readonly lot: string }) {
  const face = useLot(lot, (state) => state);
  const paddle = usePaddle();
  if (face === null) return null;
  const steps = stepsOf(face.trail);
  const { tick } = face;
  const isOpen = tick?.status === 'open' || tick?.status === 'warned';
  return (
    <section className={styles.ladder} aria-label="Ladder of bids" tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">How</th>
            <th scope="col" className={styles.end}>
              Price
            </th>
            <th scope="col" className={styles.end}>
              At
            </th>
          </tr>
        </thead>
        <tbody>
          {isOpen && tick?.askMinor != null && (
            <tr className={styles.ask}>
              <td colSpan={2}>Next ask</td>
              <td className={styles.end}>
                <Money minor={tick.askMinor} />
              </td>
              <td />
            </tr>
          )}
          {steps.map((step) => (
            <tr key={step.rev} className={cx(step.last?.bidder === paddle && paddle !== null && styles.mine)}>
              <td>{whoWords(step, paddle)}</td>
              <td className={styles.how}>{howWords(step)}</td>
              <td className={styles.end}>
                <Money minor={step.priceMinor} />
              </td>
              <td className={cx(styles.end, styles.how)}>{timeWords(step.at)}</td>
            </tr>
          ))}
          {steps.length === 0 && (
            <tr>
              <td colSpan={4} className={styles.none}>
                {tick !== null && tick.bids > 0 ? 'Bids before you sat down are in the log.' : 'No bid yet.'}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}

/** Newest first, steps that carried a bid or moved the price. */
export function stepsOf(trail: readonly TrailPoint[]): readonly TrailPoint[] {
  return trail
    .filter(
      (step, index) =>
        step.priceMinor !== null &&
        (index === 0 || step.priceMinor !== trail[index - 1]?.priceMinor || step.last !== null),
    )
    .filter(
      (step, index, all) =>
        index === 0 || step.priceMinor !== all[index - 1]?.priceMinor || step.leader !== all[index - 1]?.leader,
    )
    .slice(-ROWS_MAX)
    .reverse();
}

export function whoWords(step: TrailPoint, paddle: string | null): string {
  const who = step.last?.bidder ?? step.leader;
  if (who === null) return '–';
  if (who === paddle) return 'You';
  return who === 'room' || who === 'house' ? `The ${who}` : `Paddle ${who}`;
}

export function howWords(step: TrailPoint): string {
  if (step.last === null) return '';
  return step.last.kind === 'max' ? `${step.last.channel}, max` : step.last.channel;
}

export function timeWords(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB');
}
