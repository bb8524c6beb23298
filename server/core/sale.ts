/**
 * The rules as one thing: a command in, events out, and the state that they make (SHAPE.md, invariant 1). Total, synchronous
 * and pure but for the state that it owns; time is a field of the command. The rest of the house sees the core through this
 * file and `views.ts`.
 */
import type { Command } from '../../protocol/command.ts';
import type { Event, LogRecord, RejectReason } from '../../protocol/event.ts';
import { apply } from './apply.ts';
import { decideBid } from './bidding.ts';
import { isWellFormed } from './check.ts';
import { decideOrder } from './clerk.ts';
import { doDue } from './due.ts';
import type { SaleState } from './state.ts';

export { nextDueAt } from './calendar.ts';
export { dutchPriceMinor } from './dutch.ts';
export { stateHash } from './hash.ts';
export { bidsOf } from './own.ts';
export { fromSnapshot, idTableOf, toColumnSnapshot, toSnapshot } from './snapshot.ts';
export { emptyState, type SaleState } from './state.ts';
export {
  type BidderView,
  bidderView,
  type LotView,
  lotView,
  type SaleView,
  saleView,
  suspendedBy,
  wonMinor,
} from './views.ts';

/**
 * Decides a command and takes its events into the state: first all that is due by `at`, then the command itself.
 * Never throws on input: any value is decided, a malformed one as `malformed`, and then nothing has changed.
 * An empty list: nothing was due, and the id had been decided before (`decisionOf` tells how) or it was a `Clock`.
 */
export function execute(state: SaleState, command: Command): readonly Event[] {
  if (!isWellFormed(command) || command.at < state.at) return [malformed(state, command)];
  const events: Event[] = [];
  state.turn += 1;
  state.at = command.at;
  doDue(state, events, command.at);
  if (command.type === 'PlaceBid') decideBid(state, events, command);
  else decideOrder(state, events, command);
  return events;
}

/**
 * Takes the events of a record as they were decided, without deciding again; the state is then equal (`stateHash`) to the one
 * after `execute`. Throws `InvariantBroken` for a record that cannot follow.
 */
export function fold(state: SaleState, record: LogRecord): void {
  const { command, events } = record;
  if (isMalformed(state, command, events)) return;
  state.turn += 1;
  state.at = command.at;
  for (const event of events) {
    apply(state, event, command.at);
    if (event.type === 'CommandRefused' && command.type === 'LowerMax' && event.reason !== 'malformed') {
      state.decisions.addRefusal(command.id, command.bidder, event.reason);
    }
  }
}

/** The first decision of a bid's or lowering's id: `BidAccepted`, `BidRejected`, `MaxLowered` or `CommandRefused`; null when there is none. */
export function decisionOf(state: SaleState, id: string): Event | null {
  return state.decisions.get(id) ?? null;
}

/** The place of an id among all that were decided, in the order of their records and counted from 0; `NOWHERE` when it was not. */
export function placeOf(state: SaleState, id: string): number {
  return state.decisions.placeOf(id);
}

/** Time stands still for a command that was malformed in itself; one that only reused a foreign id had its due work done. */
function isMalformed(state: SaleState, command: Command, events: readonly Event[]): boolean {
  const [only] = events;
  if (events.length !== 1 || only === undefined || !('reason' in only) || only.reason !== 'malformed') return false;
  return !isWellFormed(command) || command.at < state.at;
}

/** The answer to what is no command; a bid's names are given back as they came, where they are short enough to repeat. */
function malformed(state: SaleState, value: unknown): Event {
  const fields: Readonly<Record<string, unknown>> = typeof value === 'object' && value !== null ? { ...value } : {};
  if (fields.type !== 'PlaceBid') return { type: 'CommandRefused', reason: 'malformed' };
  const given = typeof fields.lot === 'string' ? state.lots.get(fields.lot) : undefined;
  const reason: RejectReason = 'malformed';
  return {
    type: 'BidRejected',
    id: echo(fields.id),
    lot: echo(fields.lot),
    bidder: echo(fields.bidder),
    reason,
    askMinor: given?.askMinor ?? null,
    ...(given === undefined ? {} : { rev: given.rev }),
  };
}

const ECHO_LENGTH_MAX = 256;

/** As given, whatever it is: a reader of the log is told what came. Only what is too large to repeat is left out. */
function echo(value: unknown): string {
  const isSmall = typeof value === 'string' ? value.length <= ECHO_LENGTH_MAX : typeof value !== 'object';
  return (isSmall ? value : null) as string;
}
