/** Row `grow` with a million lots and a million registered bidders in one sale. */
import { house } from '../house.ts';
import { type Row, rounds, rowResult, timed } from '../row.ts';
import { AT_5K, AT_5K_SMALL } from '../rows/ack.ts';
import { runOnce, type Shape } from '../run.ts';
import { openStage } from '../stage.ts';
import { figuresOf, kept, loadNote, reasonsNote } from './told.ts';

const SIZE = 1_000_000;
const BYTES_MAX = 1_024;
const BASE_MIB = 512;

export const growTenfold: Row = {
  about: 'ack@5k with a million lots and a million registered bidders',
  async run(options) {
    const { small } = options;
    const size = small ? 500 : SIZE;
    const shape: Shape = {
      ...(small ? AT_5K_SMALL : { ...AT_5K, seconds: 4, warmSeconds: 2 }),
      lots: 10,
      desks: 10,
      watchers: 0,
    };
    const memoryMibMax = BASE_MIB + (2 * size * BYTES_MAX) / 2 ** 20;
    const stage = await openStage();
    const mine = rounds();
    try {
      const credentialsPath = await stage.credentials(shape);
      const witness = { measuresHeap: true };
      const run = await runOnce(
        stage,
        house(stage, { sale: { lots: size }, bidders: size, credentialsPath, witness }),
        shape,
      );
      const bytes = (run.ended.witness?.heapBytes ?? Number.NaN) / size / 2;
      mine.add({ ...figuresOf(run), heapBytesALotOrBidder: bytes });
      return rowResult({
        row: 'grow',
        figures: mine.figures,
        goals: [
          timed(options, `at most ${BYTES_MAX} bytes of heap a lot or bidder`, bytes, bytes <= BYTES_MAX),
          ...kept(run, memoryMibMax),
        ],
        notes: [`${size} lots, ${size} bidders; bids fall on 10 lots`, reasonsNote(run), loadNote(run)],
      });
    } finally {
      await stage.close();
    }
  },
};
