/** How a clerk's desk asks the house's door, as whoever is signed in. Knows no address: the bridge makes it. */
import type { DeskBridge } from '../../protocol/bridge.ts';
import type { SetupRequest } from '../../protocol/setup.ts';
import type { Desk } from '../store.ts';

export type DoorAsker = (request: SetupRequest) => Promise<unknown>;

export function doorOf(desk: Pick<Desk, 'link'> & { readonly bridge: Pick<DeskBridge, 'setup'> }): DoorAsker {
  return (request) => {
    const { session } = desk.link.getState();
    if (session.phase !== 'in') return Promise.reject(new Error('Sign in first.'));
    return desk.bridge.setup(session.pass.jwt, request);
  };
}

/** A failed call of the bridge reads `code: sentence`; a person gets the sentence. */
export function doorSentence(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : '';
  return text.replace(/^[a-z][a-z-]*: /, '') || 'The house could not be reached.';
}
