/** The door: bytes to orders or refusals. Who it is comes from the subject, never from the payload; time is stamped here. */
import { decodeJson } from '../protocol/codec.ts';
import type { Command } from '../protocol/command.ts';
import type { DoorReason } from '../protocol/event.ts';
import { isMinor } from '../protocol/money.ts';
import { isToken } from '../protocol/subjects.ts';
import { isPlainText } from '../protocol/text.ts';
import { type BidRequest, PAYLOAD_BYTES_MAX } from '../protocol/wire.ts';
import type { Crowd } from './door/crowd.ts';
import type { Limits } from './door/limits.ts';
import type { Patience } from './door/patience.ts';
import { rateLimiter } from './door/rate.ts';
import { idUnread } from './door/unread.ts';
import type { Order } from './order.ts';

export type Refusal = {
  readonly reason: DoorReason;
  readonly id: string;
  readonly why: string;
  readonly retryMs?: number;
  /** Turned away before it was parsed: the `id` is what it calls itself. */
  readonly isUnread?: boolean;
};
export type Admission =
  | { readonly ok: true; readonly order: Order }
  | { readonly ok: true; readonly message: string; readonly order?: never }
  | { readonly ok: false; readonly refusal: Refusal };

/** What a clerk may order, and the fields that are taken from him. Sales are made by import, time by the house. */
const CLERK_FIELDS: Readonly<Record<string, readonly string[]>> = {
  RegisterBidder: ['bidder', 'limitMinor', 'paddle'],
  SuspendBidder: ['bidder', 'reason'],
  ReinstateBidder: ['bidder'],
  OpenLot: ['lot'],
  PlaceBid: ['id', 'lot', 'bidder', 'amountMinor', 'kind', 'channel'],
  LowerMax: ['id', 'lot', 'bidder', 'amountMinor'],
  SetAsk: ['lot', 'askMinor', 'reason'],
  FairWarning: ['lot'],
  Hammer: ['lot'],
  Pass: ['lot', 'reason'],
  Withdraw: ['lot', 'reason'],
  Reopen: ['lot', 'reason'],
  VoidBid: ['bidId', 'reason'],
  HoldSale: ['reason'],
  ResumeSale: ['graceMs'],
};

const BIDS: ReadonlySet<string> = new Set(['PlaceBid', 'LowerMax']);
const BID_NAMES = ['id', 'lot', 'bidder'] as const;

/** What ticks call the room and the house by: under such a paddle a bidder would pass for them. */
const isReserved = (paddle: unknown) => paddle === 'room' || paddle === 'house';

export type Ingress = {
  /** `isUpcoming` tells whether a maximum is still a book bid; `isCrowded` takes everybody's burst away. */
  bid(
    sale: string,
    bidder: string,
    bytes: Uint8Array,
    reply: string,
    at: number,
    isUpcoming: LotTest,
    isCrowded: boolean,
  ): Admission;
  clerk(sale: string, clerk: string, bytes: Uint8Array, reply: string, at: number): Admission;
  /** Milliseconds until this user may ask for a snapshot, receipt or review again; 0: now. */
  query(user: string, at: number): number;
};
export type LotTest = (lot: string) => boolean;

