/** Records in words: what was asked, by whom, what became of it. Pure. */
import type { ReviewRow } from '../../../protocol/wire.ts';
import type { Mark } from '../parts/state-mark.tsx';

export const OUTCOMES: Readonly<Record<ReviewRow['outcome'], Mark>> = {
  accepted: { shape: 'disc', word: 'Accepted', tint: 'good' },
  rejected: { shape: 'cross', word: 'Rejected', tint: 'bad' },
  refused: { shape: 'hollow', word: 'Refused', tint: 'warn' },
};

const TYPES: Readonly<Record<string, string>> = {
  CreateSale: 'Sale set up',
  RegisterBidder: 'Bidder registered',
  SuspendBidder: 'Bidder suspended',
  ReinstateBidder: 'Bidder reinstated',
  OpenLot: 'Lot opened',
  SetAsk: 'Ask set',
  LowerMax: 'Maximum lowered',
  FairWarning: 'Fair warning',
  Hammer: 'Hammer',
  Pass: 'Passed',
  Withdraw: 'Withdrawn',
  Reopen: 'Reopened',
  VoidBid: 'Bid voided',
  HoldSale: 'Sale held',
  ResumeSale: 'Sale resumed',
  Clock: 'Clock',
};

export function typeWords({ type, kind, by }: Pick<ReviewRow, 'type' | 'kind' | 'by'>): string {
  if (type === 'PlaceBid') return kind === 'max' ? 'Maximum' : 'Bid';
  if (by === 'house') return `${TYPES[type]} by the house`;
  return TYPES[type] ?? type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
}

/** `21:04:07.318`, of this computer's zone, as everywhere on the desks. */
export function momentWords(at: number): string {
  const date = new Date(at);
  return `${date.toLocaleTimeString('en-GB')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

export function countWords(count: number): string {
  return count.toLocaleString('en');
}
