/** An error that crosses to the page: a stable code and a sentence that says what, why and the next step. */

export type FaultCode =
  | 'bad-argument'
  | 'foreign-sender'
  | 'door-unreachable'
  | 'door-refused'
  | 'door-garbled'
  | 'door-foreign-server'
  | 'provider-address'
  | 'provider-abandoned'
  | 'provider-timeout'
  | 'save-failed'
  | 'review-closed'
  | 'review-failed'
  | 'internal';

export class Fault extends Error {
  /** A `FaultCode`, or a code of the house, passed through as it is. */
  readonly code: string;
  constructor(code: FaultCode | (string & Record<never, never>), message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'Fault';
    this.code = code;
  }
}

/** What crosses: errors lose everything but their text between the worlds, so the code stands before the sentence. */
export type Crossing = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string };

/** Unknown errors are told to the log in full, to the page by their kind only. */
export function crossingOf(cause: unknown): string {
  return cause instanceof Fault
    ? `${cause.code}: ${cause.message}`
    : 'internal: The desk could not do that; its log has the cause.';
}
