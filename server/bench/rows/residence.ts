/** Row `residence`: how long a bid is inside the house at 10,000 a second, from the socket of the bus and back to it, against one sync of the disk. */
import { syncFloor } from '../floors/sync.ts';
import { house } from '../house.ts';
import { type Row, ratioOf, rounds, rowResult, timed } from '../row.ts';
import { content, loadNotes, type Run, runOnce, type Shape, syncNote } from '../run.ts';
import { openStage, PORTS } from '../stage.ts';
import { AT_5K, AT_5K_SMALL } from './ack.ts';

const GOAL = 2;

export const residence: Row = {
  about: 'inside the house, from receipt to the reply handed to NATS, at 10,000 bids a second',
  async run(options) {
    const shape: Shape = options.small ? AT_5K_SMALL : { ...AT_5K, load: { kind: 'open', bidsPerSecond: 10_000 } };
    const stage = await openStage();
    const mine = rounds();
    const floor = rounds();
    const all: Run[] = [];
    let timedBids = 0;
    try {
      const credentialsPath = await stage.credentials(shape);
      const subject = house(stage, {
        sale: { lots: shape.lots },
        bidders: shape.desks,
        credentialsPath,
        witness: { busPort: PORTS.nats },
      });
      for (let round = 0; round < (options.small ? 1 : 3); round += 1) {
        const sync = syncFloor(stage.dir, options.small ? 50 : 2_000);
        floor.add({ syncP50Ms: sync.p50Ms, syncP99Ms: sync.p99Ms });
        const run = await runOnce(stage, subject, shape);
        const inside = run.ended.witness?.residence;
        if (inside === undefined) throw new Error('the witness saw nothing');
        timedBids += inside.count;
        mine.add({
          residenceP50Ms: inside.p50Ms,
          residenceP99Ms: inside.p99Ms,
          syncInHouseP50Ms: run.ended.witness?.syncs.p50Ms ?? 0,
          syncInHouseP99Ms: run.ended.witness?.syncs.p99Ms ?? 0,
          ackP50Ms: run.ack.p50Ms,
          ackP99Ms: run.ack.p99Ms,
        });
        all.push(run);
      }
    } finally {
      await stage.close();
    }
    const p99 = ratioOf(mine.of('residenceP99Ms'), floor.of('syncP99Ms'));
    return rowResult({
      row: 'residence',
      figures: mine.figures,
      floor: floor.figures,
      ratio: { p99 },
      goals: [timed(options, `p99 at most ${GOAL} of the p99 of one sync`, p99, p99 <= GOAL), ...content(all, all)],
      notes: [...loadNotes(all), syncNote(all), `${timedBids} bids timed, the warm-up of the process among them`],
      why: [
        'the floor is one sync of a quiet loop; a bid that comes while a batch is being synced waits for that batch and then for its own, so that even the median is two syncs and more',
        'the p99 is not the disk alone: the sync in the house is slower than the floor (nats-server and the load want the same two cores), the first seconds of a process run unoptimised and are counted, and a bid that meets a collection of the young generation waits for it',
        'told apart by the scheduler’s own account of the main thread, on a machine that others used too: the slowest hundredth of the bids waited mostly for a core or slept, for the disk or in the poll of the loop; collections were a tenth of it or less at this rate',
        'what would have to change: a core for the house alone, and a house that was warm before it was measured',
      ],
    });
  },
};
