/** The rows of `npm run bench -- --tenfold`: ten times what a goal asks for, to see what breaks first and how it says so. */
import type { Row } from './row.ts';
import { fanOutTenfold, slowDeskTenfold } from './tenfold/fan-out.ts';
import { growTenfold } from './tenfold/grow.ts';
import { restartTenfold } from './tenfold/long-log.ts';
import { paintTenfold } from './tenfold/paint.ts';
import { spikeTenfold } from './tenfold/spike.ts';

export const TENFOLD: Readonly<Record<string, Row>> = {
  spike: spikeTenfold,
  'fan-out': fanOutTenfold,
  'slow-desk': slowDeskTenfold,
  paint: paintTenfold,
  grow: growTenfold,
  restart: restartTenfold,
};
