/** Keeps the list of registrations in step with the logs, which have the last word: whoever a clerk registers from the rostrum stands in it too. */
import type { CommandType } from '../../protocol/command.ts';
import type { RegistrationState } from '../../protocol/wire.ts';
import type { SaleState } from '../core/sale.ts';
import type { Registrations } from '../identity/registrations.ts';
import type { Decided } from '../order.ts';

export type Enrolment = {
  /** What became durable in a sale. */
  follow(sale: string, state: SaleState, batch: readonly Pick<Decided, 'record'>[]): void;
  /** A sale that was opened: its log may know of bidders that the list does not. */
  adopt(sale: string, state: SaleState): void;
};

const ENROLLING: ReadonlySet<CommandType> = new Set(['RegisterBidder', 'SuspendBidder', 'ReinstateBidder']);

export function createEnrolment(registrations: Registrations, warn: (cause: unknown) => void): Enrolment {
  function put(sale: string, state: SaleState, bidder: string, at: number): void {
    const known = state.bidders.get(bidder);
    if (known === undefined) return;
    const { limitMinor, paddle, suspendedBy } = known;
    const suspended = suspendedBy !== null;
    const now: RegistrationState = suspended ? 'suspended' : limitMinor === null ? 'approved' : 'approved-limited';
    const before = registrations.find(sale, bidder);
    // A declined bidder is suspended for the log; the list keeps the clerk's word.
    if (before?.state === 'declined' && suspended) return;
    if (before?.state === now && before.limitMinor === limitMinor) return;
    registrations.put({ sale, bidder, state: now, limitMinor, paddle, at }).catch(warn);
  }
  return {
    follow(sale, state, batch) {
      for (const { record } of batch) {
        const command = record?.command;
        if (command !== undefined && ENROLLING.has(command.type) && 'bidder' in command)
          put(sale, state, command.bidder, command.at);
      }
    },
    adopt(sale, state) {
      for (const bidder of state.bidders.keys()) put(sale, state, bidder, state.at);
    },
  };
}
