/** A table of any length, of which only the rows in sight exist. Rows keep their height and their place. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { useRemPx } from '../../rem.ts';
import { cx } from './cx.ts';
import styles from './virtual-table.module.css';

export type Column = {
  readonly id: string;
  readonly head: ReactNode;
  /** A CSS grid track: `6rem`, `minmax(0, 1fr)`. */
  readonly track: string;
  readonly align?: 'start' | 'end';
};

type Props = {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly count: number;
  readonly rowRem: number;
  readonly rowKey: (index: number) => string;
  /** The cells of a row, one a column, each in a `Cell`. */
  readonly row: (index: number) => ReactNode;
  readonly selected?: number | undefined;
  readonly onSelect?: (index: number) => void;
  readonly rowClass?: (index: number) => string | undefined;
  readonly empty?: ReactNode;
  /** Lies over the rows, in their coordinates. */
  readonly over?: ReactNode;
};

/** As high as the head is in the style sheet. */
const HEAD_REM = 1.75;

export function VirtualTable(props: Props) {
  const { label, columns, count, rowRem, rowKey, row, selected, onSelect, rowClass, empty, over } = props;
  const remPx = useRemPx();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowRem * remPx,
    overscan: 8,
    getItemKey: rowKey,
    initialRect: { width: 800, height: 600 },
    // The head is in the way of the rows: without its height the chosen row would stay below the lower edge.
    scrollPaddingEnd: HEAD_REM * remPx,
  });
  useEffect(() => {
    if (selected !== undefined && selected >= 0) virtual.scrollToIndex(selected, { align: 'auto' });
  }, [selected, virtual]);
  const rowPx = rowRem * remPx;
  const measured = useRef(rowPx);
  useEffect(() => {
    if (measured.current === rowPx) return;
    measured.current = rowPx;
    virtual.measure();
  }, [rowPx, virtual]);
  const heightPx = virtual.scrollRect?.height ?? 0;
  const seen = useRef({ heightPx, rowPx });
  useEffect(() => {
    const before = seen.current;
    seen.current = { heightPx, rowPx };
    if (selected === undefined || (before.heightPx === heightPx && before.rowPx === rowPx)) return;
    // A row that was in sight stays there when the window or the text changes; one that was left behind is not fetched.
    const fromPx = selected * before.rowPx - (virtual.scrollOffset ?? 0);
    const isSeen = fromPx > -before.rowPx && fromPx < before.heightPx - HEAD_REM * remPx;
    if (isSeen) virtual.scrollToIndex(selected, { align: 'auto' });
  }, [heightPx, rowPx, remPx, selected, virtual]);

  const tracks = { gridTemplateColumns: columns.map((column) => column.track).join(' ') };
  return (
    <div className={styles.frame}>
      <div ref={scroller} className={styles.scroller} tabIndex={0} role="region" aria-label={label}>
        <div role="table" aria-label={label} aria-rowcount={count + 1} className={styles.table}>
          <div role="row" aria-rowindex={1} className={styles.head} style={tracks}>
            {columns.map((column) => (
              <div role="columnheader" key={column.id} className={cx(styles.th, column.align === 'end' && styles.end)}>
                {column.head}
              </div>
            ))}
          </div>
          <div role="rowgroup" className={styles.rows} style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => (
              <div
                role="row"
                key={item.key}
                aria-rowindex={item.index + 2}
                aria-current={item.index === selected ? 'true' : undefined}
                data-pick={onSelect !== undefined}
                className={cx(styles.row, item.index === selected && styles.selected, rowClass?.(item.index))}
                style={{ ...tracks, height: item.size, top: item.start }}
                onClick={onSelect === undefined ? undefined : () => onSelect(item.index)}
              >
                {row(item.index)}
              </div>
            ))}
            {over}
          </div>
          {count === 0 && empty}
        </div>
      </div>
    </div>
  );
}

export function Cell({
  end = false,
  className,
  children,
}: {
  readonly end?: boolean;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <div role="cell" className={cx(styles.cell, end && styles.end, className)}>
      {children}
    </div>
  );
}
