/** The rows of `npm run bench -- --tenfold`: ten times what a goal asks for, to see what breaks first and how it says so. */
import type { Rows } from './row.ts';

export const TENFOLD: Rows = {
  spike: async () => (await import('./tenfold/spike.ts')).spikeTenfold,
  'fan-out': async () => (await import('./tenfold/fan-out.ts')).fanOutTenfold,
  'slow-desk': async () => (await import('./tenfold/fan-out.ts')).slowDeskTenfold,
  paint: async () => (await import('./tenfold/paint.ts')).paintTenfold,
  grow: async () => (await import('./tenfold/grow.ts')).growTenfold,
  restart: async () => (await import('./tenfold/long-log.ts')).restartTenfold,
};
