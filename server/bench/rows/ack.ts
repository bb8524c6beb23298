/** Row `ack@5k`: 50 desks bid on 200 lots at 5,000 a second; how long until a durable decision is back, against the echo. */
import { house } from '../house.ts';
import { type Row, ratioOf, rounds, rowResult, timed } from '../row.ts';
import { content, loadNotes, type Run, runOnce, type Shape, syncNote } from '../run.ts';
import { spend, spentNotes } from '../spent.ts';
import { openStage } from '../stage.ts';
import { echo } from '../subjects.ts';

const GOAL_P50 = 1.4;
const GOAL_P99 = 1.5;

export const AT_5K: Shape = {
  desks: 50,
  biddersPerDesk: 1,
  watchers: 1,
  lots: 200,
  load: { kind: 'open', bidsPerSecond: 5_000 },
  seconds: 4,
  warmSeconds: 2,
};
export const AT_5K_SMALL: Shape = {
  ...AT_5K,
  load: { kind: 'open', bidsPerSecond: 500 },
  seconds: 0.5,
  warmSeconds: 0.2,
};

export const ack: Row = {
  about: 'a decision, durable and back at its desk, at 5,000 bids a second',
  async run(options) {
    const shape = options.small ? AT_5K_SMALL : AT_5K;
    const stage = await openStage();
    const mine = rounds();
    const floor = rounds();
    const all: Run[] = [];
    const ours: Run[] = [];
    let spent: string[] = [];
    try {
      const credentialsPath = await stage.credentials(shape);
      const common = { sale: { lots: shape.lots }, bidders: shape.desks, credentialsPath };
      const subject = house(stage, common);
      for (let round = 0; round < (options.small ? 1 : 3); round += 1) {
        const below = await runOnce(stage, echo(stage, credentialsPath), shape);
        const run = await runOnce(stage, subject, shape);
        floor.add(figuresOf(below));
        mine.add(figuresOf(run));
        all.push(below, run);
        ours.push(run);
      }
      if (!options.small) spent = spentNotes(await spend(stage, common, shape));
    } finally {
      await stage.close();
    }
    const p50 = ratioOf(mine.of('p50Ms'), floor.of('p50Ms'));
    const p99 = ratioOf(mine.of('p99Ms'), floor.of('p99Ms'));
    return rowResult({
      row: 'ack@5k',
      figures: mine.figures,
      floor: floor.figures,
      ratio: { p50, p99 },
      goals: [
        timed(options, `p50 at most ${GOAL_P50} of the echo's`, p50, p50 <= GOAL_P50),
        timed(options, `p99 at most ${GOAL_P99} of the echo's`, p99, p99 <= GOAL_P99),
        ...content(ours, all),
      ],
      notes: [...loadNotes(all), syncNote(ours), ...spent],
      why: [
        'a bid waits for one sync of its own batch, and for what is left of the sync that runs when it comes: syncs are on the loop, one after the other (ADR 0012), and a bid that comes first is not kept waiting for company. At this rate a batch is a handful of bids, so the price of a turn of the loop (read, sync, write) is paid by few',
        'the p99 is the collections of the young generation, the slower syncs, and whoever else has the core: house, nats-server and load share two',
        'the sync is that of bytes whose place in the file stands already, zeros written ahead (ADR 0086): 0.06 ms beside 0.09 of a file that grows, for 3 KB, taken in turn',
        'what would have to change: a core for the house alone, or an answer before the disk has it, which this house does not give',
      ],
    });
  },
};

export function figuresOf(run: Run): Record<string, number> {
  const { p50Ms, p90Ms, p99Ms, p999Ms, maxMs } = run.ack;
  return { p50Ms, p90Ms, p99Ms, p999Ms, maxMs, answeredPerSecond: run.answeredPerSecond };
}
