/** Row `knee`: open loop, the highest rate at which p99 stays within 100 ms and nothing is refused; ours and the peer's. */
import { house } from '../house.ts';
import { exact, type Row, rounds, rowResult, timed } from '../row.ts';
import { content, loadNotes, type Run, runOnce, type Shape } from '../run.ts';
import { openStage, type Stage } from '../stage.ts';
import type { Subject } from '../subject.ts';
import { peer } from '../subjects.ts';
import { number } from '../table.ts';
import { AT_5K } from './ack.ts';

const P99_MS_MAX = 100;
const GOAL_OVER_PEER = 8;
/** Each rate is a quarter more than the one before. */
const LADDER = Array.from({ length: 24 }, (_, step) => Math.round(2_000 * 1.25 ** step));
const FIRST = 8;

export const knee: Row = {
  about: 'the highest rate with p99 at most 100 ms and nothing refused, against the peer',
  async run(options) {
    const shape: Shape = { ...AT_5K, seconds: options.small ? 0.4 : 2, warmSeconds: options.small ? 0.2 : 1 };
    const stage = await openStage();
    try {
      const credentialsPath = await stage.credentials(shape);
      const ours = house(stage, { sale: { lots: shape.lots }, bidders: shape.desks, credentialsPath });
      const theirs = peer(stage, shape.lots, shape.desks);
      const first = options.small ? 0 : FIRST;
      const mine = await kneeOf(stage, ours, shape, first, options.small ? 1 : LADDER.length);
      const other = await kneeOf(stage, theirs, shape, first, options.small ? 1 : LADDER.length);
      return kneeResult('knee', options, mine, other);
    } finally {
      await stage.close();
    }
  },
};

export type Knee = {
  readonly bidsPerSecond: number;
  readonly p99Ms: number;
  /** Why the next rate was too much. */
  readonly broke: string;
  readonly held: readonly Run[];
  readonly all: readonly Run[];
};

/** Up the ladder until a rate breaks, down it while the first one does. A rate that breaks is tried twice: one stall of the machine is no knee. */
export async function kneeOf(
  stage: Stage,
  subject: Subject,
  shape: Shape,
  first: number,
  steps: number,
): Promise<Knee> {
  const held: Run[] = [];
  const all: Run[] = [];
  let best: { rate: number; p99Ms: number } = { rate: 0, p99Ms: 0 };
  let broke = 'nothing broke on the ladder';
  let step = first;
  let direction = 1;
  for (let tried = 0; tried < steps && step >= 0 && step < LADDER.length; tried += 1) {
    const rate = LADDER[step] ?? 0;
    let why = '';
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const run = await runOnce(stage, subject, { ...shape, load: { kind: 'open', bidsPerSecond: rate } });
      all.push(run);
      why = whyBroken(run, rate);
      if (why !== '') continue;
      held.push(run);
      best = { rate, p99Ms: run.ack.p99Ms };
      break;
    }
    if (why === '' && direction < 0) break;
    if (why !== '') {
      broke = `at ${rate} bids/s: ${why}`;
      if (held.length > 0) break;
      direction = -1;
    }
    step += direction;
  }
  return { bidsPerSecond: best.rate, p99Ms: best.p99Ms, broke, held, all };
}

function whyBroken(run: Run, rate: number): string {
  if (run.refused > 0) return `${run.refused} refused (${JSON.stringify(run.reasons)})`;
  if (run.unanswered > 0) return `${run.unanswered} unanswered`;
  if (run.ack.p99Ms > P99_MS_MAX) return `p99 ${run.ack.p99Ms.toFixed(0)} ms, nothing refused`;
  return run.lag.p99Ms > P99_MS_MAX ? `the generator itself is late at ${rate}` : '';
}

export function kneeResult(row: string, options: { readonly small: boolean }, mine: Knee, other: Knee) {
  const figures = rounds();
  const floor = rounds();
  figures.add({ bidsPerSecond: mine.bidsPerSecond, p99Ms: mine.p99Ms });
  floor.add({ bidsPerSecond: other.bidsPerSecond, p99Ms: other.p99Ms });
  const overPeer = mine.bidsPerSecond / other.bidsPerSecond;
  const silent = mine.all.reduce((sum, run) => sum + run.unanswered, 0);
  return rowResult({
    row,
    figures: figures.figures,
    floor: floor.figures,
    ratio: { peer: overPeer },
    goals: [
      timed(options, `at least ${GOAL_OVER_PEER} times the peer's`, overPeer, overPeer >= GOAL_OVER_PEER),
      exact('beyond the knee too every bid is answered', silent, silent === 0),
      ...content(mine.held, [...mine.held, ...other.held]),
    ],
    notes: [
      `the house broke ${mine.broke}`,
      `the peer broke ${other.broke}`,
      ...loadNotes([...mine.held, ...other.held]),
    ],
    why: [
      "the peer's knee is where its Redis and its Node fill two cores, and so is ours: both decide in tens of microseconds of processor a bid, the peer with a script of a fraction of the rules, without permissions a subject, a chain, a public proof or private words (ADR 0063)",
      `${GOAL_OVER_PEER} times the peer's is ${number(GOAL_OVER_PEER * other.bidsPerSecond)} bids a second: the echo of row \`ack-max\`, which decides and keeps nothing, is the most that this bus and these cores can do; what a bid of ours costs, and what would have to change, stands there`,
    ],
  });
}
