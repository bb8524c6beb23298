/** A labelled text field with its own sentence of help or of error. */
import { type ComponentProps, type ReactNode, type Ref, useId } from 'react';
import { cx } from './cx.ts';
import styles from './field.module.css';

type Props = Omit<ComponentProps<'input'>, 'id'> & {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  readonly ref?: Ref<HTMLInputElement>;
  /** The label is for screen readers only: the place says it already. */
  readonly bare?: boolean;
};

export function Field({ label, hint, error = null, bare = false, className, ...rest }: Props) {
  const id = useId();
  const noteId = `${id}-note`;
  const hasNote = error !== null || hint !== undefined;
  return (
    <div className={cx(styles.field, className)}>
      <label htmlFor={id} className={bare ? styles.hidden : styles.label}>
        {label}
      </label>
      <input
        id={id}
        className={styles.input}
        aria-invalid={error === null ? undefined : true}
        aria-describedby={hasNote ? noteId : undefined}
        {...rest}
      />
      {hasNote && (
        <p id={noteId} className={error === null ? styles.hint : styles.error}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}

type SelectProps<T extends string> = {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
  readonly bare?: boolean;
  /** A sentence on what is chosen. */
  readonly hint?: string;
};

/** A choice of a few: the system's own select, which every assistive tool knows. */
export function Select<T extends string>({ label, value, options, onChange, bare = false, hint }: SelectProps<T>) {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={bare ? styles.hidden : styles.label}>
        {label}
      </label>
      <select
        id={id}
        className={styles.input}
        value={value}
        aria-describedby={hint === undefined ? undefined : noteId}
        onChange={(event) => {
          const chosen = options.find(([option]) => option === event.target.value);
          if (chosen !== undefined) onChange(chosen[0]);
        }}
      >
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
      {hint !== undefined && (
        <p id={noteId} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}

type CheckProps = { readonly label: string; readonly checked: boolean; readonly onChange: (on: boolean) => void };

export function Check({ label, checked, onChange }: CheckProps) {
  return (
    <label className={styles.check}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>{label}</span>
    </label>
  );
}
