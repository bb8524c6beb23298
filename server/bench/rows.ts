/** The rows of the bench, by name, in the order of the table. */
import type { Row } from './row.ts';
import { ack } from './rows/ack.ts';
import { ackMax } from './rows/ack-max.ts';
import { commit } from './rows/commit.ts';
import { control } from './rows/control.ts';
import { decide } from './rows/decide.ts';
import { fanOut } from './rows/fan-out.ts';
import { flood } from './rows/flood.ts';
import { grow } from './rows/grow.ts';
import { hotLot } from './rows/hot-lot.ts';
import { knee } from './rows/knee.ts';
import { paint } from './rows/paint.ts';
import { peerRow } from './rows/peer.ts';
import { residence } from './rows/residence.ts';
import { restart } from './rows/restart.ts';
import { review } from './rows/review.ts';
import { slowDesk } from './rows/slow-desk.ts';
import { spike } from './rows/spike.ts';
import { start } from './rows/start.ts';

export const ROWS: Readonly<Record<string, Row>> = {
  decide,
  commit,
  'ack@5k': ack,
  residence,
  'ack-max': ackMax,
  knee,
  spike,
  'fan-out': fanOut,
  'slow-desk': slowDesk,
  flood,
  'hot-lot': hotLot,
  paint,
  restart,
  review,
  start,
  grow,
  peer: peerRow,
  control,
};
