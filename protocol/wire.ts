/** Messages between a desk and the house (WIRE.md). Version 1; names are a contract. Times are house milliseconds unless `sentAt`/`t0`, which are the desk's. */
import type { BidKind, Channel, UnstampedCommand } from './command.ts';
import type { DoorReason, Event, RefuseReason, RejectReason } from './event.ts';
import type { LotStatus, Sale } from './sale.ts';

/** The largest payload that the house reads, in bytes. */
export const PAYLOAD_BYTES_MAX = 4096;

export type BidRequest = {
  readonly id: string;
  readonly lot: string;
  readonly kind: BidKind | 'lower';
  readonly amountMinor: number;
  /** The revision of the lot that the hand was looking at. */
  readonly basedOnRev: number;
  readonly sentAt: number;
};

export type BidReply = {
  readonly id: string;
  readonly outcome: 'accepted' | 'rejected' | 'refused';
  readonly reason?: RejectReason | RefuseReason | DoorReason;
  readonly seq?: number;
  readonly rev?: number;
  readonly askMinor?: number | null;
  readonly priceMinor?: number | null;
  readonly leading?: boolean;
  readonly receivedAt: number;
  readonly decidedAt: number;
  readonly duplicate?: boolean;
  /** With `rate-limited`: the earliest moment at which another try can pass, in milliseconds from now. */
  readonly retryMs?: number;
};

/** A word from the auctioneer to all desks; the house passes it on as a `SaleWord` and does not log it. */
export type ClerkMessage = { readonly type: 'Message'; readonly text: string };
export type ClerkRequest = UnstampedCommand | ClerkMessage;
export type ClerkReply = {
  readonly outcome: 'accepted' | 'refused';
  readonly reason?: RejectReason | RefuseReason | DoorReason;
  readonly seq?: number;
  readonly events: readonly Event[];
  /** As in a `BidReply`. */
  readonly retryMs?: number;
};

/** The last accepted bid as everybody may see it; `amountMinor` of a maximum is the price it made, never the maximum. */
export type PublicBid = {
  readonly kind: BidKind;
  readonly channel: Channel;
  readonly amountMinor: number;
  /** A paddle, or `room`, or `house`. */
  readonly bidder: string;
};

/** One lot as the public may see it after one record. */
export type Tick = {
  readonly lot: string;
  readonly rev: number;
  readonly seq: number;
  readonly at: number;
  readonly status: LotStatus;
  readonly priceMinor: number | null;
  readonly askMinor: number | null;
  readonly leader: string | null;
  readonly reserveMet: boolean;
  readonly closesAt: number | null;
  /** The start of a Dutch lot's clock, holds counted; absent where no such clock has begun. */
  readonly openedAt?: number;
  /** How many bids have been accepted and not voided. */
  readonly bids: number;
  readonly last: PublicBid | null;
  /**
   * The lot's `rev` before the first change in this tick, when the house folded several records of one batch into one tick
   * (decisions and the log are never folded). Absent: `rev - 1`. There is a hole when this is above the `rev` that one knows.
   */
  readonly fromRev?: number;
};

/** Sale-level events that everybody hears. */
export type SaleWord =
  | { readonly type: 'held'; readonly seq: number; readonly at: number; readonly reason: string }
  | { readonly type: 'resumed'; readonly seq: number; readonly at: number; readonly graceMs: number }
  | { readonly type: 'registered'; readonly seq: number; readonly at: number; readonly count: number }
  /** A clerk's override (ask set, bid voided, lot withdrawn, passed or reopened) with its reason. */
  | {
      readonly type: 'override';
      readonly seq: number;
      readonly at: number;
      readonly lot: string;
      readonly what: string;
      readonly reason: string;
      readonly amountMinor?: number;
    }
  /** A word from the auctioneer to all desks. It is not of the log. */
  | { readonly type: 'message'; readonly at: number; readonly text: string };

