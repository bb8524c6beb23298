/** A person's suspension everywhere: in the store of users, in every sale's log, and on the bus. Knows no subject and no HTTP. */
import { setTimeout } from 'node:timers/promises';
import { isPlainText, TEXT_LENGTH_MAX } from '../../protocol/text.ts';
import { type SaleState, suspendedBy } from '../core/sale.ts';
import type { Sessions } from '../identity/sessions.ts';
import { UserFault, type Users } from '../identity/users.ts';
import type { Room } from '../room.ts';

/** The reason in the log where the operator's own words are not at hand. */
export const BY_HOUSE = 'suspended by the house';

/** Whether the log of a sale has him suspended by an operator, whatever a clerk has decided. */
export function isByHouse(state: SaleState, bidder: string): boolean {
  const by = suspendedBy(state, bidder);
  return by === 'house' || by === 'both';
}

export type Suspensions = {
  suspend(user: string, reason: string): Promise<void>;
  /** Answers the sales in which a clerk has him suspended still. */
  reinstate(user: string): Promise<readonly string[]>;
  /** Journals who was suspended or reinstated while no house ran. */
  catchUp(): Promise<void>;
};

/** A suspension cuts off within 100 ms. */
const TOLD_MS_MAX = 40;

export function createSuspensions(
  users: Users,
  rooms: ReadonlyMap<string, Room>,
  sessions: Pick<Sessions, 'revokeUser'>,
): Suspensions {
  const roomsOf = (id: string) => [...rooms.values()].filter((room) => room.state.bidders.has(id));
  // What a clerk decided in one sale is no matter of this file: it stands beside, and he lifts it himself (ADR 0088).
  const out = (room: Room, bidder: string, reason: string) =>
    room.order({ type: 'SuspendBidder', bidder, reason, by: 'house' });
  const back = (room: Room, bidder: string) => room.order({ type: 'ReinstateBidder', bidder, by: 'house' });
  return {
    async suspend(id, reason) {
      // What the rules would refuse as malformed would be a suspension that is in no log.
      if (!isPlainText(reason))
        throw new UserFault('user-invalid', `A reason is one line of 1 to ${TEXT_LENGTH_MAX} visible characters.`);
      if (users.find(id) === null)
        throw new UserFault('user-unknown', `There is no user ${id}; see rostrum users list.`);
      // It holds at once.
      const stored = users.change(id, { suspended: true });
      // The log first: nothing sequenced after it is accepted, whatever is still under way.
      const orders = roomsOf(id).map((room) => out(room, id, reason));
      // It holds already; so that he reads why, his line stands until he was told, unless the disk is slow.
      await Promise.race([Promise.allSettled(orders), setTimeout(TOLD_MS_MAX)]);
      await Promise.all([stored, sessions.revokeUser(id), ...orders]);
    },
    async reinstate(id) {
      await users.change(id, { suspended: false });
      await Promise.all(roomsOf(id).map((room) => back(room, id)));
      return roomsOf(id).flatMap((room) => (suspendedBy(room.state, id) === null ? [] : [room.id]));
    },
    async catchUp() {
      for (const room of rooms.values())
        for (const bidder of room.state.bidders.keys()) {
          const user = users.find(bidder);
          if (user === null || user.suspended === isByHouse(room.state, bidder)) continue;
          await (user.suspended ? out(room, bidder, BY_HOUSE) : back(room, bidder));
        }
    },
  };
}
