/** The hand of a bidder on one lot: what a press does, and what is asked before it counts. */
import { useCallback, useRef, useState } from 'react';
import { dutchClock } from '../../dutch.ts';
import { judgePress } from '../../press.ts';
import { useDesk, useIsOld, useLot, useOpenBid, useStance, useWhyNoBids } from '../../select.ts';

export type Confirming = { readonly amountMinor: number; readonly rev: number; readonly kind: 'bid' | 'max' | 'lower' };

export type Bidding = {
  /** Why nothing can be bid now, or null. */
  readonly whyNot: string | null;
  /** The pointer went down: what was on the screen then is what the press is held against. */
  readonly down: () => void;
  readonly press: () => void;
  /** A press is waiting for its second. */
  readonly again: boolean;
  /** Sends a maximum, or a lowered one. */
  readonly offer: (kind: 'bid' | 'max' | 'lower', amountMinor: number) => void;
  readonly confirming: Confirming | null;
  readonly confirm: (yes: boolean) => void;
};

export function useBidding(lot: string): Bidding {
  const desk = useDesk();
  const off = useWhyNoBids();
  const isOld = useIsOld(lot);
  const isOpen = useLot(lot, ({ tick }) => tick?.status === 'open' || tick?.status === 'warned') ?? false;
  const isLeading = useStance(lot) === 'leading';
  const openBid = useOpenBid(lot);
  const [againAsk, setAgainAsk] = useState<number | null>(null);
  const [confirming, setConfirming] = useState<Confirming | null>(null);
  const downAsk = useRef<number | null | undefined>(undefined);
  const lastBidAtMs = useRef(new Map<string, number>());
  // Not the ask itself: the whole seat would be drawn again with every tick of the lot.
  const again = useLot(lot, ({ tick }) => againAsk !== null && (tick?.askMinor ?? null) === againAsk) ?? false;
  const whyNot = off ?? (isOld ? 'A word of the house is missing. The desk is asking for it.' : null);

  /** What is on the screen at this very moment, not when the view was last made. */
  const shown = useCallback(() => {
    const face = desk.lots.get(lot)?.getState();
    const tick = face?.tick ?? null;
    const isDutch = face?.lot.format === 'dutch';
    const ask = isDutch && face !== undefined ? dutchClock(face.lot, tick, desk.saleMs()) : (tick?.askMinor ?? null);
    // A Dutch clock falls by itself: the press takes the price that it reads, so its fall is no surprise.
    return {
      ask,
      rev: tick?.rev ?? 0,
      changedAtMs: isDutch ? Number.NEGATIVE_INFINITY : (face?.askChangedAtMs ?? 0),
      isDutch,
    };
  }, [desk, lot]);

  const send = (kind: 'bid' | 'max' | 'lower', amountMinor: number, rev: number) => {
    lastBidAtMs.current.set(lot, desk.nowMs());
    setAgainAsk(null);
    desk.placeBid({ lot, kind, amountMinor, basedOnRev: rev });
  };

  const guarded = (kind: 'bid' | 'max' | 'lower', amountMinor: number, rev: number) => {
    const from = desk.prefs.getState().confirmFromMinor;
    if (kind !== 'lower' && from !== null && amountMinor >= from) setConfirming({ kind, amountMinor, rev });
    else send(kind, amountMinor, rev);
  };

  const press = () => {
    const { ask, rev, changedAtMs, isDutch } = shown();
    const verdict = judgePress({
      nowMs: desk.nowMs(),
      askMinor: ask,
      downAskMinor: isDutch ? undefined : downAsk.current,
      askChangedAtMs: changedAtMs,
      lastBidAtMs: lastBidAtMs.current.get(lot) ?? Number.NEGATIVE_INFINITY,
      hasOpenBid: openBid !== null,
      whyNot: isLeading || !isOpen ? 'not now' : whyNot,
    });
    downAsk.current = undefined;
    if (verdict === 'bid' && ask !== null) guarded('bid', ask, rev);
    else if (verdict === 'again') setAgainAsk(ask);
  };

  return {
    whyNot,
    down: () => {
      downAsk.current = shown().ask;
    },
    press,
    again,
    offer: (kind, amountMinor) => {
      if (whyNot === null && openBid === null) guarded(kind, amountMinor, shown().rev);
    },
    confirming,
    confirm(yes) {
      const asked = confirming;
      setConfirming(null);
      if (!yes || asked === null || whyNot !== null) return;
      const { ask, rev } = shown();
      // The price moved on while the question stood: the answer was to another question.
      if (asked.kind === 'bid' && ask !== asked.amountMinor) setAgainAsk(ask);
      else send(asked.kind, asked.amountMinor, rev);
    },
  };
}
