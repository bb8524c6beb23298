/** Decisions as their askers hear them: `BidReply` and `ClerkReply`. Nobody else's maximum is in them. */
import type { Event } from '../protocol/event.ts';
import type { BidReply, ClerkReply } from '../protocol/wire.ts';
import { decisionOf, lotView, type SaleState } from './core/sale.ts';
import type { Decided, Origin } from './order.ts';

type BidOrigin = Extract<Origin, { readonly kind: 'bid' }>;

/** The first decision of the id; `duplicate` when it was taken before this order came. */
export function bidReply(state: SaleState, decided: Decided, origin: BidOrigin, decidedAt: number): BidReply {
  const { id, bidder } = origin;
  const { record, order } = decided;
  const fresh = record?.events.find((event) => decides(event, id, order.command.type)) ?? null;
  const decision = fresh ?? decisionOf(state, id);
  const receivedAt = order.command.at;
  const lotId = 'lot' in order.command ? order.command.lot : '';
  const lot = lotView(state, lotId);
  const outcome = decision === null ? 'rejected' : outcomeOf(decision);
  const reason = decision === null ? 'malformed' : reasonOf(decision);
  return {
    id,
    outcome,
    ...(reason === null ? {} : { reason }),
    ...(record === null || fresh === null ? {} : { seq: record.seq }),
    ...(lot === null
      ? {}
      : {
          rev: lot.rev,
          askMinor: lot.askMinor,
          priceMinor: lot.priceMinor,
          leading: lot.leader === bidder,
        }),
    receivedAt,
    decidedAt,
    ...(fresh === null ? { duplicate: true } : {}),
  };
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
