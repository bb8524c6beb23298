/** A line or step chart on canvas (uPlot), in the theme's colours, with its figures as a table for whoever does not see it. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { remPxNow } from '../../rem.ts';
import { Button } from './button.tsx';
import styles from './chart.module.css';
import { markNow } from './chart-mark.ts';
import { cx } from './cx.ts';
import { useLook } from './look.ts';

export type Series = {
  readonly label: string;
  readonly values: readonly (number | null)[];
  /** A token of the theme: `--accent`. */
  readonly token: string;
  readonly shape: 'step' | 'line' | 'points' | 'crosses' | 'bars';
};

/** The same figures in words; the first cell of a row names it. */
export type Figures = {
  readonly head: readonly string[];
  /** Made when it is looked at. */
  readonly rows: () => readonly (readonly string[])[];
  /** Columns of amounts and counts, which stand at the right. */
  readonly end?: readonly number[];
};

type Props = {
  readonly label: string;
  /** Ascending; milliseconds of the house, or a plain number. */
  readonly xs: readonly number[];
  readonly series: readonly Series[];
  readonly xWords: (x: number) => string;
  readonly yWords: (y: number) => string;
  readonly xIsTime?: boolean;
  /** Whole numbers: lots, seconds. Nothing is written between two of them. */
  readonly xIsCount?: boolean;
  /** Whole numbers from nought on: people, bids. */
  readonly yIsCount?: boolean;
  /** The place that is looked at: a line, and what lies behind it is pale. */
  readonly now?: { readonly x: number; readonly words: string } | undefined;
  readonly table: Figures;
  readonly empty: string;
};

export function Chart(props: Props) {
  const { label, xs, series, now, table, empty } = props;
  const [asTable, setAsTable] = useState(false);
  const readout = useRef<HTMLParagraphElement>(null);
  if (xs.length === 0)
    return (
      <figure className={styles.figure} aria-label={label}>
        <p className={styles.empty}>{empty}</p>
      </figure>
    );
  return (
    <figure className={styles.figure} aria-label={label}>
      <div className={styles.head}>
        <Legend series={series} now={now !== undefined && now.x <= (xs.at(-1) ?? 0) ? now : undefined} />
        <Button
          look="quiet"
          size="small"
          aria-label={asTable ? 'Show as picture' : 'Show as table'}
          title={label}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? 'Picture' : 'Table'}
        </Button>
      </div>
      {asTable ? <Table label={label} {...table} /> : <Plot {...props} readout={readout} />}
      {!asTable && <p ref={readout} className={styles.readout} aria-hidden />}
    </figure>
  );
}

const SIGNS: Readonly<Record<Series['shape'], string>> = { step: '▬', line: '▬', points: '○', crosses: '✕', bars: '▮' };

/** Each series by its sign and its word, in its colour; one alone needs no telling apart. */
function Legend({ series, now }: Pick<Props, 'series' | 'now'>) {
  return (
    <p className={styles.legend}>
      {series.length > 1 &&
        series.map(({ label, shape, token }) => (
          <span key={label} style={{ color: `var(${token})` }}>
            <span aria-hidden>{SIGNS[shape]}</span> {label}
          </span>
        ))}
      {now !== undefined && (
        <span>
          <span aria-hidden>│</span> {now.words}
        </span>
      )}
    </p>
  );
}

/** Two rows may read the same: their place tells them apart, and they are never moved about. */
function placed(rows: ReturnType<Figures['rows']>) {
  return rows.map((row, at) => ({ at, row }));
}

