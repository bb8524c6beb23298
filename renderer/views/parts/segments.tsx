/** A choice of a few that are all in sight: tabs of a panel, or a filter. Arrow keys move, as radio buttons do. */
import { useId } from 'react';
import { cx } from './cx.ts';
import styles from './segments.module.css';

type Props<T extends string> = {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
  readonly className?: string | undefined;
};

export function Segments<T extends string>({ label, value, options, onChange, className }: Props<T>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={cx(styles.segments, className)}>
      {options.map(([option, words]) => (
        <label key={option} className={cx(styles.segment, option === value && styles.on)}>
          <input
            type="radio"
            className={styles.input}
            name={name}
            checked={option === value}
            onChange={() => onChange(option)}
          />
          {words}
        </label>
      ))}
    </div>
  );
}
