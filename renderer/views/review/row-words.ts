/** Records in words: what was asked, by whom, what became of it. Pure. */
import type { RefuseReason, RejectReason } from '../../../protocol/event.ts';
import type { ReviewRow } from '../../../protocol/wire.ts';
import { holdWords, reasonWords } from '../../words.ts';
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

/** What came due by itself; of several lots at once, each of what happened. */
const BY_CLOCK: Readonly<Record<string, string>> = {
  LotOpened: 'Opened by clock',
  LotSold: 'Sold by clock',
  LotPassed: 'Passed by clock',
};

type Typed = Pick<ReviewRow, 'type' | 'kind' | 'by' | 'events'>;

export function typeWords({ type, kind, by, events }: Typed): string {
  if (type === 'PlaceBid') return kind === 'max' ? 'Maximum' : 'Bid';
  if (type === 'Clock') {
    const did = new Set(events.flatMap((event) => BY_CLOCK[event] ?? []));
    return did.size === 0 ? 'Clock' : [...did].join(', ');
  }
  if (by === 'house') return `${TYPES[type]} by the house`;
  return TYPES[type] ?? type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
}

/** Of somebody else's bid: what a bidder is told is said to him. */
const WHYS: Readonly<Record<RejectReason | RefuseReason, string>> = {
  malformed: 'It could not be read',
  'unknown-lot': 'No such lot',
  'not-registered': 'Not registered in this sale',
  suspended: 'Suspended in this sale',
  held: 'The sale was held',
  'not-open': 'The lot was not open',
  closed: 'The lot was closed',
  'already-leading': 'Led already',
  'max-not-raised': 'The maximum was as high already',
  'below-ask': 'Below the ask',
  'off-ladder': 'Not a step of this sale',
  tie: 'Equal to an earlier bid',
  'house-at-reserve': 'The house may not bid at its reserve',
  'over-limit': 'Over the bidder’s limit',
  'unknown-bidder': 'No such bidder',
  'unknown-bid': 'No such bid',
  'another-lot-open': 'Another lot was open',
  'wrong-state': 'The lot did not stand so',
  'no-bid': 'There was no bid',
  'reserve-not-met': 'The reserve was not met',
  'below-price': 'Not above the price',
  'max-not-lowered': 'Not below the maximum',
};

function isKnown(reason: string): reason is keyof typeof WHYS {
  return Object.hasOwn(WHYS, reason);
}

export function whyWords(reason: string | null): string {
  if (reason === null) return '';
  return isKnown(reason) ? WHYS[reason] : reasonWords(reason);
}

/** Why it became what it became, and of a bid that was taken whether another one led at once. */
export function whyOf({ type, outcome, reason, leader, paddle, bidder }: ReviewRow): string {
  if (outcome !== 'accepted') return whyWords(reason);
  if (type === 'PlaceBid') {
    const isBeaten = leader !== undefined && leader !== (paddle ?? bidder);
    return isBeaten ? `Outbid by ${leader}` : '';
  }
  if (reason === null) return '';
  return type === 'HoldSale' ? holdWords(reason) : reason;
}

/** `26 Nov 2026`, of this computer's zone. */
export function dayWords(at: number): string {
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

/** `26 Nov 2026, 21:04:07.318 GMT+1`: a time as it can be quoted. */
export function wholeMomentWords(at: number): string {
  return `${dayWords(at)}, ${momentWords(at)} ${zoneWords(at)}`;
}

export function zoneWords(at: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC';
}

/** `21:04:07.318`, of this computer's zone, as everywhere on the desks. */
export function momentWords(at: number): string {
  const date = new Date(at);
  return `${date.toLocaleTimeString('en-GB')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

export function countWords(count: number): string {
  return count.toLocaleString('en');
}