export function createIngress(limits: Limits, patience: Pick<Patience, 'shutMs'>, crowd: Crowd): Ingress {
  const bidders = rateLimiter(limits.bidder, limits.ratesKept, crowd, limits.standingBids);
  const bidderLots = rateLimiter(limits.bidderLot, limits.ratesKept);
  const clerks = rateLimiter(limits.clerk, limits.ratesKept);
  const queries = rateLimiter(limits.query, limits.ratesKept);
  return {
    bid(sale, bidder, bytes, reply, at, isUpcoming, isCrowded) {
      // The rate is taken before anything is parsed: a flood of nonsense is a flood.
      const who = `${sale}.${bidder}`;
      const shutMs = patience.shutMs(bidder, at);
      if (shutMs > 0) crowd.pressed(who, at);
      const waitMs = shutMs || bidders.take(who, at, isCrowded);
      if (waitMs > 0) return tooFast(waitMs, idUnread(bytes), true);
      const decoded = decodeJson(bytes, PAYLOAD_BYTES_MAX);
      if (!decoded.ok) return refused('malformed', '', decoded.error);
      const asked = decoded.value;
      if (!isObject(asked)) return refused('malformed', '', 'not an object');
      const { id, lot, kind, amountMinor } = asked;
      if (!isToken(id)) return refused('malformed', '', 'id is not a token');
      if (!isToken(lot) || !isMinor(amountMinor)) return refused('malformed', id, 'lot or amountMinor');
      const lotWaitMs = bidderLots.take(`${sale}.${bidder}.${lot}`, at);
      if (lotWaitMs > 0) return tooFast(lotWaitMs, id);
      if (kind !== 'bid' && kind !== 'max' && kind !== 'lower') return refused('malformed', id, 'kind');
      const basedOnRev = numberOf(asked.basedOnRev);
      const request: BidRequest = { id, lot, kind, amountMinor, basedOnRev, sentAt: numberOf(asked.sentAt) };
      const origin = { kind: 'bid', reply, id, bidder, request } as const;
      if (kind === 'lower')
        return { ok: true, order: { command: { type: 'LowerMax', at, id, lot, bidder, amountMinor }, origin } };
      const channel = kind === 'max' && isUpcoming(lot) ? 'book' : 'online';
      return {
        ok: true,
        order: { command: { type: 'PlaceBid', at, id, lot, bidder, amountMinor, kind, channel }, origin },
      };
    },
    clerk(sale, clerk, bytes, reply, at) {
      const waitMs = clerks.take(`${sale}.${clerk}`, at);
      if (waitMs > 0) return tooFast(waitMs, '');
      const decoded = decodeJson(bytes, PAYLOAD_BYTES_MAX);
      if (!decoded.ok) return refused('malformed', '', decoded.error);
      const command = decoded.value;
      if (!isObject(command) || typeof command.type !== 'string') return refused('malformed', '', 'not a command');
      if (command.type === 'Message')
        return isPlainText(command.text) ? { ok: true, message: command.text } : refused('malformed', '', 'text');
      const fields = Object.hasOwn(CLERK_FIELDS, command.type) ? CLERK_FIELDS[command.type] : undefined;
      if (fields === undefined)
        return refused('unauthorised', '', `a clerk may not order ${command.type.slice(0, 40)}`);
      // A clerk speaks for the room, the telephone, the book and the house; online bids are the bidders' own.
      if (command.type === 'PlaceBid' && command.channel === 'online')
        return refused('unauthorised', '', 'an online bid is its bidder’s own');
      if (BIDS.has(command.type) && !BID_NAMES.every((name) => isToken(command[name])))
        return refused('malformed', '', 'id, lot or bidder is not a token');
      if (isReserved(command.paddle)) return refused('malformed', '', 'a paddle that means the room or the house');
      if (command.reason !== undefined && !isPlainText(command.reason)) return refused('malformed', '', 'reason');
      // The core judges the fields: it is total, and what it does not know it refuses as malformed.
      const taken = Object.fromEntries(
        fields.filter((name) => Object.hasOwn(command, name)).map((name) => [name, command[name]]),
      );
      // But the log keeps what was ordered, and no order has a field with something inside.
      if (Object.values(taken).some((value) => typeof value === 'object' && value !== null))
        return refused('malformed', '', 'a field is an object');
      const order = { ...taken, type: command.type, at } as unknown as Command;
      return { ok: true, order: { command: order, origin: { kind: 'clerk', reply, clerk } } };
    },
    query: (user, at) => patience.shutMs(user, at) || queries.take(user, at),
  };
}

function refused(reason: DoorReason, id: string, why: string): Admission {
  return { ok: false, refusal: { reason, id, why } };
}

function tooFast(retryMs: number, id: string, isUnread = false): Admission {
  return { ok: false, refusal: { reason: 'rate-limited', id, why: 'too fast', retryMs, isUnread } };
}

/** What the desk notes of itself; no rule reads it. */
function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
