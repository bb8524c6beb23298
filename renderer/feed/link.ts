/** What the feed needs of a connection; `feed.ts` makes one of NATS, a test makes its own. Types only. */
import type { Pass } from './words.ts';

export type Link = {
  /** `subject` may end in a wildcard; `hear` is called for each message, in order. */
  readonly subscribe: (subject: string, hear: (bytes: Uint8Array) => void) => void;
  /** Rejects with a `LinkError`. */
  readonly request: (subject: string, bytes: Uint8Array, timeoutMs: number) => Promise<Uint8Array>;
  /** Resolves when the server has taken in all that was sent before. */
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export class LinkError extends Error {
  readonly code: 'timeout' | 'nobody' | 'closed';
  constructor(code: 'timeout' | 'nobody' | 'closed') {
    super(
      code === 'nobody'
        ? 'Nobody of the house listens there.'
        : code === 'timeout'
          ? 'The house did not answer in time.'
          : 'The connection is closed.',
    );
    this.code = code;
  }
}

export type LinkEvents = {
  readonly onDown: () => void;
  readonly onAttempt: () => void;
  readonly onUp: () => void;
  /** The server refused the pass: it is over, or was taken back. */
  readonly onDenied: () => void;
  /** The server refused a subject: a fault of this program, said once. */
  readonly onForbidden: (what: string) => void;
};

/** `pass` is asked again at every (re)connection, so that a renewed one serves at once. */
export type OpenLink = (
  pass: () => Pass,
  sign: (nonce: string) => Promise<string>,
  events: LinkEvents,
) => Promise<Link>;
