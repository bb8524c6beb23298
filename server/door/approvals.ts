/** A bidder approved for a sale, or turned away: first in the sale's log, then in the list. Knows no HTTP and no command line. */
import type { DoorReason, RefuseReason } from '../../protocol/event.ts';
import type { Registration, RegistrationState } from '../../protocol/wire.ts';
import { suspendedBy } from '../core/sale.ts';
import type { Registrations } from '../identity/registrations.ts';
import type { Users } from '../identity/users.ts';
import type { HouseOutcome } from '../order.ts';
import type { Room } from '../room.ts';
import { BY_HOUSE, isByHouse } from './suspensions.ts';

/** `limitMinor` in minor units of the sale's currency: of `approved-limited` only. `reason` stands in the log. */
export type Approval = {
  readonly bidder: string;
  readonly state: Exclude<RegistrationState, 'applied'>;
  readonly limitMinor?: number | null | undefined;
  readonly reason?: string | undefined;
};

export class ApprovalFault extends Error {
  readonly code: 'unknown-bidder' | 'malformed' | 'suspended' | RefuseReason | DoorReason;
  /** `later`: the same may be taken at another moment. */
  readonly kind: 'unknown' | 'malformed' | 'refused' | 'later';
  constructor(code: ApprovalFault['code'], kind: ApprovalFault['kind'], message: string) {
    super(message);
    this.code = code;
    this.kind = kind;
  }
}

export type Approvals = {
  /** Throws an `ApprovalFault` when he stands no better than before. */
  decide(room: Room, approval: Approval): Promise<Registration>;
};

export function createApprovals(users: Users, registrations: Registrations): Approvals {
  return {
    async decide(room, { bidder, state, reason, ...rest }) {
      const person = users.find(bidder);
      if (person === null || person.role !== 'bidder')
        throw new ApprovalFault('unknown-bidder', 'unknown', 'There is no such bidder.');
      const limitMinor = state === 'approved-limited' ? (rest.limitMinor ?? null) : null;
      if (state === 'approved-limited' && limitMinor === null)
        throw new ApprovalFault('malformed', 'malformed', 'approved-limited needs limitMinor.');
      // The log has the last word on who may bid, so it is asked what is to be said to it, and not the list.
      const stands = suspendedBy(room.state, bidder);
      if (state === 'approved' || state === 'approved-limited') {
        if (person.suspended) throw suspendedByHouse();
        const paddle = person.paddle === null ? {} : { paddle: person.paddle };
        need(await room.order({ type: 'RegisterBidder', bidder, limitMinor, ...paddle }));
        if (stands === 'clerk' || stands === 'both') need(await room.order({ type: 'ReinstateBidder', bidder }));
        if (users.find(bidder)?.suspended !== false) {
          // Meanwhile; the house's own order found him not yet registered, or came before the last one of these.
          if (!isByHouse(room.state, bidder))
            need(await room.order({ type: 'SuspendBidder', bidder, reason: BY_HOUSE, by: 'house' }));
          throw suspendedByHouse();
        }
      } else if (room.state.bidders.has(bidder) && stands !== 'clerk' && stands !== 'both')
        need(await room.order({ type: 'SuspendBidder', bidder, reason: reason ?? state }));
      return registrations.put({ sale: room.id, bidder, state, limitMinor, paddle: person.paddle, at: Date.now() });
    },
  };
}

function suspendedByHouse(): ApprovalFault {
  const why = 'The house has suspended this bidder; an operator reinstates him.';
  return new ApprovalFault('suspended', 'refused', why);
}

/** The log must have it before anybody is told. */
function need(outcome: HouseOutcome): void {
  if (!outcome.ok)
    throw new ApprovalFault(outcome.reason, 'later', 'The sale takes nothing at this moment; try again.');
  const refusal = outcome.record?.events.find((event) => event.type === 'CommandRefused');
  if (refusal?.type === 'CommandRefused')
    throw new ApprovalFault(refusal.reason, 'refused', 'The rules of the sale refused it; the log has the reason.');
}
