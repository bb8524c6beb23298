/** Questions to the house that a view awaits: a ticket each, answered once, about the sale on the screen. Knows no subject and no shape. */
import type { FeedPort } from '../feed/port.ts';
import type { AskTopic, FeedWord } from '../feed/words.ts';

export class AskError extends Error {
  readonly code = 'ASK_UNANSWERED';
}

export type Asks = {
  readonly ask: (topic: AskTopic, payload: unknown) => Promise<unknown>;
  readonly answered: (word: Extract<FeedWord, { type: 'answer' }>) => void;
};

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: AskError) => void };

export function createAsks(feed: FeedPort, sale: () => string | null): Asks {
  const waiting = new Map<number, Waiting>();
  let tickets = 0;
  return {
    ask: (topic, payload) =>
      new Promise((resolve, reject) => {
        tickets += 1;
        waiting.set(tickets, { resolve, reject });
        feed.send({ type: 'ask', ticket: tickets, sale: sale(), topic, payload });
      }),
    answered(word) {
      const waiter = waiting.get(word.ticket);
      waiting.delete(word.ticket);
      if (word.ok) waiter?.resolve(word.value);
      else waiter?.reject(new AskError(word.error ?? 'The house did not answer.'));
    },
  };
}
