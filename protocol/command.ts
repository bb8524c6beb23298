/** Commands: the orders that the core decides (RULES.md §2). `at` is milliseconds since the epoch, stamped by the house. */
import type { Sale } from './sale.ts';

export type BidKind = 'bid' | 'max';
export type Channel = 'online' | 'floor' | 'phone' | 'book' | 'house';

type At = { readonly at: number };
type OfLot = At & { readonly lot: string };
type Reasoned = { readonly reason: string };
/** `house`: an operator's, in all sales. Absent: a clerk's, in this one. Each is lifted by its own (ADR 0088). */
type BySide = { readonly by?: 'house' };

export type PlaceBid = OfLot & {
  readonly type: 'PlaceBid';
  /** The idempotency key, made by the desk, unique in the sale. */
  readonly id: string;
  readonly bidder: string;
  readonly amountMinor: number;
  readonly kind: BidKind;
  readonly channel: Channel;
};
export type LowerMax = OfLot & {
  readonly type: 'LowerMax';
  readonly id: string;
  readonly bidder: string;
  readonly amountMinor: number;
};

export type Command =
  | (At & { readonly type: 'CreateSale'; readonly sale: Sale })
  /** `paddle` is what the public sees in place of the bidder; absent: the ordinal of the first registration (ADR 0008). */
  | (At & {
      readonly type: 'RegisterBidder';
      readonly bidder: string;
      readonly limitMinor: number | null;
      readonly paddle?: string;
    })
  | (At & Reasoned & BySide & { readonly type: 'SuspendBidder'; readonly bidder: string })
  | (At & BySide & { readonly type: 'ReinstateBidder'; readonly bidder: string })
  | (OfLot & { readonly type: 'OpenLot' })
  | PlaceBid
  | LowerMax
  | (OfLot & Reasoned & { readonly type: 'SetAsk'; readonly askMinor: number })
  | (OfLot & { readonly type: 'FairWarning' })
  | (OfLot & { readonly type: 'Hammer' })
  | (OfLot & Reasoned & { readonly type: 'Pass' })
  | (OfLot & Reasoned & { readonly type: 'Withdraw' })
  | (OfLot & Reasoned & { readonly type: 'Reopen' })
  | (At & Reasoned & { readonly type: 'VoidBid'; readonly bidId: string })
  | (At & Reasoned & { readonly type: 'HoldSale' })
  | (At & { readonly type: 'ResumeSale'; readonly graceMs: number })
  | (At & { readonly type: 'Clock' });

/** The reasons of the holds that the house itself orders; every other hold is a clerk's. */
export const HOUSE_HOLDS = { restarted: 'house restarted', busLost: 'bus lost' } as const;

export type CommandType = Command['type'];

type Stampless<C> = C extends Command ? Omit<C, 'at'> : never;

/** A command as a clerk sends it: the house stamps `at`. */
export type UnstampedCommand = Stampless<Command>;
