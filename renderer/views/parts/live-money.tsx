/**
 * A lot's price or ask that follows its store by writing the text itself: a hundred amounts a frame are then a hundred text
 * writes and no render. React draws it anew only when it comes, goes or grows old. In a table with a sheet (sheet.ts) a flood draws it.
 *
 * Each is laid out by itself, in a box that does not ask its text how large it is. That only holds while none on the page does
 * otherwise: one change that is laid out from the page's root takes all of them with it, which is twice the layout of a hundred lots.
 */
import { type ReactNode, useContext, useLayoutEffect, useRef } from 'react';
import { useCurrency, useDesk, useLot } from '../../select.ts';
import { amountWords } from '../../words.ts';
import { cx } from './cx.ts';
import { flashOf } from './flash.ts';
import styles from './money.module.css';
import { SheetContext } from './sheet.ts';

type Props = {
  readonly lot: string;
  readonly of: 'priceMinor' | 'askMinor';
  /** Said in place of an amount that is not there. */
  readonly none?: ReactNode;
  readonly old?: boolean;
  readonly flash?: boolean;
  /** Takes the width of its cell; else it is as wide as its figures are many. */
  readonly fixed?: boolean;
  readonly size?: 'body' | 'lead' | 'price' | 'hero';
};

export function LiveMoney({ none = '–', size = 'body', ...rest }: Props) {
  const has = useLot(rest.lot, ({ tick }) => tick !== null && tick[rest.of] !== null) ?? false;
  if (!has) return <span className={cx(styles.none, styles[size])}>{none}</span>;
  return <Amount size={size} {...rest} />;
}

function Amount({ lot, of, old = false, flash = false, fixed = false, size = 'body' }: Omit<Props, 'none'>) {
  const currency = useCurrency();
  const store = useDesk().lots.get(lot);
  const mark = useRef<HTMLSpanElement>(null);
  const around = useContext(SheetContext);
  const sheet = fixed && !old ? around : null;
  useLayoutEffect(() => {
    if (store === undefined || mark.current === null) return;
    const box = mark.current;
    // A text node of our own before all that React puts there: it leaves alone what it has not made.
    const text = document.createTextNode('');
    box.prepend(text);
    const amount = sheet?.take(box, text) ?? null;
    let shown: number | null = null;
    let figures = 0;
    const write = () => {
      const minor = store.getState().tick?.[of] ?? null;
      if (minor === null || minor === shown) return;
      const words = amountWords(minor, currency);
      if (amount === null) text.data = words;
      else amount.write(words);
      const wide = fixed ? figures : figuresOf(words);
      if (wide !== figures) box.style.setProperty('--figures', `${wide}`);
      figures = wide;
      if (flash && shown !== null) flashOf(box, minor > shown ? 'up' : 'down');
      shown = minor;
    };
    write();
    const off = store.subscribe(write);
    return () => {
      off();
      amount?.leave();
      text.remove();
    };
  }, [store, of, currency, flash, fixed, sheet]);
  const amount = (
    <span
      ref={mark}
      className={cx(styles.money, styles[size], old ? styles.old : styles.live, fixed ? styles.fixed : styles.counted)}
    >
      {old && <span className={styles.word}> old</span>}
    </span>
  );
  // A part of a row or a column of boxes is never laid out by itself: what is, stands in one.
  return fixed ? amount : <span className={styles.place}>{amount}</span>;
}

/** How many figures wide an amount is at most: what parts them is half of one, a letter of its currency may be wider. */
function figuresOf(words: string): number {
  let wide = 0;
  for (const each of words) wide += /[,.'’\s]/.test(each) ? 0.5 : /\p{L}/u.test(each) ? 1.25 : 1;
  return wide;
}
