/** A state as a shape, a word and a colour (docs/reference/design.md); the shape and the word say it alone. */
import type { LotStatus } from '../../../protocol/sale.ts';
import type { Stance } from '../../select.ts';
import { cx } from './cx.ts';
import styles from './state-mark.module.css';

export type Shape =
  | 'ring'
  | 'dashed'
  | 'disc'
  | 'diamond'
  | 'square'
  | 'hollow'
  | 'cross'
  | 'up'
  | 'down'
  | 'star'
  | 'dash';
export type Tint = 'text' | 'quiet' | 'accent' | 'good' | 'bad' | 'warn';
export type Mark = { readonly shape: Shape; readonly word: string; readonly tint: Tint };

export const LOT_MARKS: Readonly<Record<LotStatus, Mark>> = {
  upcoming: { shape: 'ring', word: 'Upcoming', tint: 'quiet' },
  open: { shape: 'disc', word: 'Open', tint: 'text' },
  warned: { shape: 'diamond', word: 'Fair warning', tint: 'warn' },
  sold: { shape: 'square', word: 'Sold', tint: 'quiet' },
  passed: { shape: 'hollow', word: 'Passed', tint: 'quiet' },
  withdrawn: { shape: 'cross', word: 'Withdrawn', tint: 'quiet' },
};

export const STANCE_MARKS: Readonly<Record<Exclude<Stance, 'none'>, Mark>> = {
  leading: { shape: 'up', word: 'Leading', tint: 'good' },
  outbid: { shape: 'down', word: 'Outbid', tint: 'bad' },
  won: { shape: 'star', word: 'Won', tint: 'good' },
  lost: { shape: 'dash', word: 'Lost', tint: 'quiet' },
  sealed: { shape: 'disc', word: 'Bid sealed', tint: 'accent' },
};

type Props = {
  readonly mark: Mark;
  readonly filled?: boolean;
  readonly bare?: boolean;
  readonly old?: boolean;
};

/**
 * `filled` is a tag on a tinted ground; `bare` leaves the word to a screen reader only. What may be `old` is underlined and has no
 * colour, like an old price, and is as wide as before: nothing beside it moves.
 */
export function StateMark({ mark, filled = false, bare = false, old = false }: Props) {
  return (
    <span className={cx(styles.mark, styles[old ? 'quiet' : mark.tint], filled && styles.filled)}>
      <svg className={styles.shape} viewBox="0 0 12 12" aria-hidden="true">
        {SHAPES[mark.shape]}
      </svg>
      <span className={bare ? styles.hidden : old ? styles.old : undefined}>
        {mark.word}
        {old && <span className={styles.hidden}> old</span>}
      </span>
    </span>
  );
}

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.8 } as const;
const SHAPES: Readonly<Record<Shape, React.ReactNode>> = {
  ring: <circle cx="6" cy="6" r="4" {...line} />,
  dashed: <circle cx="6" cy="6" r="4" {...line} strokeDasharray="2.6 1.6" />,
  disc: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  diamond: <path d="M6 .8 11.2 6 6 11.2 .8 6z" fill="currentColor" />,
  square: <rect x="1.5" y="1.5" width="9" height="9" fill="currentColor" />,
  hollow: <rect x="2" y="2" width="8" height="8" {...line} />,
  cross: <path d="m2 2 8 8m0-8-8 8" {...line} />,
  up: <path d="M6 1.2 11.4 10.6H.6z" fill="currentColor" />,
  down: <path d="M6 10.8.6 1.4h10.8z" fill="currentColor" />,
  star: <path d="m6 .6 1.6 3.5 3.8.4-2.9 2.5.9 3.8L6 8.9l-3.4 1.9.9-3.8L.6 4.5l3.8-.4z" fill="currentColor" />,
  dash: <path d="M1.5 6h9" {...line} />,
};
