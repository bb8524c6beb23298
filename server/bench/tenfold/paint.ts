/** Row `paint` under ten times the ticks: 50,000 bids a second on a hundred lots that one desk in Chromium has in view. */
import { openUsers } from '../../identity/users.ts';
import { snapshotOf, startHouse } from '../house.ts';
import { openBrowser } from '../paint/browser.ts';
import { buildDesk } from '../paint/build.ts';
import { bidsOf, compare, lookAt, openDesk } from '../paint/visit.ts';
import { exact, type Row, rounds, rowResult } from '../row.ts';
import { planOf, type Shape } from '../run.ts';
import { openStage, PORTS } from '../stage.ts';
import { reasonsNote } from './told.ts';

const LOTS = 100;
const DESKS = 50;
const LOGIN = { user: `b${DESKS}`, password: 'a bench that paints' };
const WARM_MS = 1_000;
/** After the last bid: what waited is painted, and what was lost is found by a heartbeat and mended. */
const SETTLE_MS = 3_000;

export const paintTenfold: Row = {
  about: 'one desk in Chromium, 100 lots in view, 50,000 bids a second',
  async run({ small }) {
    buildDesk();
    const bidsPerSecond = small ? 500 : 50_000;
    const lookMs = small ? 500 : 5_000;
    const stage = await openStage([`http://127.0.0.1:${PORTS.http}`]);
    const browser = await openBrowser();
    const mine = rounds();
    try {
      const users = await openUsers(stage.dir);
      const { user: id, password } = LOGIN;
      await users.add({ id, password, name: 'Painter', role: 'bidder', paddle: null, sales: [] });
      const seconds = (WARM_MS + lookMs) / 1_000;
      const shape: Shape = {
        ...{ desks: DESKS, biddersPerDesk: 1, watchers: 0, lots: LOTS, warmSeconds: 0, acceptedShare: 1, maxShare: 0 },
        ...{ load: { kind: 'open', bidsPerSecond }, seconds },
      };
      const credentialsPath = await stage.credentials(shape);
      const house = await startHouse(stage, { sale: { lots: LOTS }, bidders: DESKS + 1, credentialsPath });
      try {
        const desk = await openDesk(browser, LOGIN);
        const loading = stage.load({ ...planOf(shape, house, stage.dir, 'load-'), acksPath: null });
        await desk.page.waitForTimeout(WARM_MS);
        const look = await lookAt(browser, desk, lookMs, () => bidsOf(stage));
        const { paints, cores, screenCores, changesPerSecond } = look;
        const result = await loading;
        await desk.page.waitForTimeout(SETTLE_MS);
        const { wrong, rows } = await compare(await snapshotOf(stage), desk, LOTS);
        const heapMib = (await desk.heapBytes()) / 2 ** 20;
        mine.add({
          changesPerSecond,
          cores,
          screenCores,
          paintMsMax: Math.max(...paints.map(({ oldestMs }) => oldestMs), 0),
        });
        mine.add({ paints: paints.length });
        mine.add({ heapMib, ackP99Ms: result.ack.p99Ms, refused: result.refused, answered: result.answered });
        return rowResult({
          row: 'paint',
          figures: mine.figures,
          goals: [
            exact('prices on the screen that are not the last ones', wrong, wrong === 0 && rows === LOTS),
            exact(
              'every bid is answered: decided, or refused with a reason',
              result.unanswered,
              result.unanswered === 0,
            ),
          ],
          notes: [
            `${bidsPerSecond} bids a second were asked for: ${result.refused} were refused at the door, and several changes of a lot in one batch make one tick`,
            reasonsNote(result),
            'the page goes on painting by its frames, each lot with its last price; what grows is the age of what it shows (paintMsMax)',
          ],
        });
      } finally {
        await house.end(null, '');
      }
    } finally {
      await browser.close();
      await stage.close();
    }
  },
};
