/** An own bid in a mark and a sentence: the same in the bar, in the list and in the receipt. */
import type { OwnBid } from '../../store/bids.ts';
import { amountWords, reasonWords } from '../../words.ts';
import type { Mark } from '../parts/state-mark.tsx';

export function bidMark({ status }: OwnBid): Mark {
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
      // In the log, and of no use: green would say that it leads.
      return status.reply.leading === false
        ? { shape: 'down', word: 'Taken, beaten', tint: 'warn' }
        : { shape: 'disc', word: 'Taken', tint: 'good' };
  }
}

const KINDS = { bid: 'Bid', max: 'Maximum', lower: 'Lowered to' } as const;

export function bidName({ request }: OwnBid, currency: string): string {
  return `${KINDS[request.kind]} ${amountWords(request.amountMinor, currency)}`;
}

export function bidSentence(bid: OwnBid, currency: string): string {
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
      if (status.reply.outcome !== 'accepted') return `${name}. ${reasonWords(status.reply.reason)}`;
      return status.reply.leading === false ? `${name}. Another maximum was higher; you do not lead.` : name;
  }
}