/** The signed root of the public log's Merkle tree (RFC 6962) over the first `size` records. Hex for `root`, base64 for `signature`. */
export type LogHead = { readonly size: number; readonly root: string; readonly signature: string; readonly at: number };

export type Head = {
  readonly at: number;
  readonly seq: number;
  /** Of every lot; of a sale with more than 1,024 those that moved lately, and the others in turn. */
  readonly revs: Readonly<Record<string, number>>;
  readonly log: LogHead;
};

/** The private word to one bidder. */
export type Notice =
  | {
      readonly type: 'outbid' | 'leading';
      readonly lot: string;
      readonly rev: number;
      readonly seq: number;
      readonly at: number;
      readonly priceMinor: number | null;
      readonly maxMinor: number | null;
    }
  | {
      readonly type: 'won';
      readonly lot: string;
      readonly seq: number;
      readonly at: number;
      readonly hammerMinor: number;
      readonly premiumMinor: number;
    }
  | {
      readonly type: 'voided';
      readonly lot: string;
      readonly bidId: string;
      readonly seq: number;
      readonly at: number;
      readonly reason: string;
    }
  | {
      readonly type: 'max';
      readonly lot: string;
      readonly seq: number;
      readonly at: number;
      readonly maxMinor: number | null;
    }
  | {
      readonly type: 'limit';
      readonly seq: number;
      readonly at: number;
      readonly limitMinor: number | null;
      readonly usedMinor: number;
    }
  | { readonly type: 'suspended'; readonly seq: number; readonly at: number; readonly reason: string }
  | { readonly type: 'reinstated'; readonly seq: number; readonly at: number };

/** A bidder's own standing in a sale; nobody else is told of it. */
export type Standing = {
  readonly bidder: string;
  readonly paddle: string;
  readonly registered: boolean;
  readonly suspended: boolean;
  readonly limitMinor: number | null;
  readonly wonMinor: number;
  /** What the limit policy counts today, in minor units. */
  readonly usedMinor: number;
  readonly maxima: Readonly<Record<string, number>>;
  readonly won: readonly string[];
  /**
   * By lot that is neither in `maxima` nor in `won`: the highest amount that he bid there and that was not voided. What he was outbid
   * at, and what he did not win. Absent from a house that does not tell (ADR 0094).
   */
  readonly bids?: Readonly<Record<string, number>>;
};

/** The whole sale as ticks. A lot's own static data (title, estimate) comes with it; a sealed reserve does not. */
export type Snapshot = {
  readonly seq: number;
  readonly at: number;
  readonly sale: PublicSale;
  readonly held: { readonly reason: string; readonly at: number } | null;
  readonly registered: number;
  readonly ticks: readonly Tick[];
  readonly standing: Standing | null;
  /** For a clerk only: reserves by lot. */
  readonly reserves?: Readonly<Record<string, number>>;
  /** The sale is too large for one message: `sale.lots`, `ticks` and `reserves` end before this lot, and the rest is asked `from` it. */
  readonly next?: number;
};

/** Over the snapshot subject. `from`: the place in the catalogue to go on from; only the answer from 0 tells the asker's standing. */
export type SnapshotRequest = { readonly from?: number };

/** A sale without what the public may not know: reserves are gone. */
export type PublicSale = Omit<Sale, 'lots'> & { readonly lots: readonly PublicLot[] };
export type PublicLot = {
  readonly lotId: string;
  readonly number: number;
  readonly title: string;
  readonly format: 'live' | 'timed' | 'dutch' | 'sealed';
  readonly section?: string;
  readonly description?: string;
  readonly image?: string;
  readonly openingMinor?: number;
  readonly estimateMinor?: readonly [number, number] | null;
  readonly hasReserve: boolean;
  readonly opensAt?: number;
  readonly closesAt?: number;
  readonly startMinor?: number;
  readonly floorMinor?: number;
  readonly dropMinor?: number;
  readonly everyMs?: number;
  readonly pricing?: 'first' | 'second';
};

