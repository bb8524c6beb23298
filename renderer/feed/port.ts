/** The page's end of the feed: starts the worker and carries words and orders. Knows no NATS and no store. */
import type { FeedOrder, FeedWord } from './words.ts';

export type FeedPort = {
  readonly send: (order: FeedOrder) => void;
  readonly hear: (listener: (word: FeedWord) => void) => void;
};

export function startFeed(): FeedPort {
  const worker = new Worker(new URL('../feed.ts', import.meta.url), { type: 'module', name: 'feed' });
  let listener: ((word: FeedWord) => void) | null = null;
  const early: FeedWord[] = [];
  worker.addEventListener('message', (event: MessageEvent<FeedWord>) => {
    if (listener === null) early.push(event.data);
    else listener(event.data);
  });
  worker.addEventListener('error', (event) => {
    listener?.({ type: 'fault', code: 'FEED_CRASHED', message: `${event.message} Reload the desk.` });
  });
  return {
    send: (order) => worker.postMessage(order),
    hear(next) {
      listener = next;
      for (const word of early.splice(0)) next(word);
    },
  };
}
