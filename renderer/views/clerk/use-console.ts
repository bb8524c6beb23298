/** What the console's keys and buttons do: each reads the sale as it is shown at that moment and sends one order. No rule lives here. */
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Channel } from '../../../protocol/command.ts';
import type { ClerkRequest } from '../../../protocol/wire.ts';
import { askAt } from '../../dutch.ts';
import { useDesk, useLot, useSale } from '../../select.ts';
import { type Clerk, type ClerkOrder, type ClerkState, clerkOf, SECOND_PLACE } from '../../store/clerk.ts';
import type { LotFace } from '../../store/lots.ts';
import type { Reasoned } from './reasons.ts';
import { nextLotOf, shownLotOf, unknownLotOf, waitsIn } from './running.ts';
import { ALREADY_OPEN, NONE_LEFT, NONE_OPEN } from './why-not.ts';

/** An ask that changed less than this ago takes a second press, of a bid and, when it came from the internet, of the hammer (DESK.md). */
export const SETTLE_MS = 250;

const ASKED = 'The house is being asked for this already.';

/** A bid to be voided; the next lot may be open by the time it is said why. */
export type ChosenBid = { readonly id: string; readonly words: string; readonly lotNumber: number | null };

export type Prompt =
  | { readonly kind: 'reason'; readonly what: Reasoned; readonly bid?: ChosenBid }
  | { readonly kind: 'ask' | 'paddle' | 'phone' | 'book' | 'void' | 'message' | 'register' | 'resume' };

export type Console = {
  readonly clerk: Clerk;
  /** On the block, or last there. */
  readonly shown: string | null;
  readonly next: string | null;
  readonly prompt: Prompt | null;
  readonly ask: (prompt: Prompt | null) => void;
  /** Says why a press sent nothing. */
  readonly say: (why: string) => void;
  /** Why the last press sent nothing, in one sentence. */
  readonly hint: string | null;
  readonly bid: (channel: Channel, bidder: string) => void;
  readonly floor: () => void;
  readonly line: (digit: number) => void;
  readonly open: () => void;
  readonly warn: () => void;
  /** Sells at the price that was read, to whom it was read of. */
  readonly hammer: () => void;
  readonly choose: (by: 1 | -1) => void;
};

export function useClerk<T>(select: (state: ClerkState) => T): T {
  return useStore(clerkOf(useDesk()).store, select);
}

export function useConsole(): Console {
  const desk = useDesk();
  const clerk = clerkOf(desk);
  const current = useSale((state) => state.current);
  const order = useSale((state) => state.order);
  const [last, setLast] = useState<string | null>(current);
  const [chosen, setChosen] = useState<string | null>(null);
  const [prompt, ask] = useState<Prompt | null>(null);
  const [said, say] = useState<{ readonly why: string; readonly after: ClerkOrder | null } | null>(null);
  const newest = useClerk(({ orders }) => orders[0] ?? null);
  // What the house says of an order is newer than why a press after it sent nothing.
  const hint = said === null || said.after !== newest ? null : said.why;
  if (current !== null && current !== last) {
    setLast(current);
    setChosen(null);
  }
  const shown = current ?? last ?? shownLotOf(order, desk.lots);
  const next = nextLotOf(order, desk.lots, shown, chosen);
  // The next lot can be withdrawn while it waits; and none is next before the house has said how the lots stand.
  // With the lot's id: React drops a render in which what was selected stayed equal, as two waiting lots would.
  useLot(next ?? unknownLotOf(order, desk.lots), (face) => `${face.lot.lotId} ${face.tick?.status}`);

  return useMemo(() => {
    const tickOf = (lot: string | null) => (lot === null ? null : (desk.lots.get(lot)?.getState().tick ?? null));

    const setHint = (why: string | null) =>
      say(why === null ? null : { why, after: clerk.store.getState().orders[0] ?? null });

    /** Pressed twice is one order: the second would be refused, in red, over the first that was done. */
    const isAsked = (type: ClerkRequest['type'], lot: string) =>
      clerk.store
        .getState()
        .orders.some(
          ({ request, state }) =>
            state === 'pending' && request.type === type && 'lot' in request && request.lot === lot,
        );

    const isFresh = ({ askChangedAtMs }: LotFace) => desk.nowMs() - askChangedAtMs < SETTLE_MS;

    const bid = (channel: Channel, bidder: string) => {
      const lot = desk.sale.getState().current;
      const face = lot === null ? undefined : desk.lots.get(lot)?.getState();
      if (lot === null || face === undefined) return setHint(NONE_OPEN);
      const askMinor = askAt(face.lot, face.tick, desk.saleMs());
      const isDutch = face.lot.format === 'dutch';
      if (askMinor === null) return setHint('The house gives no ask for this lot.');
      // A Dutch clock falls by itself: that is no surprise.
      if (!isDutch && isFresh(face)) return setHint('The ask changed as you pressed. Press again.');
      const waits = clerk.store
        .getState()
        .orders.some(
          ({ request, state }) =>
            state === 'pending' &&
            request.type === 'PlaceBid' &&
            request.lot === lot &&
            (isDutch || request.amountMinor === askMinor),
        );
      if (waits) return setHint('The house is being asked for this bid already.');
      setHint(null);
      void clerk.bid(lot, bidder, askMinor, channel);
    };

    return {
      clerk,
      shown,
      next,
      prompt,
      hint,
      bid,
      say: setHint,
      ask(wanted) {
        setHint(null);
        ask(wanted);
      },
      floor() {
        const leader = tickOf(desk.sale.getState().current)?.leader ?? null;
        if (leader !== 'room') return bid('floor', 'room');
        if (clerk.store.getState().bidders.some(({ bidder }) => bidder === SECOND_PLACE.bidder))
          return bid('floor', SECOND_PLACE.bidder);
        void clerk.secondPlace().then((may) => may && bid('floor', SECOND_PLACE.bidder));
      },
      line(digit) {
        const phone = clerk.store.getState().phones[digit - 1];
        if (phone === undefined) return ask({ kind: 'phone' });
        bid('phone', phone.bidder);
      },
      open() {
        const { current: onBlock } = desk.sale.getState();
        if (onBlock !== null) return setHint(ALREADY_OPEN);
        if (next === null) return setHint(NONE_LEFT);
        if (isAsked('OpenLot', next)) return setHint(ASKED);
        setHint(null);
        void clerk.order({ type: 'OpenLot', lot: next });
      },
      warn() {
        if (shown === null) return;
        if (isAsked('FairWarning', shown)) return setHint(ASKED);
        setHint(null);
        void clerk.order({ type: 'FairWarning', lot: shown });
      },
      hammer() {
        const face = shown === null ? undefined : desk.lots.get(shown)?.getState();
        if (shown === null || face === undefined) return setHint(NONE_OPEN);
        if (isAsked('Hammer', shown)) return setHint(ASKED);
        // What he took himself he knows of.
        if (isFresh(face) && face.tick?.last?.channel === 'online')
          return setHint('A bid came as you pressed. Look, then press again.');
        setHint(null);
        void clerk.order({ type: 'Hammer', lot: shown });
      },
      choose(by) {
        const waiting = order.filter((lot) => waitsIn(desk.lots, lot));
        const at = next === null ? -1 : waiting.indexOf(next);
        setChosen(waiting[Math.min(Math.max(at + by, 0), waiting.length - 1)] ?? null);
      },
    };
  }, [desk, clerk, shown, next, prompt, hint, order]);
}
