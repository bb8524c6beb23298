/** Signatures that a connection waits for: the key is the page's, so each nonce goes there with a ticket. Knows no connection. */
import type { FeedWord } from './words.ts';

export type Signing = {
  readonly sign: (nonce: string) => Promise<string>;
  /** Null: the key did not sign. */
  readonly signed: (ticket: number, signature: string | null) => void;
};

type Waiting = { readonly resolve: (signature: string) => void; readonly reject: (error: Error) => void };

export function createSigning(post: (word: FeedWord) => void): Signing {
  const waiting = new Map<number, Waiting>();
  let tickets = 0;
  return {
    sign: (nonce) =>
      new Promise((resolve, reject) => {
        tickets += 1;
        waiting.set(tickets, { resolve, reject });
        post({ type: 'sign', ticket: tickets, text: nonce });
      }),
    signed(ticket, signature) {
      const waiter = waiting.get(ticket);
      waiting.delete(ticket);
      if (signature === null) waiter?.reject(new Error('The key of this desk did not sign.'));
      else waiter?.resolve(signature);
    },
  };
}
