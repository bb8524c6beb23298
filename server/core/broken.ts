/** How the core says that it found itself wrong. Knows nothing, so that every part of it can say so. */

/** The rules contradict themselves, or a log holds an event that cannot be. Nothing may go on from here. */
export class InvariantBroken extends Error {
  readonly code = 'invariant-broken';
  constructor(what: string, detail: string) {
    super(`${what}: ${detail}. The state is not to be trusted: stop, and replay the log.`);
    this.name = 'InvariantBroken';
  }
}

/** Throws `InvariantBroken`. */
export function fail(what: string, detail: string): never {
  throw new InvariantBroken(what, detail);
}
