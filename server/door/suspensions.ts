/** A person's suspension everywhere: in the store of users, in every sale's log, and on the bus. Knows no subject and no HTTP. */
import { isPlainText, TEXT_LENGTH_MAX } from '../../protocol/text.ts';
import { bidderView } from '../core/sale.ts';
import type { Sessions } from '../identity/sessions.ts';
import { UserFault, type Users } from '../identity/users.ts';
import type { Room } from '../room.ts';

export type Suspensions = {
  suspend(user: string, reason: string): Promise<void>;
  reinstate(user: string): Promise<void>;
  /** Journals what was suspended while no house ran. */
  catchUp(): Promise<void>;
};

export function createSuspensions(
  users: Users,
  rooms: ReadonlyMap<string, Room>,
  sessions: Pick<Sessions, 'revokeUser'>,
): Suspensions {
  const roomsOf = (id: string) => [...rooms.values()].filter((room) => bidderView(room.state, id).registered);
  return {
    async suspend(id, reason) {
      // What the rules would refuse as malformed would be a suspension that is in no log.
      if (!isPlainText(reason))
        throw new UserFault('user-invalid', `A reason is one line of 1 to ${TEXT_LENGTH_MAX} visible characters.`);
      if (users.find(id) === null)
        throw new UserFault('user-unknown', `There is no user ${id}; see rostrum users list.`);
      // It holds at once. The connection does not wait for the disk.
      const stored = users.change(id, { suspended: true });
      // The log first: nothing sequenced after it is accepted, whatever is still under way.
      const orders = roomsOf(id).map((room) => room.order({ type: 'SuspendBidder', bidder: id, reason }));
      await Promise.all([stored, sessions.revokeUser(id), ...orders]);
    },
    async reinstate(id) {
      await users.change(id, { suspended: false });
      await Promise.all(roomsOf(id).map((room) => room.order({ type: 'ReinstateBidder', bidder: id })));
    },
    async catchUp() {
      for (const { id } of users.list().filter(({ suspended }) => suspended))
        for (const room of roomsOf(id))
          if (!bidderView(room.state, id).suspended)
            await room.order({ type: 'SuspendBidder', bidder: id, reason: 'suspended by the house' });
    },
  };
}
