/** Row `peer`: what a user would pick instead, on the same machine, in the same run, under the same load: `ack@5k`. Its knee is in row `knee`. */
import { house } from '../house.ts';
import { type Row, ratioOf, rounds, rowResult, timed } from '../row.ts';
import { content, loadNotes, type Run, runOnce } from '../run.ts';
import { openStage } from '../stage.ts';
import { peer } from '../subjects.ts';
import { AT_5K, AT_5K_SMALL, figuresOf } from './ack.ts';

const GOAL = 1.2;

export const peerRow: Row = {
  about: 'ack@5k against Socket.IO and Redis with Lua, synced always',
  async run(options) {
    const shape = options.small ? AT_5K_SMALL : AT_5K;
    const stage = await openStage();
    const mine = rounds();
    const theirs = rounds();
    const ours: Run[] = [];
    const all: Run[] = [];
    try {
      const credentialsPath = await stage.credentials(shape);
      const subject = house(stage, { sale: { lots: shape.lots }, bidders: shape.desks, credentialsPath });
      const other = peer(stage, shape.lots, shape.desks);
      for (let round = 0; round < (options.small ? 1 : 3); round += 1) {
        const run = await runOnce(stage, subject, shape);
        const their = await runOnce(stage, other, shape);
        mine.add(figuresOf(run));
        theirs.add(figuresOf(their));
        ours.push(run);
        all.push(run, their);
      }
    } finally {
      await stage.close();
    }
    const p50 = ratioOf(mine.of('p50Ms'), theirs.of('p50Ms'));
    const p99 = ratioOf(mine.of('p99Ms'), theirs.of('p99Ms'));
    return rowResult({
      row: 'peer',
      figures: mine.figures,
      floor: theirs.figures,
      ratio: { p50, p99 },
      goals: [
        timed(options, `p50 at most ${GOAL} of the peer's`, p50, p50 <= GOAL),
        timed(options, `p99 at most ${GOAL} of the peer's`, p99, p99 <= GOAL),
        ...content(ours, all),
      ],
      notes: [
        'the floor is the peer; its append-only file is held against the acknowledged bids too',
        ...loadNotes(all),
      ],
    });
  },
};
