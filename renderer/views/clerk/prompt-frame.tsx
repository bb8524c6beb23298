/** The frame that every question of the clerk's console stands in: its name, its keys, and where the focus goes. */
import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from '../parts/button.tsx';
import styles from './prompt.module.css';

type FrameProps = {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Called with 1 to 9 when a digit is pressed outside of a field. */
  readonly onDigit?: (digit: number) => void;
};

/** A question with a name. Escape leaves it; the focus goes to its first field, or to itself so that digits choose. */
export function PromptFrame({ title, onClose, children, onDigit }: FrameProps) {
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef({ onClose, onDigit });
  latest.current = { onClose, onDigit };
  useEffect(() => {
    const before = document.activeElement;
    const field = latest.current.onDigit === undefined ? box.current?.querySelector('input') : null;
    (field ?? box.current)?.focus();
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape') latest.current.onClose();
      const isField = event.target instanceof HTMLInputElement;
      if (!/^[1-9]$/.test(event.key) || isField || latest.current.onDigit === undefined || event.repeat) return;
      event.preventDefault();
      // The same press must not reach the keys of the console, which wake as soon as this is gone.
      event.stopImmediatePropagation();
      latest.current.onDigit(Number(event.key));
    };
    window.addEventListener('keydown', press, true);
    return () => {
      window.removeEventListener('keydown', press, true);
      if (before instanceof HTMLElement) before.focus();
    };
    // The first render decides where the focus goes.
  }, []);
  return (
    <div ref={box} className={styles.prompt} role="dialog" aria-label={title} tabIndex={-1}>
      <p className={styles.title} aria-hidden="true">
        {title}
      </p>
      <div className={styles.body}>{children}</div>
      <Button look="quiet" size="small" className={styles.cancel} keyHint="Esc" onClick={onClose}>
        Cancel
      </Button>
    </div>
  );
}
