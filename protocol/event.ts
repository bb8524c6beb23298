/** Events: past facts, the only thing that changes a sale (RULES.md §2). The log keeps them beside the command that caused them. */
import type { BidKind, Channel, Command } from './command.ts';
import type { Sale } from './sale.ts';

/** Why a bid was rejected, in order of precedence (RULES.md §7). Codes are never renamed. */
export const REJECT_REASONS = [
  'malformed',
  'unknown-lot',
  'not-registered',
  'suspended',
  'held',
  'not-open',
  'closed',
  'already-leading',
  'max-not-raised',
  'below-ask',
  'off-ladder',
  'tie',
  'house-at-reserve',
  'over-limit',
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** Why a bid was turned away at the door, before the core and outside the log (RULES.md §7). */
export const DOOR_REASONS = ['malformed', 'unauthorised', 'rate-limited', 'overloaded', 'journal-unavailable'] as const;
export type DoorReason = (typeof DOOR_REASONS)[number];

/** Why a clerk's or system command was refused by the rules (RULES.md §2). */
export const REFUSE_REASONS = [
  'malformed',
  'unknown-lot',
  'unknown-bidder',
  'unknown-bid',
  'held',
  'another-lot-open',
  'wrong-state',
  'no-bid',
  'reserve-not-met',
  'below-price',
  'max-not-lowered',
] as const;
export type RefuseReason = (typeof REFUSE_REASONS)[number];

/** `rev` numbers a lot's changes: +1 for each command that produced an event for it, rejections excepted. */
type OfLot = { readonly lot: string; readonly rev: number };

export type BidAccepted = OfLot & {
  readonly type: 'BidAccepted';
  readonly id: string;
  readonly bidder: string;
  readonly amountMinor: number;
  readonly kind: BidKind;
  readonly channel: Channel;
};
/** A refused bid. `lot`, `bidder` and `id` are as the command gave them; `rev` is there when the lot exists, and is unchanged. */
export type BidRejected = {
  readonly type: 'BidRejected';
  readonly id: string;
  readonly lot: string;
  readonly bidder: string;
  readonly reason: RejectReason;
  readonly askMinor: number | null;
  readonly rev?: number;
};
export type PriceChanged = OfLot & {
  readonly type: 'PriceChanged';
  readonly priceMinor: number | null;
  readonly leader: string | null;
  readonly askMinor: number | null;
  readonly reserveMet: boolean;
};

export type Event =
  | { readonly type: 'SaleCreated'; readonly sale: Sale }
  | {
      readonly type: 'BidderRegistered';
      readonly bidder: string;
      readonly limitMinor: number | null;
      readonly paddle?: string;
    }
  | { readonly type: 'BidderSuspended'; readonly bidder: string; readonly reason: string; readonly by?: 'house' }
  | { readonly type: 'BidderReinstated'; readonly bidder: string; readonly by?: 'house' }
  | (OfLot & { readonly type: 'LotOpened' })
  | BidAccepted
  | BidRejected
  | (OfLot & {
      readonly type: 'MaxLowered';
      readonly id: string;
      readonly bidder: string;
      readonly amountMinor: number;
    })
  | PriceChanged
  | (OfLot & { readonly type: 'AskSet'; readonly askMinor: number; readonly reason: string })
  | (OfLot & { readonly type: 'LotExtended'; readonly closesAt: number })
  | (OfLot & { readonly type: 'FairWarningGiven' })
  | (OfLot & {
      readonly type: 'LotSold';
      readonly buyer: string;
      readonly hammerMinor: number;
      readonly premiumMinor: number;
    })
  | (OfLot & { readonly type: 'LotPassed'; readonly reason: string })
  | (OfLot & { readonly type: 'LotWithdrawn'; readonly reason: string })
  | (OfLot & { readonly type: 'LotReopened'; readonly reason: string })
  | (OfLot & { readonly type: 'BidVoided'; readonly bidId: string; readonly reason: string })
  | { readonly type: 'SaleHeld'; readonly reason: string }
  | { readonly type: 'SaleResumed'; readonly graceMs: number }
  /** Which command was refused stands beside it in the same record. */
  | { readonly type: 'CommandRefused'; readonly reason: RefuseReason };

/**
 * One record of a sale's log: the command, and what the rules made of it (SHAPE.md, invariant 4).
 * `seq` counts from 1 without a hole; `at` is the command's own; `rules` is the version of the rules that decided.
 */
export type LogRecord = {
  readonly seq: number;
  readonly at: number;
  readonly rules: number;
  readonly command: Command;
  readonly events: readonly Event[];
};
