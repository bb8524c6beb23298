/** Row `grow`: `ack@5k` with 10, 1,000 and 100,000 lots and as many registered bidders; latency, and memory a lot and a bidder. */
import { house } from '../house.ts';
import { median, type Row, rounds, rowResult, timed } from '../row.ts';
import { content, loadNotes, type Run, runOnce, type Shape } from '../run.ts';
import { openStage } from '../stage.ts';
import { AT_5K, AT_5K_SMALL } from './ack.ts';

const GOAL_P99 = 1.2;
const GOAL_BYTES = 1024;
/** How many lots the bids fall on, whatever the size of the sale. */
const LOTS_BID = 10;

export const grow: Row = {
  about: 'ack@5k with 10, 1,000 and 100,000 lots and bidders; memory',
  async run(options) {
    const sizes = options.small ? [10, 200] : [10, 1_000, 100_000];
    const base: Shape = options.small ? AT_5K_SMALL : { ...AT_5K, seconds: 3, warmSeconds: 2 };
    const shape: Shape = { ...base, lots: LOTS_BID, desks: 10, watchers: 0 };
    const stage = await openStage();
    const kept = rounds();
    const all: Run[] = [];
    try {
      const credentialsPath = await stage.credentials(shape);
      for (let round = 0; round < (options.small ? 1 : 3); round += 1) {
        const figures: Record<string, number> = {};
        for (const size of sizes) {
          const subject = house(stage, {
            sale: { lots: size },
            bidders: size,
            credentialsPath,
            witness: { measuresHeap: true },
          });
          const run = await runOnce(stage, subject, shape);
          all.push(run);
          figures[`p99MsAt${size}`] = run.ack.p99Ms;
          figures[`heapBytesAt${size}`] = run.ended.witness?.heapBytes ?? 0;
        }
        kept.add(figures);
      }
    } finally {
      await stage.close();
    }
    const [least = 0] = sizes;
    const greatest = sizes.at(-1) ?? 0;
    const of = (name: string): number => median(kept.of(name));
    const p99 = of(`p99MsAt${greatest}`) / of(`p99MsAt${least}`);
    const bytes = (of(`heapBytesAt${greatest}`) - of(`heapBytesAt${least}`)) / (greatest - least) / 2;
    return rowResult({
      row: 'grow',
      figures: kept.figures,
      ratio: { p99 },
      goals: [
        timed(
          options,
          `p99 with ${greatest} lots and bidders at most ${GOAL_P99} of that with ${least}`,
          p99,
          p99 <= GOAL_P99,
        ),
        timed(options, `at most ${GOAL_BYTES} bytes of heap a lot or bidder`, bytes, bytes <= GOAL_BYTES),
        ...content(all, all),
      ],
      notes: [
        `bids fall on ${LOTS_BID} lots from 10 desks in every size, so that only the size differs`,
        ...loadNotes(all),
      ],
      why: [
        'two pairs of such runs in turn gave 0.8 and 1.1, this row once 1.65: a second’s hundredth is a few waits, and the spread of both figures is as large as what is missing',
        'what would have to change: longer stretches, which the row has no time for, before a cause could be told from chance',
      ],
    });
  },
};
