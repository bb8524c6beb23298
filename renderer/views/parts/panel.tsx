/** A panel: a titled region with a fixed home. Its body scrolls; it never grows its neighbour. */
import { type ReactNode, useId } from 'react';
import { cx } from './cx.ts';
import styles from './panel.module.css';

type Props = {
  readonly title: ReactNode;
  /** At the right of the title: counts, small buttons. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string | undefined;
  /** No padding and no scrolling of its own: the content brings both. */
  readonly bare?: boolean;
};

export function Panel({ title, aside, children, className, bare = false }: Props) {
  const id = useId();
  return (
    <section className={cx(styles.panel, className)} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {aside !== undefined && <div className={styles.aside}>{aside}</div>}
      </header>
      <div className={cx(styles.body, bare && styles.bare)}>{children}</div>
    </section>
  );
}

/** Words where a list would be: what will stand here, and how it comes. */
export function Empty({ children }: { readonly children: ReactNode }) {
  return <p className={styles.empty}>{children}</p>;
}
