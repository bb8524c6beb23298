/** Decisions as their askers hear them: `BidReply` and `ClerkReply`. Nobody else's maximum is in them. */
import type { Event } from '../../protocol/event.ts';
import type { BidReply, ClerkReply } from '../../protocol/wire.ts';
import { decisionOf, type SaleState } from '../core/sale.ts';
import type { Decided, Origin } from '../order.ts';

type BidOrigin = Extract<Origin, { readonly kind: 'bid' }>;

/**
 * The first decision of the id, as JSON of a `BidReply`; `duplicate` when it was taken before this order came. Written piece by piece:
 * it is said for every bid. Ids are tokens and reasons are codes, so nothing needs an escape but what stands in a malformed command.
 */
export function bidReplyText(
  state: SaleState,
  decided: Decided,
  origin: BidOrigin,
  decidedAt: number,
  firstSeqOf: (id: string) => number | null,
): string {
  const { id, bidder } = origin;
  const { record, order } = decided;
  const { command } = order;
  const fresh = record === null ? null : decisionIn(record.events, id, command.type);
  const decision = fresh ?? decisionOf(state, id);
  const reason = decision === null ? 'malformed' : reasonOf(decision);
  let text = `{"id":"${id}","outcome":"${decision === null ? 'rejected' : outcomeOf(decision)}"`;
  if (reason !== null) text += `,"reason":"${reason}"`;
  const seq = fresh === null ? firstSeqOf(id) : (record?.seq ?? null);
  if (seq !== null) text += `,"seq":${seq}`;
  const lot = 'lot' in command ? state.lots.get(command.lot) : undefined;
  if (lot !== undefined)
    text += `,"rev":${lot.rev},"askMinor":${lot.askMinor},"priceMinor":${lot.priceMinor},"leading":${lot.leader === bidder}`;
  text += `,"receivedAt":${command.at},"decidedAt":${decidedAt}`;
  return fresh === null ? `${text},"duplicate":true}` : `${text}}`;
}

export function clerkReply(decided: Decided): ClerkReply {
  const { record, order } = decided;
  if (record === null) return { outcome: 'accepted', events: [] };
  const { command } = order;
  const ownId = command.type === 'PlaceBid' || command.type === 'LowerMax' ? command.id : null;
  const refusal = record.events.find(
    (event) => event.type === 'CommandRefused' || (event.type === 'BidRejected' && event.id === ownId),
  );
  const reason = refusal === undefined ? null : reasonOf(refusal);
  return {
    outcome: reason === null ? 'accepted' : 'refused',
    ...(reason === null ? {} : { reason }),
    seq: record.seq,
    events: record.events.filter((event) => isForClerk(event, ownId)),
  };
}

/** Maxima are sealed: a clerk hears of the amounts that he gave himself. */
function isForClerk(event: Event, ownId: string | null): boolean {
  return (event.type !== 'BidAccepted' && event.type !== 'MaxLowered') || event.id === ownId;
}

function decisionIn(events: readonly Event[], id: string, command: string): Event | null {
  for (const event of events) if (decides(event, id, command)) return event;
  return null;
}

function decides(event: Event, id: string, command: string): boolean {
  if (event.type === 'BidAccepted' || event.type === 'BidRejected' || event.type === 'MaxLowered')
    return event.id === id;
  return event.type === 'CommandRefused' && command === 'LowerMax';
}

function outcomeOf(decision: Event): BidReply['outcome'] {
  if (decision.type === 'BidRejected') return 'rejected';
  return decision.type === 'CommandRefused' ? 'rejected' : 'accepted';
}

function reasonOf(decision: Event): NonNullable<BidReply['reason']> | null {
  return decision.type === 'BidRejected' || decision.type === 'CommandRefused' ? decision.reason : null;
}
