/** The board: every lot of the sale in the order of the catalogue, of which only the rows in sight exist. */
import { memo, useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { dutchClock } from '../../dutch.ts';
import { useDesk, useLot, useNarrow, usePrefs, useRow, useSale, useSaleMs, useWatched } from '../../select.ts';
import { Countdown } from '../parts/countdown.tsx';
import { cx } from '../parts/cx.ts';
import { LiveMoney } from '../parts/live-money.tsx';
import { LotPicture } from '../parts/lot-picture.tsx';
import { Money } from '../parts/money.tsx';
import { Empty, Panel } from '../parts/panel.tsx';
import { Segments } from '../parts/segments.tsx';
import { createSheet, SheetContext } from '../parts/sheet.ts';
import { LOT_MARKS, STANCE_MARKS, StateMark } from '../parts/state-mark.tsx';
import { Cell, type Column, VirtualTable } from '../parts/virtual-table.tsx';
import styles from './board.module.css';

type Show = 'all' | 'open' | 'watched' | 'mine';
const SHOWS: readonly (readonly [Show, string])[] = [
  ['all', 'All'],
  ['open', 'Open'],
  ['watched', 'Watched'],
  ['mine', 'Yours'],
];
const COLUMNS: readonly Column[] = [
  { id: 'lot', head: 'Lot', track: 'minmax(11rem, 1fr)' },
  { id: 'price', head: 'Price', track: '4.9rem', align: 'end' },
  { id: 'ask', head: 'Ask', track: '4.9rem', align: 'end' },
  { id: 'left', head: 'Left', track: '4.9rem', align: 'end' },
];
/** Narrower than this the ask stands below the price, so that the time left is in sight. */
const STACKED_REM = 30;
const STACKED = COLUMNS.map((column) => (column.id === 'ask' ? { ...column, track: '' } : column));

export const Board = memo(function Board({ onPick }: { readonly onPick?: () => void }) {
  const desk = useDesk();
  const order = useSale((state) => state.order);
  const focus = useSale((state) => state.focus);
  const [show, setShow] = useState<Show>('all');
  const shown = useShown(show, order);
  const isStacked = useNarrow(STACKED_REM);
  const sheet = useSheet(shown, isStacked);
  return (
    <Panel
      bare
      className={styles.board}
      title={`${shown.length} ${shown.length === 1 ? 'lot' : 'lots'}`}
      aside={<Segments label="Which lots" value={show} options={SHOWS} onChange={setShow} />}
    >
      <SheetContext value={sheet}>
        <VirtualTable
          label="Lots"
          columns={isStacked ? STACKED : COLUMNS}
          count={shown.length}
          rowRem={3.75}
          rowKey={(index) => shown[index] ?? index.toString()}
          selected={shown.indexOf(focus ?? '')}
          onSelect={(index) => {
            const lot = shown[index];
            if (lot === undefined) return;
            desk.focus(lot);
            onPick?.();
          }}
          row={(index) => <Row lot={shown[index] ?? ''} />}
          empty={<Empty>{EMPTY[show]}</Empty>}
          over={<canvas ref={sheet.lay} aria-hidden className={styles.sheet} />}
        />
      </SheetContext>
    </Panel>
  );
});

const EMPTY: Readonly<Record<Show, string>> = {
  all: 'There is no lot in this sale.',
  open: 'No lot is open now.',
  watched: 'You watch no lot yet. Press W on one.',
  mine: 'You have not bid yet.',
};

/** Draws the amounts while a flood goes on; other lots, another order or another look move them. */
function useSheet(shown: readonly string[], isStacked: boolean) {
  const { flood } = useDesk();
  const [sheet] = useState(createSheet);
  const theme = usePrefs((prefs) => prefs.theme);
  useLayoutEffect(() => {
    void [shown, isStacked, theme];
    sheet.moved();
  }, [sheet, shown, isStacked, theme]);
  useEffect(() => {
    const follow = (isOn: boolean) => (isOn ? sheet.begin() : sheet.end());
    follow(flood.getState());
    return flood.subscribe(follow);
  }, [flood, sheet]);
  return sheet;
}

/** Membership is looked at once a second: a row that leaves a list under the pointer would be a trap. */
function useShown(show: Show, order: readonly string[]): readonly string[] {
  const desk = useDesk();
  const watched = useWatched();
  const stakes = useSale((state) => state.stakes);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (show !== 'open') return;
    const timer = setInterval(() => setTurn((now) => now + 1), 1000);
    return () => clearInterval(timer);
  }, [show]);
  return useMemo(() => {
    void turn;
    if (show === 'all') return order;
    if (show === 'watched') return order.filter((lot) => watched.includes(lot));
    if (show === 'mine') return order.filter((lot) => stakes[lot] !== undefined);
    return order.filter((lot) => {
      const status = desk.lots.get(lot)?.getState().tick?.status;
      return status === 'open' || status === 'warned';
    });
  }, [show, order, watched, stakes, desk, turn]);
}

/** A tick that moves amounts only does not come here: `LiveMoney` writes them. */
const Row = memo(function Row({ lot }: { readonly lot: string }) {
  const row = useRow(lot);
  const watched = useWatched().includes(lot);
  if (row === null) return null;
  const { shown, status, closesAt, stance, old } = row;
  const mark = status === null ? null : LOT_MARKS[status];
  const isOver = status === 'sold' || status === 'passed' || status === 'withdrawn';
  return (
    <>
      <Cell className={styles.lot}>
        <LotPicture lot={shown} />
        <span className={styles.words}>
          <span className={styles.title} title={shown.title}>
            <span className={styles.number}>{shown.number}</span> {shown.title}
          </span>
          <span className={styles.under}>
            {stance === 'none' ? (
              mark !== null && <StateMark mark={mark} />
            ) : (
              <StateMark mark={STANCE_MARKS[stance]} filled old={old} />
            )}
            {stance !== 'none' && status === 'warned' && <StateMark mark={LOT_MARKS.warned} />}
            {watched && <span className={styles.watched}>watched</span>}
            <Estimate estimate={shown.estimateMinor} />
          </span>
        </span>
      </Cell>
      <Cell end className={styles.amount}>
        <LiveMoney
          lot={lot}
          of="priceMinor"
          none={shown.format === 'sealed' && !isOver ? 'sealed' : '–'}
          old={old && !isOver}
          flash
          fixed
        />
      </Cell>
      <Cell end className={cx(styles.amount, styles.ask)}>
        {shown.format === 'dutch' ? (
          <DutchAsk lot={lot} />
        ) : isOver ? (
          ''
        ) : (
          <LiveMoney lot={lot} of="askMinor" none="" fixed />
        )}
      </Cell>
      <Cell end className={styles.amount}>
        {isOver ? '' : <Countdown until={closesAt} />}
      </Cell>
    </>
  );
});

function DutchAsk({ lot }: { readonly lot: string }) {
  const face = useLot(lot, (state) => state);
  const house = useSaleMs(250);
  return <Money minor={face === null ? null : dutchClock(face.lot, face.tick, house)} none="" />;
}

function Estimate({ estimate }: { readonly estimate: readonly [number, number] | null | undefined }) {
  if (estimate === null || estimate === undefined) return null;
  return (
    <span className={styles.estimate}>
      <Money minor={estimate[0]} />–<Money minor={estimate[1]} />
    </span>
  );
}