function Table({ label, head, rows, end = [] }: Figures & { readonly label: string }) {
  const side = (at: number) => cx(end.includes(at) && styles.end);
  return (
    <section className={styles.table} aria-label={label} tabIndex={0}>
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>
            {head.map((words, at) => (
              <th key={words} scope="col" className={side(at)}>
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {placed(rows()).map(({ at: place, row: [name, ...cells] }) => (
            <tr key={place}>
              <th scope="row" className={side(0)}>
                {name}
              </th>
              {cells.map((words, at) => (
                <td key={head[at + 1]} className={side(at + 1)}>
                  {words}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type PlotProps = Props & {
  /** Where the figures under the pointer are written: a text, no render. */
  readonly readout: RefObject<HTMLElement | null>;
};

/** The figures of one place, each by its series. */
export function readoutWords({ xs, series, xWords, yWords }: Props, at: number | null | undefined): string {
  const x = at == null ? undefined : xs[at];
  if (at == null || x === undefined) return '';
  const figures = series.flatMap(({ label, values }) => {
    const value = values[at];
    return value == null ? [] : [`${label} ${yWords(value)}`];
  });
  return `${xWords(x)}   ${figures.join('   ')}`;
}

function Plot(props: PlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const look = useLook();
  const latest = useRef(props);
  latest.current = props;
  /** Colours and shapes are read when a plot is made: a change of either makes another. */
  const again = `${look} ${props.series.map((series) => series.shape + series.token).join()}`;

  useEffect(() => {
    const box = host.current;
    if (box === null) return;
    box.dataset.look = again;
    const made = new uPlot(options(latest, box), data(latest.current), box);
    plot.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: box.clientWidth, height: box.clientHeight }));
    watch.observe(box);
    return () => {
      watch.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [again]);

  const { xs, series, now } = props;
  useEffect(() => plot.current?.setData(data({ xs, series })), [xs, series]);
  const nowX = now?.x;
  useEffect(() => {
    if (nowX !== undefined) plot.current?.redraw(false, false);
  }, [nowX]);

  return (
    <div ref={host} className={styles.plot} role="img" aria-label={`${props.label}: the table has the same figures`} />
  );
}

function data({ xs, series }: Pick<Props, 'xs' | 'series'>): uPlot.AlignedData {
  return [xs as number[], ...series.map((each) => each.values as number[])] as uPlot.AlignedData;
}

function options(latest: { readonly current: PlotProps }, box: HTMLElement): uPlot.Options {
  const token = (name: string) => colourOf(box, name);
  const rem = remPxNow();
  const font = `${Math.round(rem * 0.6875)}px Inter, system-ui, sans-serif`;
  const axis = { stroke: token('--text-3'), font, grid: { stroke: token('--line'), width: 1 }, ticks: { show: false } };
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const bars = uPlot.paths.bars?.({ size: [0.7, 40] });
  const [line, pale] = [token('--text'), token('--panel')];
  const { series, xIsTime = false, xIsCount = false, yIsCount = false } = latest.current;
  return {
    width: Math.max(box.clientWidth, 40),
    height: Math.max(box.clientHeight, 40),
    // An amount or a time under the last point is wider than a point.
    padding: [rem * 0.5, rem * 1.75, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 6 } },
    hooks: {
      draw: [
        ({ ctx, bbox, valToPos }) => {
          const { now } = latest.current;
          if (now !== undefined) markNow(ctx, bbox, Math.round(valToPos(now.x, 'x', true)), { line, pale });
        },
      ],
      setCursor: [
        ({ cursor }) => {
          const { readout } = latest.current;
          if (readout.current !== null) readout.current.textContent = readoutWords(latest.current, cursor.idx);
        },
      ],
    },
    scales: {
      x: { time: false, range: ({ data: [xs] }) => spread(xs, xIsTime) },
      y: { range: (_plot, low, high) => (yIsCount ? [0, Math.max(high, 1) * 1.15] : padded(low, high)) },
    },
    axes: [
      {
        ...axis,
        size: rem * 1.6,
        space: rem * 5,
        ...(xIsTime ? { incrs: SECONDS.map((seconds) => seconds * 1000) } : xIsCount ? { incrs: COUNTS } : {}),
        values: (_plot, splits) => oncePerWord(splits.map((x) => latest.current.xWords(x))),
      },
      {
        ...axis,
        size: (_plot, values) => Math.max(rem * 2, ...(values ?? []).map((word) => word.length * rem * 0.44 + rem)),
        // A low picture keeps two figures at its side, or it says nothing.
        space: ({ height }) => rem * (height < rem * 14 ? 1.5 : 2.75),
        ...(yIsCount ? { incrs: COUNTS } : {}),
        values: (_plot, splits) => splits.map((y) => latest.current.yWords(y)),
      },
    ],
    series: [
      {},
      ...series.map((each): uPlot.Series => {
        const stroke = token(each.token);
        return {
          label: each.label,
          stroke,
          width: isMarks(each) ? 0 : 2,
          points: {
            // A line needs two points to be seen: a lone one is drawn as what it is.
            show: (plot, at) => each.shape === 'points' || countOf(plot.data[at]) === 1,
            size: 7,
            stroke,
            fill: token('--panel'),
            width: 2,
          },
          ...(each.shape === 'step' && stepped !== undefined ? { paths: stepped } : {}),
          ...(each.shape === 'bars' && bars !== undefined ? { paths: bars, fill: stroke } : {}),
          ...(isMarks(each) ? { paths: () => null } : {}),
          ...(each.shape === 'crosses' ? { points: { show: true, size: 7, stroke, width: 2, paths: crosses } } : {}),
        };
      }),
    ],
  };
}

/** As the page itself would paint it: in forced colours a token names a colour of the system. */
function colourOf(box: HTMLElement, token: string): string {
  const probe = document.createElement('span');
  probe.style.cssText = `forced-color-adjust: none; color: var(${token})`;
  box.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

function countOf(values: readonly (number | null | undefined)[] | uPlot.TypedArray | undefined): number {
  let count = 0;
  for (const value of values ?? []) if (value !== null && value !== undefined) count += 1;
  return count;
}

function isMarks({ shape }: Series): boolean {
  return shape === 'points' || shape === 'crosses';
}

/** A cross a point: refused is told from accepted by its shape. */
const crosses: uPlot.Series.Points.PathBuilder = (plot, seriesIndex, from, to) => {
  const path = new Path2D();
  const arm = 3.5 * devicePixelRatio;
  const [xs, ys] = [plot.data[0], plot.data[seriesIndex]];
  for (let at = from; at <= to; at += 1) {
    const y = ys?.[at];
    if (y === null || y === undefined) continue;
    const left = Math.round(plot.valToPos(xs[at] ?? 0, 'x', true));
    const top = Math.round(plot.valToPos(y, 'y', true));
    path.moveTo(left - arm, top - arm);
    path.lineTo(left + arm, top + arm);
    path.moveTo(left + arm, top - arm);
    path.lineTo(left - arm, top + arm);
  }
  return { stroke: path };
};

/** A clock is labelled by whole seconds: two labels that read the same would say nothing. */
const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400, 604_800];
const TIME_SPAN_MS_MIN = 10_000;
const COUNTS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];

/** A label that reads as the one before it would say that nothing lies between them. */
function oncePerWord(words: readonly string[]): string[] {
  return words.map((word, at) => (word === words[at - 1] ? '' : word));
}

/** One point, or a few of the same second, are given room to stand in: a fifth of an amount, so that no label falls between its units. */
function spread(xs: ArrayLike<number>, isTime: boolean): [number, number] {
  const [low, high] = [xs[0], xs[xs.length - 1]];
  if (low === undefined || high === undefined) return [0, 1];
  const least = isTime ? TIME_SPAN_MS_MIN : low === high ? Math.max(2, Math.abs(high) * 0.2) : 0;
  const room = Math.max(0, least - (high - low)) / 2;
  return [low - room, high + room];
}

/** A flat line stands in the middle instead of on the floor. */
function padded(low: number, high: number): [number, number] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const room = high === low ? Math.max(1, Math.abs(high) * 0.1) : (high - low) * 0.12;
  return [Math.max(0, low - room), high + room];
}
