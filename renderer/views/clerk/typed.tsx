/** A line that a clerk types into a prompt: its label is for screen readers, the words in it say the same to the eye. */
import { Field } from '../parts/field.tsx';

type Props = {
  readonly label: string;
  /** The label's words where it is not said. */
  readonly placeholder?: string;
  readonly value: string;
  readonly onTyped: (text: string) => void;
  /** A number with its decimals, for the keyboard of a telephone. */
  readonly decimal?: boolean;
  readonly maxLength?: number;
};

export function Typed({ label, placeholder = label, value, onTyped, decimal = false, maxLength }: Props) {
  return (
    <Field
      label={label}
      bare
      inputMode={decimal ? 'decimal' : undefined}
      autoComplete="off"
      maxLength={maxLength}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onTyped(event.target.value)}
    />
  );
}
