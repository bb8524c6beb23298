/**
 * Keeps limit, wins and exposure what the house counts now (ADR 0084): asked again when one of one's own lots or bids moved, a second apart
 * at most. It adds nothing up: what a limit counts is a rule, and rules are the house's.
 */
import { useEffect } from 'react';
import type { AccountReply } from '../../../protocol/wire.ts';
import { useDesk } from '../../select.ts';
import type { Desk } from '../../store.ts';

export const ACCOUNT_EVERY_MS = 1_000;

export function useAccount(): void {
  const desk = useDesk();
  useEffect(() => watchAccount(desk), [desk]);
}

function watchAccount(desk: Desk): () => void {
  const { sale, lots } = desk;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isBehind = false;
  let isHere = true;

  const ask = async (): Promise<void> => {
    isBehind = false;
    timer = setTimeout(rest, ACCOUNT_EVERY_MS);
    const { saleId } = sale.getState();
    const reply = await desk.ask('snapshot', { account: true }).catch(() => null);
    if (!isHere || sale.getState().saleId !== saleId) return;
    if (isAccount(reply)) return take(desk, reply);
    // A house that did not answer, or takes no question at this pace, is asked again.
    isBehind = true;
    timer ??= setTimeout(rest, ACCOUNT_EVERY_MS);
  };
  const rest = (): void => {
    timer = null;
    if (isBehind) void ask();
  };
  const moved = (): void => {
    if (sale.getState().standing?.registered !== true) return;
    if (timer === null) void ask();
    else isBehind = true;
  };

  /** A lot that is passed or withdrawn frees what was promised on it, without a private word. */
  let offLots: readonly (() => void)[] = [];
  const follow = (): void => {
    for (const off of offLots) off();
    offLots = Object.keys(sale.getState().stakes).flatMap((lot) => {
      const store = lots.get(lot);
      return store === undefined
        ? []
        : [store.subscribe((now, before) => now.tick?.status !== before.tick?.status && moved())];
    });
  };

  const offSale = sale.subscribe((now, before) => {
    if (now.stakes !== before.stakes) follow();
    if (now.stakes !== before.stakes || now.notices !== before.notices) moved();
  });
  follow();
  return () => {
    isHere = false;
    if (timer !== null) clearTimeout(timer);
    offSale();
    for (const off of offLots) off();
  };
}

function take(desk: Desk, { limitMinor, wonMinor, usedMinor }: AccountReply): void {
  desk.sale.setState(({ standing }) =>
    standing === null ? {} : { standing: { ...standing, limitMinor, wonMinor, usedMinor } },
  );
}

function isAccount(reply: unknown): reply is AccountReply {
  return typeof reply === 'object' && reply !== null && 'usedMinor' in reply && 'wonMinor' in reply;
}
