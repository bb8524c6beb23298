/** Heads while the house is open: every second the place of every lot, and the signed root of the log. They tell that the wire lives, so they go by real time. */
import type { Metrics } from '../metrics.ts';
import type { Room } from '../room.ts';
import type { Service } from '../service.ts';

const HEAD_EVERY_MS = 1_000;

/** The return value stops it. */
export function startHeartbeat(rooms: ReadonlyMap<string, Room>, service: Service, metrics: Metrics): () => void {
  const timer = setInterval(() => {
    for (const room of rooms.values()) {
      service.sayHead(room);
      metrics.lastSeq.set({ sale: room.id }, room.journal.lastSeq);
      metrics.feedReaders.set({ sale: room.id }, room.feed.readers);
    }
  }, HEAD_EVERY_MS);
  return () => clearInterval(timer);
}
