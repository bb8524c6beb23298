/** The ladder of a lot: the ask (the house's, and the only one that counts), above it where it goes from here, below it every step that brought the price here: who did what, and what the price became. */

import { memo, useMemo } from 'react';
import type { TrailPoint } from '../../feed/words.ts';
import { useCurrency, useLot, useLotPaced, usePaddle, useStory } from '../../select.ts';
import { amountWords } from '../../words.ts';
import { type StoryNames, type StoryRow, stepWords, storyOf } from '../../words-story.ts';
import { cx } from '../parts/cx.ts';
import { LiveMoney } from '../parts/live-money.tsx';
import { Money } from '../parts/money.tsx';
import styles from './ladder.module.css';
import { Rungs } from './rungs.tsx';

/** Steps in sight; the chart and the log have all. */
const ROWS_MAX = 100;
/**
 * A lot's story is drawn at most this often, its first change at once: the price and the ask go by the frame, what lies behind them can
 * follow. Nobody reads twenty rows a second, and a hundred of them are the dearest thing on the screen.
 */
export const STORY_EVERY_MS = 500;

export const Ladder = memo(function Ladder({ lot }: { readonly lot: string }) {
  useStory(lot);
  const trail = useLot(lot, (face) => face.trail);
  const version = useLotPaced(lot, (face) => face.trailVersion, STORY_EVERY_MS);
  const paddle = usePaddle();
  const status = useLot(lot, ({ tick }) => tick?.status ?? null);
  const hasAsk = useLot(lot, ({ tick }) => tick !== null && tick.askMinor !== null) ?? false;
  const hasBids = useLot(lot, ({ tick }) => tick !== null && tick.bids > 0) ?? false;
  const climbs = useLot(lot, ({ lot: { format } }) => format === 'live' || format === 'timed') ?? false;
  const names = useNames();
  const rows = useMemo(() => {
    void version;
    return shownOf(trail ?? []);
  }, [trail, version]);
  const isOpen = status === 'open' || status === 'warned';
  return (
    <section className={styles.ladder} aria-label="Ladder of bids" tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" className={styles.end}>
              Price
            </th>
            <th scope="col" className={styles.end}>
              At
            </th>
          </tr>
        </thead>
        <tbody>
          {isOpen && hasAsk && climbs && <Rungs lot={lot} everyMs={STORY_EVERY_MS} />}
          {isOpen && hasAsk && (
            <tr className={styles.ask}>
              <td>Next ask</td>
              <td className={styles.end}>
                <LiveMoney lot={lot} of="askMinor" />
              </td>
              <td />
            </tr>
          )}
          {rows.map((row) => (
            <Step key={row.step.rev} row={row} names={names} paddle={paddle} />
          ))}
          {rows.length === 0 && (
            <tr>
              <td colSpan={3} className={styles.none}>
                {!hasBids && 'No bid yet.'}
                {hasBids &&
                  (status === 'upcoming'
                    ? 'Bids were left; none is told before the lot opens.'
                    : 'Asking the house for the bids so far…')}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
});

type StepProps = { readonly row: StoryRow; readonly names: StoryNames; readonly paddle: string | null };

const Step = memo(function Step({ row, names, paddle }: StepProps) {
  const { step, kind } = row;
  const who = kind === 'bid' ? step.last?.bidder : kind === 'raised' ? step.leader : null;
  const isMine = paddle !== null && who === paddle;
  return (
    <tr className={cx(isMine && styles.mine)}>
      <td className={styles.what}>
        {stepWords(row, names)}
        {kind === 'bid' && step.last?.channel !== 'online' && <span className={styles.how}> {step.last?.channel}</span>}
      </td>
      <td className={styles.end}>
        <Money minor={kind === 'ask' ? null : step.priceMinor} none="" />
      </td>
      <td className={cx(styles.end, styles.how)}>{timeWords(step.at)}</td>
    </tr>
  );
});

/** Newest first; what only a count tells is no row. */
export function shownOf(trail: readonly TrailPoint[]): readonly StoryRow[] {
  return storyOf(trail)
    .filter(({ kind }) => kind !== 'quiet')
    .slice(-ROWS_MAX)
    .reverse();
}

/** How a bidder reads names and amounts; kept, so that a row is made again only when it changed. */
export function useNames(): StoryNames {
  const paddle = usePaddle();
  const currency = useCurrency();
  return useMemo(
    () => ({
      name: (who) => whoWords(who, paddle),
      money: (minor) => amountWords(minor, currency),
    }),
    [paddle, currency],
  );
}

/** A place in the room and a line of the telephone have no number of a bidder; who speaks there is the house's to know. */
export function whoWords(who: string, paddle: string | null): string {
  if (who === paddle) return 'You';
  if (who === 'room' || who === 'house') return `The ${who}`;
  if (who === 'Floor2') return 'The room, second place';
  return who.startsWith('Phone-') ? 'A telephone' : `Paddle ${who}`;
}

/** Made once: `toLocaleTimeString` makes a format a call. */
const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export function timeWords(at: number): string {
  return clockFormat.format(at);
}
