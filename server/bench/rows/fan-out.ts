/** Row `fan-out`: 1,000 desks over WebSocket hear 100 ticks a second; every tick at every desk, and how late, against a bare publisher. */
import { house } from '../house.ts';
import { exact, type Row, type RowOptions, ratioOf, rounds, rowResult, timed } from '../row.ts';
import { content, loadNotes, type Run, runOnce, type Shape } from '../run.ts';
import { openStage } from '../stage.ts';
import { echo } from '../subjects.ts';

const GOAL = 1.3;

/** Every bid is an exact one that is accepted, so that each makes one tick. */
export function fanOutShape(options: RowOptions): Shape {
  return {
    desks: 10,
    biddersPerDesk: 1,
    watchers: options.small ? 50 : 1_000,
    lots: 20,
    load: { kind: 'open', bidsPerSecond: 100 },
    // 400,000 deliveries a run to 1,000 desks.
    seconds: options.small ? 1 : 4,
    warmSeconds: options.small ? 0.2 : 1,
    acceptedShare: 1,
    maxShare: 0,
  };
}

export function tickFigures(run: Run): Record<string, number> {
  const { p50Ms, p90Ms, p99Ms, maxMs } = run.tick;
  return { tickP50Ms: p50Ms, tickP90Ms: p90Ms, tickP99Ms: p99Ms, tickMaxMs: maxMs };
}

export const fanOut: Row = {
  about: '1,000 desks over WebSocket, 100 ticks a second',
  async run(options) {
    const shape = fanOutShape(options);
    const stage = await openStage();
    const mine = rounds();
    const floor = rounds();
    const all: Run[] = [];
    const ours: Run[] = [];
    try {
      const credentialsPath = await stage.credentials(shape);
      const subject = house(stage, { sale: { lots: shape.lots }, bidders: shape.desks, credentialsPath });
      for (let round = 0; round < (options.small ? 1 : 3); round += 1) {
        const below = await runOnce(stage, echo(stage, credentialsPath, { ticks: true }), shape);
        const run = await runOnce(stage, subject, shape);
        floor.add(tickFigures(below));
        mine.add(tickFigures(run));
        all.push(below, run);
        ours.push(run);
      }
    } finally {
      await stage.close();
    }
    const p99 = ratioOf(mine.of('tickP99Ms'), floor.of('tickP99Ms'));
    return rowResult({
      row: 'fan-out',
      figures: mine.figures,
      floor: floor.figures,
      ratio: { p99 },
      goals: [
        timed(options, `p99 at most ${GOAL} of a bare publisher's`, p99, p99 <= GOAL),
        ...everyTick(ours),
        ...content(ours, all),
      ],
      notes: [
        `${shape.watchers} watching desks, each a connection with its own permissions; from the moment that a bid was meant to leave until its tick is at a desk`,
        ...loadNotes(all),
      ],
    });
  },
};

/** A house may fold ticks of one lot that come in one batch; at this rate a desk that lacks one has lost it. */
export function everyTick(runs: readonly Run[]) {
  const missing = runs.reduce((sum, run) => sum + (run.ticks.mostAtOneWatcher - run.ticks.fewestAtOneWatcher), 0);
  const unfolded = runs.reduce((sum, run) => sum + (run.accepted - run.ticks.mostAtOneWatcher), 0);
  const behind = runs.reduce((sum, run) => sum + run.ticks.watchersBehind, 0);
  return [
    exact('every desk heard as many ticks as the one that heard most', missing, missing === 0),
    exact('bids accepted without a tick of their own (folded with another of the same lot)', unfolded, unfolded >= 0),
    exact('every desk ends on the last price of every lot', behind, behind === 0),
  ];
}
