/** Row `grow` with a million registered bidders, and as many lots as one sale may have; a sale of a million lots is asked for too. */
import { checkSale, LOTS_MAX } from '../../../protocol/sale-schema.ts';
import { house } from '../house.ts';
import { benchSale } from '../records.ts';
import { exact, type Row, rounds, rowResult, timed } from '../row.ts';
import { AT_5K, AT_5K_SMALL } from '../rows/ack.ts';
import { runOnce, type Shape } from '../run.ts';
import { openStage } from '../stage.ts';
import { figuresOf, kept, loadNote, reasonsNote } from './told.ts';

const SIZE = 1_000_000;
const BYTES_MAX = 1_024;
const BASE_MIB = 512;
/** Of the process at its worst: the thread that makes the snapshot holds the sale a second time, and a third while it writes. */
const PROCESS_BYTES_MAX = 3 * BYTES_MAX;

export const growTenfold: Row = {
  about: `ack@5k with ${LOTS_MAX} lots and a million registered bidders; a sale of a million lots`,
  async run(options) {
    const { small } = options;
    const bidders = small ? 500 : SIZE;
    const lots = small ? 500 : LOTS_MAX;
    const tooMany = checkSale(benchSale({ saleId: 'bench', lots: SIZE }));
    const refusal = tooMany.ok ? '' : tooMany.error;
    const shape: Shape = {
      ...(small ? AT_5K_SMALL : { ...AT_5K, seconds: 4, warmSeconds: 2 }),
      lots: 10,
      desks: 10,
      watchers: 0,
    };
    const memoryMibMax = BASE_MIB + ((lots + bidders) * PROCESS_BYTES_MAX) / 2 ** 20;
    const stage = await openStage();
    const mine = rounds();
    try {
      const credentialsPath = await stage.credentials(shape);
      const witness = { measuresHeap: true };
      const run = await runOnce(stage, house(stage, { sale: { lots }, bidders, credentialsPath, witness }), shape);
      const bytes = (run.ended.witness?.heapBytes ?? Number.NaN) / (lots + bidders);
      mine.add({ ...figuresOf(run), heapBytesALotOrBidder: bytes });
      return rowResult({
        row: 'grow',
        figures: mine.figures,
        goals: [
          timed(options, `at most ${BYTES_MAX} bytes of heap a lot or bidder`, bytes, bytes <= BYTES_MAX),
          exact('a sale of a million lots is refused, and says why', Number(refusal !== ''), refusal !== ''),
          ...kept(run, memoryMibMax),
        ],
        notes: [
          `${lots} lots, ${bidders} bidders; bids fall on 10 lots`,
          `what breaks first is the list of lots: a sale of ${SIZE} is refused with “${refusal}” before anything is written`,
          reasonsNote(run),
          loadNote(run),
        ],
      });
    } finally {
      await stage.close();
    }
  },
};
