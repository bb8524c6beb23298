/**
 * Row `spike`: the last ten seconds of a timed lot. 5,000 bidders, most of their bids in the last two; extensions on. Nothing that
 * came before the close may be turned away as late, and nobody may wait twice as long as the median bidder.
 */
import { readClosings } from '../closing.ts';
import { closesAtOf, house } from '../house.ts';
import { exact, median, type Row, rounds, rowResult, timed } from '../row.ts';
import { content, loadNotes, type Run, runOnce, type Shape, syncNote } from '../run.ts';
import { openStage } from '../stage.ts';

const P99_MS_MAX = 100;
const UNFAIR = 2;
const LATE_SHARE = 0.8;
const LATE_MS = 2_000;
const EXTENSION = {
  windowMs: 2_000,
  base: 'bid',
  addMs: 2_000,
  maxCount: null,
  hardEndAt: null,
  scope: 'lot',
} as const;
/** From the start of a round until the lot was to close: start of the house, logins, and the ten seconds themselves. */
const START_MS = 6_000;
/** Bids that are meant for after the close, to see that it is a close. */
const AFTER_MS = 100;

export const spike: Row = {
  about: 'the end of a timed lot: 5,000 bidders, 80 % of their bids in the last two seconds',
  async run(options) {
    const desks = options.small ? 5 : 250;
    const bidders = options.small ? 100 : 5_000;
    const seconds = options.small ? 2.5 : 10;
    const bids = options.small ? 300 : 20_000;
    const shape: Shape = {
      desks,
      biddersPerDesk: bidders / desks,
      watchers: options.small ? 1 : 20,
      lots: 1,
      seconds,
      warmSeconds: 0,
      load: { kind: 'closed', inFlight: 0 },
      acceptedShare: 0.9,
      maxShare: 0.2,
    };
    const stage = await openStage();
    const mine = rounds();
    const all: Run[] = [];
    let late = 0;
    let wronglyLate = 0;
    let extended = 0;
    try {
      const credentialsPath = await stage.credentials(shape);
      for (let round = 0; round < (options.small ? 1 : 2); round += 1) {
        // Every second round without extensions: then the close stands still and bids fall on both sides of it.
        const closesAt = Date.now() + (options.small ? START_MS / 2 : START_MS) + seconds * 1000;
        const isExtended = round % 2 === 0;
        const subject = house(stage, {
          sale: { lots: 1, closesAt, ...(isExtended ? { extension: EXTENSION } : {}) },
          bidders,
          credentialsPath,
        });
        const run = await runOnce(stage, subject, shape, async () => ({
          kind: 'spike',
          bids,
          endsAt: (await closesAtOf(stage)) + AFTER_MS,
          lateShare: LATE_SHARE,
          lateMs: LATE_MS,
        }));
        all.push(run);
        const closing = await readClosings(stage.dir);
        late += closing.late;
        wronglyLate += closing.wronglyLate + closing.wronglyInTime;
        extended += closing.extensions;
        mine.add({
          p50Ms: run.ack.p50Ms,
          p99Ms: run.ack.p99Ms,
          maxMs: run.ack.maxMs,
          medianBidderWorstMs: run.fairness.medianMs,
          worstBidderWorstMs: run.fairness.worstMs,
          medianBidderBesideTimes: run.fairness.beside.medianTimes,
          worstBidderBesideTimes: run.fairness.beside.worstTimes,
        });
      }
    } finally {
      await stage.close();
    }
    const p99 = median(mine.of('p99Ms'));
    const unfair = median(mine.of('worstBidderWorstMs')) / median(mine.of('medianBidderWorstMs'));
    return rowResult({
      row: 'spike',
      figures: mine.figures,
      ratio: { worstBidderOverMedian: unfair },
      goals: [
        exact('bids on the wrong side of the close', wronglyLate, wronglyLate === 0),
        timed(options, `p99 at most ${P99_MS_MAX} ms`, p99, p99 <= P99_MS_MAX),
        timed(options, `no bidder waits more than ${UNFAIR} times the median bidder`, unfair, unfair <= UNFAIR),
        ...content(all, all),
      ],
      notes: [
        `${bids} bids by ${bidders} bidders over ${desks} connections; a bidder's figure is the longest that he waited`,
        `with four bids a bidder his p99 is his longest wait, so the goal holds the longest of ${bids} waits against a usual one, and a pause of the whole house counts against it`,
        'beside: the wait as times of what those waited whose bids were meant in the same 10 ms; what a pause does to all is out of it',
        `${extended} extensions, ${late} bids after the close`,
        ...loadNotes(all),
        syncNote(all),
      ],
      why: [
        'the longest waits are the slower syncs, the collections of the young generation and turns of the loop in which thousands of bids of the last second come at once; a bid that comes last in such a turn waits for all before it, by order of arrival, which decides ties',
        'what would have to change: fewer microseconds a bid (row `ack-max`), or a core for the house alone',
      ],
    });
  },
};
