/**
 * A lot's price or ask that follows its store by writing the text itself: a hundred amounts a frame are then a hundred text
 * writes and no render. React draws it anew only when it comes, goes or grows old.
 */
import { useLayoutEffect, useRef } from 'react';
import { useCurrency, useDesk, useLot } from '../../select.ts';
import { amountWords } from '../../words.ts';
import { cx } from './cx.ts';
import { flashOf } from './flash.ts';
import styles from './money.module.css';

type Props = {
  readonly lot: string;
  readonly of: 'priceMinor' | 'askMinor';
  /** Said in place of an amount that is not there. */
  readonly none?: string;
  readonly old?: boolean;
  readonly flash?: boolean;
  /** Takes the width of its cell: its text is then laid out without the row around it. */
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
  const text = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (store === undefined) return;
    const words = document.createTextNode('');
    text.current?.replaceChildren(words);
    let shown: number | null = null;
    const write = () => {
      const minor = store.getState().tick?.[of] ?? null;
      if (minor === null || minor === shown) return;
      words.data = amountWords(minor, currency);
      if (flash && shown !== null && mark.current !== null) flashOf(mark.current, minor > shown ? 'up' : 'down');
      shown = minor;
    };
    write();
    return store.subscribe(write);
  }, [store, of, currency, flash]);
  return (
    <span ref={mark} className={cx(styles.money, styles[size], old ? styles.old : fixed && styles.fixed)}>
      <span ref={text} />
      {old && <span className={styles.word}> old</span>}
    </span>
  );
}