/**
 * What a clerk asks on the snapshot subject: who may bid, and a lot's bids by id, so that one can be voided (ADR 0072).
 * Anybody else gets a snapshot.
 */
/** `from`: the place among the bidders to go on from. */
export type RoomRequest = { readonly room: { readonly lot: string | null; readonly from?: number } };
/** Bidders in one reply; with the longest ids, names and paddles it still fits the bus. */
export const ROOM_BIDDERS_MAX = 1_200;
export type RoomReply = {
  readonly seq: number;
  /** There are more bidders: they are asked `from` here. */
  readonly next?: number;
  readonly bidders: readonly RoomBidder[];
  /** Accepted and not voided, oldest first; of a maximum the price that it made, never the maximum. */
  readonly bids: readonly RoomBid[];
};
export type RoomBidder = {
  readonly bidder: string;
  /** As the house's list of people has it; absent for who has no account there: a line, a place in the room. The log knows no name. */
  readonly name?: string;
  readonly paddle: string;
  readonly limitMinor: number | null;
  readonly suspended: boolean;
  readonly wonMinor: number;
};
export type RoomBid = PublicBid & { readonly id: string };

/** Asked by a clerk on the snapshot subject: whose desk is connected (ADR 0093). Anybody else gets a snapshot. `from`: the place among the bidders to go on from. */
export type PresenceRequest = { readonly presence: { readonly from?: number } };
/** Bidders in one reply, which is some 0.1 ms of the house's loop. */
export const PRESENCE_BIDDERS_MAX = 1_200;
/** Of the registered bidders with an account: who has none (a telephone line, a place in the room) has no desk. */
export type PresenceReply = {
  /** False: the house cannot tell now, and the lists are empty. */
  readonly known: boolean;
  /** There are more bidders: they are asked `from` here. */
  readonly next?: number;
  /** Those with a desk that is connected to the house, whichever sale is looked at there. */
  readonly here: readonly string[];
  /** The others, and when the last desk of each went; null where this house has seen none since it began. */
  readonly away: readonly (readonly [bidder: string, since: number | null])[];
};

/** One step in a lot's story: the lot as its tick told it. A step carried a bid when its `bids` are more than those of the step before. */
export type LotStep = Pick<
  Tick,
  'rev' | 'seq' | 'at' | 'status' | 'priceMinor' | 'askMinor' | 'leader' | 'bids' | 'last'
>;
/** Asked by anybody on the snapshot subject (ADR 0074). `before`: the newest steps below this `rev`; absent: the newest of all. */
export type HistoryRequest = { readonly history: string; readonly before?: number };
export type HistoryReply = {
  readonly lot: string;
  /** The log's last record that is in the answer. */
  readonly seq: number;
  /** Rising by `rev`. What one tick had folded stands here step by step. */
  readonly steps: readonly LotStep[];
  /** What to ask the steps before these with; null: the house keeps none in memory, and the log has them. */
  readonly before: number | null;
};
/** The most steps of one answer. */
export const HISTORY_STEPS_MAX = 100;

/** Asked by anybody on the snapshot subject: which asks follow this one by the sale's increments, each taken at the ask (ADR 0075). */
export type AsksRequest = { readonly asksAfter: number };
export type AsksReply = { readonly after: number; readonly asks: readonly number[] };
/** The most asks of one answer. */
export const ASKS_MAX = 32;

/** Asked by a bidder on the snapshot subject: what his limit counts now (ADR 0084). The answer is the asker's own account, whoever is named. */
export type AccountRequest = { readonly account: true };
export type AccountReply = { readonly seq: number } & Pick<Standing, 'limitMinor' | 'wonMinor' | 'usedMinor'>;

export type TimeRequest = { readonly t0: number };
export type TimeReply = { readonly t0: number; readonly t1: number; readonly t2: number };

