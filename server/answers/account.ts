/** What a bidder's limit counts now, on his own question (ADR 0084). Its cost does not grow with the sale. */
import { AMOUNT_MINOR_MAX } from '../../protocol/money.ts';
import type { AccountReply } from '../../protocol/wire.ts';
import { usedMinor } from '../core/limits.ts';
import { wonMinor } from '../core/sale.ts';
import type { Room } from '../room.ts';

export function accountAsked(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'account' in body && body.account === true;
}

export function accountReply({ journal, state }: Room, bidder: string): AccountReply {
  const account = state.bidders.get(bidder);
  return {
    seq: journal.lastSeq,
    limitMinor: account?.limitMinor ?? null,
    wonMinor: wonMinor(state, bidder),
    usedMinor: account === undefined ? 0 : Math.min(AMOUNT_MINOR_MAX, usedMinor(state, account)),
  };
}
