/** The bidder's desk: the board of lots, the lot in focus, one's own affairs. One layout a width, each panel with a fixed home. */
import { useCallback, useMemo, useRef, useState } from 'react';
import { useKeys } from '../../keys.ts';
import { stanceOf, useDesk, useLot, useNarrow, usePaddle, useSale } from '../../select.ts';
import type { Desk } from '../../store.ts';
import { Empty } from '../parts/panel.tsx';
import { Segments } from '../parts/segments.tsx';
import { Affairs } from './affairs.tsx';
import { Application } from './application.tsx';
import { BidBar } from './bid-bar.tsx';
import styles from './bidder.module.css';
import { Board } from './board.tsx';
import { FocusedLot } from './focused-lot.tsx';
import './keys.ts';
import { Receipt } from './receipt.tsx';
import { useAccount } from './use-account.ts';
import { type Bidding, useBidding } from './use-bidding.ts';

/** Below this there is room for one column only. */
const NARROW_REM = 60;

type Page = 'lots' | 'lot' | 'mine';
const PAGES: readonly (readonly [Page, string])[] = [
  ['lots', 'Lots'],
  ['lot', 'This lot'],
  ['mine', 'Yours'],
];

export function Bidder() {
  const focus = useSale((state) => state.focus);
  const isHere = useSale((state) => state.sale !== null);
  if (!isHere) return <Empty>Waiting for the house to send the sale.</Empty>;
  if (focus === null) return <Empty>There is no lot in this sale.</Empty>;
  return (
    <>
      <Application />
      <Seat lot={focus} />
    </>
  );
}

function Seat({ lot }: { readonly lot: string }) {
  const desk = useDesk();
  const narrow = useNarrow(NARROW_REM);
  const bidding = useBidding(lot);
  const [page, setPage] = useState<Page>('lot');
  const [receipt, setReceipt] = useState<string | null>(null);
  const toLot = useCallback(() => setPage('lot'), []);
  const maxField = useRef<HTMLInputElement>(null);
  useAccount();
  useSeatKeys(desk, lot, bidding, () => maxField.current?.focus(), setReceipt);
  const shows = (which: Page) => !narrow || page === which;
  return (
    <div className={styles.desk} data-narrow={narrow}>
      {narrow && (
        <Segments label="Part of the desk" value={page} options={PAGES} onChange={setPage} className={styles.pages} />
      )}
      {shows('lots') && <Board onPick={toLot} />}
      {shows('lot') && <FocusedLot lot={lot} bidding={bidding} maxField={maxField} bar={!narrow} />}
      {shows('mine') && <Affairs onReceipt={setReceipt} />}
      {narrow && (
        <div className={styles.foot}>
          {page !== 'lot' && <FootLot lot={lot} onGo={toLot} />}
          <BidBar lot={lot} bidding={bidding} maxField={maxField} />
        </div>
      )}
      {receipt !== null && <Receipt id={receipt} onClose={() => setReceipt(null)} />}
    </div>
  );
}

/** Which lot the button below bids on, while another page hides it. The foot grows upwards: the button stays where it is. */
function FootLot({ lot, onGo }: { readonly lot: string; readonly onGo: () => void }) {
  const words = useLot(lot, (face) => `Lot ${face.lot.number}, ${face.lot.title}`);
  return (
    <button type="button" className={styles.footLot} title="To this lot" onClick={onGo}>
      {words}
    </button>
  );
}

function useSeatKeys(
  desk: Desk,
  lot: string,
  bidding: Bidding,
  toMax: () => void,
  openReceipt: (id: string | null) => void,
): void {
  const paddle = usePaddle();
  const latest = useRef({ bidding, toMax, openReceipt });
  latest.current = { bidding, toMax, openReceipt };
  const bindings = useMemo(() => {
    const step = (by: number) => {
      const { order, focus } = desk.sale.getState();
      const next = order[order.indexOf(focus ?? '') + by];
      if (next !== undefined) desk.focus(next);
    };
    return {
      'bidder.bid': () => latest.current.bidding.press(),
      'bidder.max': () => latest.current.toMax(),
      'bidder.next': () => step(1),
      'bidder.before': () => step(-1),
      'bidder.current': () => {
        const { current } = desk.sale.getState();
        if (current !== null) desk.focus(current);
      },
      'bidder.outbid': () => {
        const next = nextOutbid(desk, paddle);
        if (next !== null) desk.focus(next);
      },
      'bidder.watch': () => desk.watch(lot, !isWatched(desk, lot)),
      'bidder.receipt': () => latest.current.openReceipt(desk.bids.getState().order[0] ?? null),
    };
  }, [desk, lot, paddle]);
  useKeys(bindings);
}

function isWatched(desk: Desk, lot: string): boolean {
  const { saleId } = desk.sale.getState();
  return desk.prefs.getState().watched[saleId ?? '']?.includes(lot) === true;
}

/** The next lot after the focused one, around the catalogue, where one is outbid. */
function nextOutbid(desk: Desk, paddle: string | null): string | null {
  const { order, focus, stakes } = desk.sale.getState();
  const at = order.indexOf(focus ?? '');
  const round = [...order.slice(at + 1), ...order.slice(0, at + 1)];
  const isOutbid = (id: string) => {
    const face = desk.lots.get(id)?.getState();
    return face !== undefined && stanceOf(face.lot, face.tick, stakes[id], paddle) === 'outbid';
  };
  return round.find(isOutbid) ?? null;
}
