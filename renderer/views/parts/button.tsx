/** A button. `primary` is the one that acts on the sale; everything else is plain or quiet. */
import type { ComponentProps, Ref } from 'react';
import styles from './button.module.css';
import { cx } from './cx.ts';

type Props = Omit<ComponentProps<'button'>, 'type'> & {
  readonly look?: 'plain' | 'primary' | 'quiet' | 'danger';
  readonly size?: 'small' | 'body' | 'large';
  readonly submit?: boolean;
  /** The key that does the same, shown beside the words. */
  readonly keyHint?: string | undefined;
  readonly ref?: Ref<HTMLButtonElement>;
};

export function Button({
  look = 'plain',
  size = 'body',
  submit = false,
  keyHint,
  className,
  children,
  ...rest
}: Props) {
  return (
    <button
      type={submit ? 'submit' : 'button'}
      className={cx(styles.button, styles[look], styles[size], className)}
      {...rest}
    >
      {children}
      {keyHint !== undefined && (
        <span className={styles.key} aria-hidden="true">
          {keyHint}
        </span>
      )}
    </button>
  );
}
