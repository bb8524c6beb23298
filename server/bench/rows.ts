/** The rows of the bench, by name, in the order of the table. */
import type { Rows } from './row.ts';

export const ROWS: Rows = {
  decide: async () => (await import('./rows/decide.ts')).decide,
  commit: async () => (await import('./rows/commit.ts')).commit,
  'ack@5k': async () => (await import('./rows/ack.ts')).ack,
  residence: async () => (await import('./rows/residence.ts')).residence,
  'ack-max': async () => (await import('./rows/ack-max.ts')).ackMax,
  knee: async () => (await import('./rows/knee.ts')).knee,
  spike: async () => (await import('./rows/spike.ts')).spike,
  'fan-out': async () => (await import('./rows/fan-out.ts')).fanOut,
  'slow-desk': async () => (await import('./rows/slow-desk.ts')).slowDesk,
  flood: async () => (await import('./rows/flood.ts')).flood,
  'hot-lot': async () => (await import('./rows/hot-lot.ts')).hotLot,
  paint: async () => (await import('./rows/paint.ts')).paint,
  restart: async () => (await import('./rows/restart.ts')).restart,
  review: async () => (await import('./rows/review.ts')).review,
  start: async () => (await import('./rows/start.ts')).start,
  grow: async () => (await import('./rows/grow.ts')).grow,
  peer: async () => (await import('./rows/peer.ts')).peerRow,
  control: async () => (await import('./rows/control.ts')).control,
};