export type ReviewFilter = {
  readonly lot?: string;
  readonly bidder?: string;
  readonly channel?: Channel;
  readonly outcome?: 'accepted' | 'rejected' | 'refused';
  readonly reason?: string;
  readonly fromAt?: number;
  readonly toAt?: number;
};
export type ReviewRequest = { readonly fromSeq: number; readonly limit: number; readonly filter: ReviewFilter };

/** One row of the log as the review desk lists it; paddles and bidders both, since reviewers may know. */
export type ReviewRow = {
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  readonly lot: string | null;
  readonly bidder: string | null;
  readonly paddle: string | null;
  readonly channel: Channel | null;
  readonly kind: BidKind | null;
  readonly amountMinor: number | null;
  readonly outcome: 'accepted' | 'rejected' | 'refused';
  readonly reason: string | null;
  readonly priceMinor: number | null;
  /** Where the record moved the price or sold the lot: the paddle (or the id) of who led after it, or bought. */
  readonly leader?: string;
  /** Of what the clock did to several lots at once: how many; `lot` is one of them. */
  readonly lots?: number;
  /** Of a suspension and its end: an operator's. */
  readonly by?: 'house';
  readonly events: readonly string[];
};
export type ReviewReply = {
  readonly rows: readonly ReviewRow[];
  readonly nextSeq: number | null;
  readonly lastSeq: number;
};

/** JSON errors of the HTTP side. */
export type HttpError = { readonly error: { readonly code: string; readonly message: string } };

export type Role = 'bidder' | 'clerk' | 'reviewer' | 'operator';
export type DeskUser = {
  readonly id: string;
  readonly role: Role;
  readonly name: string;
  readonly paddle: string | null;
};
export type LoginRequest = {
  readonly user: string;
  readonly password: string;
  readonly publicKey: string;
  /** Takes the password's place, and ends what runs at this person's other desks. */
  readonly newPassword?: string;
};
export type LoginReply = {
  readonly jwt: string;
  readonly expiresAt: number;
  /** NATS WebSocket addresses. */
  readonly servers: readonly string[];
  readonly user: DeskUser;
};
/** `signature`: base64 of the Ed25519 signature, by the nkey of the session, over the UTF-8 of `${jwt}.${at}`. */
export type RenewRequest = { readonly jwt: string; readonly at: number; readonly signature: string };

export const REGISTRATION_STATES = ['applied', 'approved', 'approved-limited', 'declined', 'suspended'] as const;
export type RegistrationState = (typeof REGISTRATION_STATES)[number];
/** A bidder's standing at the door of one sale; the log has it too once it is approved or suspended. */
export type Registration = {
  readonly sale: string;
  readonly bidder: string;
  readonly state: RegistrationState;
  readonly limitMinor: number | null;
  readonly paddle: string | null;
  readonly at: number;
  /** As the house's list of people has it; only a clerk of the sale is told. */
  readonly name?: string;
};
/** A clerk's word on an application: `limitMinor` belongs to `approved-limited`. */
export type RegistrationDecision = {
  readonly bidder: string;
  readonly state: Exclude<RegistrationState, 'applied'>;
  readonly limitMinor?: number | null;
  readonly reason?: string;
};

/**
 * The headers that prove a session to the HTTP side: the JWT, the sender's time in milliseconds, and the same signature as in a
 * `RenewRequest`. A signature counts once.
 */
export const SESSION_HEADERS = {
  jwt: 'x-rostrum-jwt',
  at: 'x-rostrum-at',
  signature: 'x-rostrum-signature',
} as const;

/** `GET /v1/oidc`: null for a house without a provider. */
export type OidcOffer = { readonly issuer: string | null };
/**
 * Sign-in by OpenID Connect: the desk opens `url`, is called back at `redirectUri`, and hands the address it was sent to back. On the
 * desktop that is a loopback address that it listens on, in a browser the desk's own page.
 */
export type OidcStartRequest = { readonly publicKey: string; readonly redirectUri: string };
export type OidcStartReply = { readonly url: string };
export type OidcFinishRequest = { readonly publicKey: string; readonly callbackUrl: string };
