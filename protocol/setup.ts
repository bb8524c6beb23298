/** What a desk asks of the house's door, as whoever is signed in, and at which address: a sale being set up, and applying for one. The whole list; knows no transport. */
import type { RehearsalRequest } from './rehearsal.ts';
import type { Registration, RegistrationDecision } from './wire.ts';

/** The largest sale that a desk may publish, in bytes of its JSON; a larger one is imported on the house's own machine. */
export const PUBLISH_BYTES_MAX = 16 * 1024 * 1024;

export type SetupRequest =
  /** `sale` is a `Sale`; the house checks all of it. */
  | { readonly ask: 'publish'; readonly sale: Readonly<Record<string, unknown>> }
  | { readonly ask: 'registrations'; readonly sale: string }
  /** A bidder's own: answered by his `Registration`. */
  | { readonly ask: 'apply'; readonly sale: string }
  | { readonly ask: 'decide'; readonly sale: string; readonly decision: RegistrationDecision }
  /** A picture that a lot of the sale names, in base64; the house looks at its bytes. */
  | { readonly ask: 'picture'; readonly sale: string; readonly name: string; readonly base64: string }
  /** Answered by a `RehearsalBegun`. */
  | { readonly ask: 'rehearse'; readonly rehearsal: RehearsalRequest }
  /** Both by a `RehearsalReport`. */
  | { readonly ask: 'rehearsal' | 'stop-rehearsal'; readonly id: string };

/** The answer to `publish`. */
export type Published = { readonly id: string; readonly lots: number };
/** The answer to `registrations`: a clerk hears of everybody, a bidder of himself. */
export type RegistrationList = { readonly registrations: readonly Registration[] };

export type SetupCall =
  | { readonly method: 'GET'; readonly path: string }
  | { readonly method: 'POST'; readonly path: string; readonly body: unknown };

/** A request as a call of the house. Its path is one of these, whatever the request says: an id is encoded. */
export function setupCall(request: SetupRequest): SetupCall {
  switch (request.ask) {
    case 'publish':
      return { method: 'POST', path: '/v1/sales', body: request.sale };
    case 'registrations':
      return { method: 'GET', path: `/v1/sales/${encodeURIComponent(request.sale)}/registrations` };
    case 'apply':
      return { method: 'POST', path: `/v1/sales/${encodeURIComponent(request.sale)}/registrations`, body: {} };
    case 'picture':
      return {
        method: 'POST',
        path: `/v1/sales/${encodeURIComponent(request.sale)}/images/${encodeURIComponent(request.name)}`,
        body: { base64: request.base64 },
      };
    case 'rehearse':
      return { method: 'POST', path: '/v1/rehearsals', body: request.rehearsal };
    case 'rehearsal':
      return { method: 'GET', path: `/v1/rehearsals/${encodeURIComponent(request.id)}` };
    case 'stop-rehearsal':
      return { method: 'POST', path: `/v1/rehearsals/${encodeURIComponent(request.id)}/stop`, body: {} };
    case 'decide':
      return {
        method: 'POST',
        path: `/v1/sales/${encodeURIComponent(request.sale)}/registrations/decide`,
        body: request.decision,
      };
  }
}
