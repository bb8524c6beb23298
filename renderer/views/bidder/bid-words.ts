/** An own bid in a mark and a sentence: the same in the bar, in the list and in the receipt. */
import type { BidReply, Notice } from '../../../protocol/wire.ts';
import type { Stance } from '../../select.ts';
import type { OwnBid } from '../../store/bids.ts';
import type { Stake } from '../../store/sale.ts';
import { amountWords, reasonWords } from '../../words.ts';
import type { Mark } from '../parts/state-mark.tsx';

/**
 * What came of a bid after the house had taken it. `stands`: nothing that this desk has heard of; `left`: it waits for the lot to open;
 * `sealed`: nobody knows before the close.
 */
export type Fate =
  | { readonly state: 'stands' | 'leads' | 'beaten' | 'left' | 'sealed' | 'replaced' }
  | { readonly state: 'voided'; readonly reason: string };

type Place = {
  readonly isNewest: boolean;
  readonly isSealed: boolean;
  readonly isUpcoming: boolean;
  readonly stance: Stance | null;
};

/**
 * Of the newest bid of a lot who leads now says it, by the `stance`; of those before it the house's private words do, since one may lead
 * by a later one. In a sealed lot nobody leads: that is no word on any bid, and the newest stands in place of the others.
 */
export function fateOf({ id, request, status }: OwnBid, place: Place, notices: readonly Notice[]): Fate {
  const stance = place.isNewest ? place.stance : null;
  if (status.state !== 'answered' || status.reply.outcome !== 'accepted') return { state: 'stands' };
  for (const notice of notices)
    if (notice.type === 'voided' && notice.bidId === id) return { state: 'voided', reason: notice.reason };
  if (stance === 'leading' || stance === 'won') return { state: 'leads' };
  if (stance === 'outbid' || stance === 'lost') return { state: 'beaten' };
  if (place.isSealed) return { state: place.isNewest ? 'sealed' : 'replaced' };
  if (place.isUpcoming) return { state: place.isNewest ? 'left' : 'replaced' };
  const seq = status.reply.seq ?? Number.POSITIVE_INFINITY;
  const isBeaten = notices.some((notice) => notice.type === 'outbid' && notice.lot === request.lot && notice.seq > seq);
  return { state: isBeaten ? 'beaten' : 'stands' };
}

export function bidMark({ status }: OwnBid, fate: Fate): Mark {
  switch (status.state) {
    case 'pending':
      return { shape: 'dashed', word: 'Asking the house…', tint: 'accent' };
    case 'resolving':
      return { shape: 'dashed', word: 'Unknown, resolving', tint: 'warn' };
    case 'unsent':
      return { shape: 'cross', word: 'Not sent', tint: 'bad' };
    case 'unreceived':
      return { shape: 'cross', word: 'Never arrived', tint: 'bad' };
    case 'answered':
      if (status.reply.outcome !== 'accepted') return { shape: 'cross', word: 'Not taken', tint: 'bad' };
      if (fate.state === 'voided') return { shape: 'cross', word: 'Voided', tint: 'bad' };
      if (fate.state === 'sealed') return { shape: 'disc', word: 'Sealed', tint: 'accent' };
      if (fate.state === 'left') return { shape: 'disc', word: 'With the house', tint: 'accent' };
      if (fate.state === 'replaced') return { shape: 'dash', word: 'Replaced', tint: 'quiet' };
      if (fate.state === 'leads') return { shape: 'disc', word: 'Taken', tint: 'good' };
      // In the log, and of no use: green would say that it leads.
      if (isBeatenAtOnce(status.reply)) return { shape: 'down', word: 'Taken, beaten', tint: 'warn' };
      if (fate.state === 'beaten') return { shape: 'down', word: 'Taken, then beaten', tint: 'warn' };
      return { shape: 'disc', word: 'Taken', tint: 'text' };
  }
}

/**
 * How far one goes: by a maximum that reaches further than the price, or by the one amount of a sealed lot. Of a plain bid the house has
 * its amount as a maximum too; nobody set one, and there is nothing left of it.
 */
export function atStake(stake: Stake | undefined, isSealed: boolean, priceMinor: number | null): number | null {
  if (stake === undefined) return null;
  // Of an amount that another desk replaced this one knows the older; amounts only rise.
  if (isSealed) return stake.bidMinor === null ? stake.maxMinor : Math.max(stake.bidMinor, stake.maxMinor ?? 0);
  return stake.maxMinor !== null && stake.maxMinor > (priceMinor ?? 0) ? stake.maxMinor : null;
}

/** Taken while another maximum was higher. Where there is no price yet nobody leads, and that is no word on any bid. */
export function isBeatenAtOnce({ leading, priceMinor }: BidReply): boolean {
  return leading === false && priceMinor !== null;
}

const KINDS = { bid: 'Bid', max: 'Maximum', lower: 'Lowered to' } as const;

export function bidName({ request }: OwnBid, currency: string): string {
  return `${KINDS[request.kind]} ${amountWords(request.amountMinor, currency)}`;
}

export function bidSentence(bid: OwnBid, fate: Fate, currency: string): string {
  const name = bidName(bid, currency);
  const { status } = bid;
  switch (status.state) {
    case 'pending':
      return name;
    case 'resolving':
      return `${name}. The house did not answer in time; the desk is asking what became of it.`;
    case 'unsent':
      return `${name}. The desk was not connected; nothing left it.`;
    case 'unreceived':
      return `${name}. The house knows no such bid; nothing was bid.`;
    case 'answered':
      if (status.reply.outcome !== 'accepted') {
        // Of a maximum no price has moved on: it was typed.
        const isTyped = bid.request.kind === 'max' && status.reply.reason === 'below-ask';
        return `${name}. ${isTyped ? 'It is below the ask.' : reasonWords(status.reply.reason)}`;
      }
      if (fate.state === 'voided') return `${name}. The house voided it: ${fate.reason}`;
      if (fate.state === 'sealed') return `${name}. Nobody sees it before the close.`;
      if (fate.state === 'left') return `${name}. The house bids for you once the lot is open.`;
      if (fate.state === 'leads' || fate.state === 'replaced') return name;
      return isBeatenAtOnce(status.reply) ? `${name}. Another maximum was higher; you do not lead.` : name;
  }
}
