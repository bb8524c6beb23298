/** The end of a timed lot with ten times the bids of row `spike`: 200,000, most of them in the last two seconds, which no core can decide in time. */
import { readClosings } from '../closing.ts';
import { closesAtOf, house } from '../house.ts';
import { exact, type Row, rounds, rowResult } from '../row.ts';
import { runOnce, type Shape } from '../run.ts';
import { openStage } from '../stage.ts';
import { figuresOf, kept, loadNote, reasonsNote } from './told.ts';

const START_MS = 8_000;
const AFTER_MS = 100;
const BIDDERS_PER_DESK = 20;
const LATE_SHARE = 0.8;
const LATE_MS = 2_000;

export const spikeTenfold: Row = {
  about: 'the end of a timed lot, 200,000 bids, 160,000 of them in the last two seconds',
  async run({ small }) {
    const desks = small ? 5 : 250;
    const seconds = small ? 1 : 10;
    const bids = small ? 2_000 : 200_000;
    const shape: Shape = {
      ...{ desks, biddersPerDesk: BIDDERS_PER_DESK, watchers: small ? 1 : 20, lots: 1, seconds, warmSeconds: 0 },
      ...{ load: { kind: 'closed', inFlight: 0 }, acceptedShare: 0.9, maxShare: 0.2 },
    };
    const stage = await openStage();
    const mine = rounds();
    try {
      const credentialsPath = await stage.credentials(shape);
      const closesAt = Date.now() + (small ? START_MS / 2 : START_MS) + seconds * 1_000;
      const subject = house(stage, { sale: { lots: 1, closesAt }, bidders: desks * BIDDERS_PER_DESK, credentialsPath });
      const run = await runOnce(stage, subject, shape, async () => ({
        ...{ kind: 'spike', bids, lateShare: LATE_SHARE, lateMs: LATE_MS },
        endsAt: (await closesAtOf(stage)) + AFTER_MS,
      }));
      const { late, wronglyLate, wronglyInTime } = await readClosings(stage.dir);
      const wrong = wronglyLate + wronglyInTime;
      mine.add(figuresOf(run));
      return rowResult({
        row: 'spike',
        figures: mine.figures,
        goals: [exact('bids on the wrong side of the close', wrong, wrong === 0), ...kept(run)],
        notes: [
          `${bids} bids by ${desks * BIDDERS_PER_DESK} bidders, ${bids * LATE_SHARE} of them within ${LATE_MS} ms; ${late} reached the house after the close`,
          reasonsNote(run),
          loadNote(run),
        ],
      });
    } finally {
      await stage.close();
    }
  },
};
