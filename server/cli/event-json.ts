/** Events as JSON text, the three that make up a busy sale by template: `JSON.stringify` was half the time of a replay. */
import type { Event } from '../../protocol/event.ts';

/** The same text as `JSON.stringify` would give, up to the order of keys. */
export function eventJson(event: Event): string {
  switch (event.type) {
    case 'BidAccepted':
      return `{"type":"BidAccepted","id":${quoted(event.id)},"lot":${quoted(event.lot)},"rev":${event.rev},"bidder":${quoted(event.bidder)},"amountMinor":${event.amountMinor},"kind":"${event.kind}","channel":"${event.channel}"}`;
    case 'BidRejected':
      // A malformed bid's names may be anything.
      if (event.reason === 'malformed') return JSON.stringify(event);
      return `{"type":"BidRejected","id":${quoted(event.id)},"lot":${quoted(event.lot)},"bidder":${quoted(event.bidder)},"reason":"${event.reason}","askMinor":${event.askMinor}${event.rev === undefined ? '' : `,"rev":${event.rev}`}}`;
    case 'PriceChanged':
      return `{"type":"PriceChanged","lot":${quoted(event.lot)},"rev":${event.rev},"priceMinor":${event.priceMinor},"leader":${event.leader === null ? 'null' : quoted(event.leader)},"askMinor":${event.askMinor},"reserveMet":${event.reserveMet}}`;
    default:
      return JSON.stringify(event);
  }
}

/** Events as a JSON array. */
export function eventsJson(events: readonly Event[]): string {
  let text = '[';
  for (let i = 0; i < events.length; i += 1) {
    const event = events[i];
    if (event !== undefined) text += i === 0 ? eventJson(event) : `,${eventJson(event)}`;
  }
  return `${text}]`;
}

function quoted(text: string): string {
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || unit > 0x7e || unit === 0x22 || unit === 0x5c) return JSON.stringify(text);
  }
  return `"${text}"`;
}
