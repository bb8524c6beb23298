/** An amount in tabular figures. One change of it is one flash; an amount that may be old says so. */
import { useEffect, useRef } from 'react';
import { useCurrency } from '../../select.ts';
import { amountWords } from '../../words.ts';
import { cx } from './cx.ts';
import { flashOf } from './flash.ts';
import styles from './money.module.css';

type Props = {
  readonly minor: number | null | undefined;
  /** Said in place of an amount that is not there. */
  readonly none?: string;
  readonly old?: boolean;
  readonly flash?: boolean;
  readonly size?: 'body' | 'lead' | 'price' | 'hero';
  readonly currency?: string;
};

export function Money({ minor, none = '–', old = false, flash = false, size = 'body', currency }: Props) {
  const own = useCurrency();
  const mark = useFlash(flash ? (minor ?? null) : null);
  if (minor === null || minor === undefined) return <span className={cx(styles.none, styles[size])}>{none}</span>;
  return (
    <span ref={mark} className={cx(styles.money, styles[size], old && styles.old)}>
      {amountWords(minor, currency ?? own)}
      {old && <span className={styles.word}> old</span>}
    </span>
  );
}

/** Marks the element when the value changes, without a second render. */
function useFlash(value: number | null) {
  const mark = useRef<HTMLSpanElement>(null);
  const before = useRef(value);
  useEffect(() => {
    const was = before.current;
    before.current = value;
    if (was === value || value === null || was === null || mark.current === null) return;
    flashOf(mark.current, value > was ? 'up' : 'down');
  }, [value]);
  return mark;
}
