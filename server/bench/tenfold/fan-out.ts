/** Rows `fan-out` and `slow-desk` with ten times the ticks, and ten times the frozen desks. */
import { house } from '../house.ts';
import { exact, type Row, rounds, rowResult } from '../row.ts';
import { fanOutShape, tickFigures } from '../rows/fan-out.ts';
import { besideFrozen } from '../rows/slow-desk.ts';
import { type Run, runOnce, type Shape } from '../run.ts';
import { openStage, type Stage } from '../stage.ts';
import { figuresOf, kept, loadNote, reasonsNote } from './told.ts';

const TICKS_PER_SECOND = 1_000;
const FROZEN = 30;

export const fanOutTenfold: Row = {
  about: '1,000 desks, 1,000 ticks a second: a million deliveries a second',
  async run(options) {
    const shape: Shape = {
      ...fanOutShape(options),
      load: { kind: 'open', bidsPerSecond: options.small ? 200 : TICKS_PER_SECOND },
    };
    const stage = await openStage();
    try {
      const run = await runOnce(stage, await houseOf(stage, shape), shape);
      return heard('fan-out', run, shape);
    } finally {
      await stage.close();
    }
  },
};

export const slowDeskTenfold: Row = {
  about: `fan-out with ${FROZEN} desks frozen`,
  async run(options) {
    const shape: Shape = { ...fanOutShape(options), watchers: options.small ? 20 : 500 };
    const stage = await openStage();
    try {
      const subject = await besideFrozen(stage, await houseOf(stage, shape), options.small ? 5 : FROZEN);
      const run = await runOnce(stage, subject, shape);
      return heard('slow-desk', run, shape);
    } finally {
      await stage.close();
    }
  },
};

async function houseOf(stage: Stage, shape: Shape) {
  const credentialsPath = await stage.credentials(shape);
  return house(stage, { sale: { lots: shape.lots }, bidders: shape.desks, credentialsPath });
}

function heard(row: string, run: Run, shape: Shape) {
  const mine = rounds();
  const { fewestAtOneWatcher, mostAtOneWatcher, watchersBehind, received } = run.ticks;
  const deliveriesPerSecond = received / (shape.seconds + shape.warmSeconds);
  mine.add({ ...figuresOf(run), ...tickFigures(run), deliveriesPerSecond });
  const old = Math.max(0, watchersBehind - run.closedConnections);
  const left = shape.watchers - run.closedConnections;
  return rowResult({
    row,
    figures: mine.figures,
    goals: [exact('desks that end on an old price and are still connected', old, old === 0), ...kept(run)],
    notes: [
      `${left} of ${shape.watchers} desks kept their connection; ${run.closedConnections} were cut off by nats-server as too slow`,
      `ticks at the desk that heard fewest ${fewestAtOneWatcher}, most ${mostAtOneWatcher}, of ${run.accepted} accepted bids: ticks of one lot in one batch are folded`,
      reasonsNote(run),
      loadNote(run),
    ],
  });
}
