/** Row `slow-desk`: fan-out with three desks frozen by SIGSTOP; the others must not notice. */

import { startScript } from '../children.ts';
import { house, SALE } from '../house.ts';
import { type Row, ratioOf, rounds, rowResult, timed } from '../row.ts';
import { content, loadNotes, type Run, runOnce } from '../run.ts';
import { openStage, PORTS, type Stage } from '../stage.ts';
import type { Subject } from '../subject.ts';
import { everyTick, fanOutShape, tickFigures } from './fan-out.ts';

const FROZEN = 3;
const GOAL = 1.5;

export const slowDesk: Row = {
  about: 'fan-out with three desks frozen: the others must not notice',
  async run(options) {
    const full = fanOutShape(options);
    const shape = { ...full, watchers: options.small ? 50 : 500 };
    const stage = await openStage();
    const mine = rounds();
    const floor = rounds();
    const all: Run[] = [];
    try {
      const credentialsPath = await stage.credentials(shape);
      const subject = house(stage, { sale: { lots: shape.lots }, bidders: shape.desks, credentialsPath });
      const withFrozen = await besideFrozen(stage, subject, FROZEN);
      for (let round = 0; round < (options.small ? 1 : 3); round += 1) {
        const without = await runOnce(stage, subject, shape);
        const run = await runOnce(stage, withFrozen, shape);
        floor.add(tickFigures(without));
        mine.add(tickFigures(run));
        all.push(without, run);
      }
    } finally {
      await stage.close();
    }
    const p99 = ratioOf(mine.of('tickP99Ms'), floor.of('tickP99Ms'));
    return rowResult({
      row: 'slow-desk',
      figures: mine.figures,
      floor: floor.figures,
      ratio: { p99 },
      goals: [
        timed(options, `the others' p99 at most ${GOAL} of what it is without`, p99, p99 <= GOAL),
        ...everyTick(all),
        ...content(all, all),
      ],
      notes: [
        `${FROZEN} desks stopped by SIGSTOP after they had subscribed; ${shape.watchers} others`,
        ...loadNotes(all),
      ],
    });
  },
};

/** The same, once so many more desks have subscribed to every tick and were stopped by SIGSTOP. */
export async function besideFrozen(stage: Stage, subject: Subject, desks: number): Promise<Subject> {
  const credentialsPath = await stage.credentials({ desks: 0, biddersPerDesk: 1, watchers: desks });
  return {
    name: subject.name,
    async start() {
      const running = await subject.start();
      const frozen = await startScript({
        script: 'load/frozen.ts',
        args: [`${PORTS.webSocket}`, credentialsPath, SALE, `${desks}`],
      });
      frozen.signal('SIGSTOP');
      return {
        target: running.target,
        async end(acksPath, idPrefix) {
          await frozen.kill();
          return running.end(acksPath, idPrefix);
        },
      };
    },
  };
}
