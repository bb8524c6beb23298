/** The ladder of a lot: the ask on top (the house's, and the only one that counts), below it every step that brought the price here. */

import { memo, useMemo } from 'react';
import type { TrailPoint } from '../../feed-words.ts';
import { useLot, useLotPaced, usePaddle } from '../../select.ts';
import { cx } from '../parts/cx.ts';
import { LiveMoney } from '../parts/live-money.tsx';
import { Money } from '../parts/money.tsx';
import styles from './ladder.module.css';

/** Steps in sight; the chart and the log have all. */
const ROWS_MAX = 100;
/** A lot's story is drawn at most this often: the price and the ask go by the frame, what lies behind them can follow. */
export const STORY_EVERY_MS = 250;

export const Ladder = memo(function Ladder({ lot }: { readonly lot: string }) {
  const trail = useLot(lot, (face) => face.trail);
  const version = useLotPaced(lot, (face) => face.trailVersion, STORY_EVERY_MS);
  const paddle = usePaddle();
  const status = useLot(lot, ({ tick }) => tick?.status ?? null);
  const hasAsk = useLot(lot, ({ tick }) => tick !== null && tick.askMinor !== null) ?? false;
  const hasBids = useLot(lot, ({ tick }) => tick !== null && tick.bids > 0) ?? false;
  const steps = useMemo(() => {
    void version;
    return stepsOf(trail ?? []);
  }, [trail, version]);
  const isOpen = status === 'open' || status === 'warned';
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
          {isOpen && hasAsk && (
            <tr className={styles.ask}>
              <td colSpan={2}>Next ask</td>
              <td className={styles.end}>
                <LiveMoney lot={lot} of="askMinor" />
              </td>
              <td />
            </tr>
          )}
          {steps.map((step) => (
            <Step key={step.rev} step={step} paddle={paddle} />
          ))}
          {steps.length === 0 && (
            <tr>
              <td colSpan={4} className={styles.none}>
                {hasBids ? 'Bids before you sat down are in the log.' : 'No bid yet.'}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
});

const Step = memo(function Step({ step, paddle }: { readonly step: TrailPoint; readonly paddle: string | null }) {
  return (
    <tr className={cx(step.last?.bidder === paddle && paddle !== null && styles.mine)}>
      <td>{whoWords(step, paddle)}</td>
      <td className={styles.how}>{howWords(step)}</td>
      <td className={styles.end}>
        <Money minor={step.priceMinor} />
      </td>
      <td className={cx(styles.end, styles.how)}>{timeWords(step.at)}</td>
    </tr>
  );
});

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

/** Made once: `toLocaleTimeString` makes a format a call. */
const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export function timeWords(at: number): string {
  return clockFormat.format(at);
}
