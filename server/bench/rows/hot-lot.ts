/** Row `hot-lot`: 1,000 desks watch one lot at 1,000 bids a second; ticks are folded, and every desk ends on the final price. */
import { house } from '../house.ts';
import { exact, median, type Row, rounds, rowResult, timed } from '../row.ts';
import { content, loadNotes, type Run, runOnce, type Shape } from '../run.ts';
import { openStage } from '../stage.ts';
import { tickFigures } from './fan-out.ts';

const GOAL_MS = 50;
/** The longest that the house holds a tick of one lot back to fold it with the next. */
const FOLDING_MS = 50;

export const hotLot: Row = {
  about: '1,000 desks watch one lot at 1,000 bids a second',
  async run(options) {
    const shape: Shape = {
      // Over one connection, so that bids on the one lot come in the order of their prices and the accepted share holds.
      desks: 1,
      biddersPerDesk: 20,
      watchers: options.small ? 50 : 1_000,
      lots: 1,
      load: { kind: 'open', bidsPerSecond: options.small ? 200 : 1_000 },
      seconds: options.small ? 1 : 5,
      warmSeconds: options.small ? 0.2 : 2,
      acceptedShare: 0.9,
      maxShare: 0,
    };
    const stage = await openStage();
    const mine = rounds();
    const all: Run[] = [];
    try {
      const credentialsPath = await stage.credentials(shape);
      const subject = house(stage, { sale: { lots: 1 }, bidders: shape.desks * shape.biddersPerDesk, credentialsPath });
      for (let round = 0; round < (options.small ? 1 : 3); round += 1) {
        const run = await runOnce(stage, subject, shape);
        const ticksPerSecond = run.ticks.mostAtOneWatcher / (shape.seconds + shape.warmSeconds);
        mine.add({ ...tickFigures(run), ackP99Ms: run.ack.p99Ms, ticksPerSecondAtADesk: ticksPerSecond });
        all.push(run);
      }
    } finally {
      await stage.close();
    }
    const behind = all.reduce((sum, run) => sum + run.ticks.watchersBehind, 0);
    const closed = all.reduce((sum, run) => sum + run.closedConnections, 0);
    const p99 = median(mine.of('tickP99Ms'));
    return rowResult({
      row: 'hot-lot',
      figures: mine.figures,
      goals: [
        exact('every desk ends on the final price', behind, behind === 0),
        exact('connections cut off', closed, closed === 0),
        timed(options, `p99 at most ${GOAL_MS} ms and the folding interval, in ms`, p99, p99 <= GOAL_MS + FOLDING_MS),
        ...content(all, all),
      ],
      notes: ['of several bids that one tick stands for, the oldest is the one whose age counts', ...loadNotes(all)],
    });
  },
};
