/** Row `ack@5k`: 50 desks bid on 200 lots at 5,000 a second; how long until a durable decision is back, against the echo. */
import { house } from '../house.ts';
import { type Row, ratioOf, rounds, rowResult, timed } from '../row.ts';
import { content, loadNotes, type Run, runOnce, type Shape, syncNote } from '../run.ts';
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
    try {
      const credentialsPath = await stage.credentials(shape);
      const subject = house(stage, { sale: { lots: shape.lots }, bidders: shape.desks, credentialsPath });
      for (let round = 0; round < (options.small ? 1 : 3); round += 1) {
        const below = await runOnce(stage, echo(stage, credentialsPath), shape);
        const run = await runOnce(stage, subject, shape);
        floor.add(figuresOf(below));
        mine.add(figuresOf(run));
        all.push(below, run);
        ours.push(run);
      }
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
      notes: [...loadNotes(all), syncNote(ours)],
    });
  },
};

export function figuresOf(run: Run): Record<string, number> {
  const { p50Ms, p90Ms, p99Ms, p999Ms, maxMs } = run.ack;
  return { p50Ms, p90Ms, p99Ms, p999Ms, maxMs, answeredPerSecond: run.answeredPerSecond };
}
