/**
 * Row `flood`: honest bidders while others send far beyond their rate. Four stretches a round, in one house: quiet, one flooder, a
 * crowd of them, and the same crowd for as long at subjects that another program answers: what the machine alone makes of it.
 */
import { cpuSecondsOf, type FloodAt, type Flooder, flooders, startFlood } from '../floods.ts';
import { type HouseOptions, startHouse } from '../house.ts';
import type { LoadResult } from '../load/plan.ts';
import { exact, type Row, ratioOf, rounds, rowResult, timed } from '../row.ts';
import { FROM_MINOR, planOf } from '../run.ts';
import { openStage } from '../stage.ts';

const GOAL = 1.5;
/** What the house itself may add to what such a crowd costs on this machine, whoever answers it. */
const GOAL_OVER_ELSEWHERE = 1.2;
/** What an honest pace fits in, and a flood does not. */
const RATE = { perSecond: 3, burst: 6 };
const ONE_PER_SECOND = 5_000;
const EACH_PER_SECOND = 10;
const ROUNDS = 2;
/** How long a crowd at that pace is borne (ADR 0089): until it is refused, half a second of it, and those who are cut together. */
const CROWD_STAYS_MS = 900;
const PRICE_ROOM_MINOR = 100_000_000;

export const flood: Row = {
  about: 'honest bidders while one floods, and a thousand: the others must not notice',
  async run(options) {
    const honest = options.small ? 10 : 200;
    const crowd = options.small ? 20 : 1_000;
    // As long as the house bears a flood as it ships, and as long again.
    const seconds = options.small ? 1 : 12;
    const stage = await openStage();
    const quiet = rounds();
    const one = rounds();
    const many = rounds();
    const machine = rounds();
    const notes: string[] = [];
    let unanswered = 0;
    let refused = 0;
    let uncut = 0;
    let turnedAway = 0;
    try {
      const shape = { desks: honest, biddersPerDesk: 1, watchers: 0, lots: 20, seconds, warmSeconds: 0 };
      const credentialsPath = await stage.credentials(shape);
      const subject: HouseOptions = {
        ...{ sale: { lots: shape.lots }, bidders: honest + 1 + crowd, credentialsPath },
        limits: { bidder: RATE, bidderLot: RATE },
      };
      const running = await startHouse(stage, subject);
      let stretch = 0;
      const load = async (): Promise<LoadResult> => {
        stretch += 1;
        const plan = planOf(
          { ...shape, load: { kind: 'open', bidsPerSecond: honest } },
          running,
          stage.dir,
          `f${stretch}-`,
        );
        const fromMinor = FROM_MINOR + stretch * PRICE_ROOM_MINOR;
        const result = await stage.load({ ...plan, acksPath: null, fromMinor });
        unanswered += result.unanswered;
        refused += result.refused;
        return result;
      };
      const flooded = async (
        round: number,
        who: readonly Flooder[],
        perSecond: number,
        at: FloodAt,
      ): Promise<LoadResult> => {
        const houseBefore = cpuSecondsOf(running.child.pid);
        const under = await startFlood(stage, who, perSecond, at, CROWD_STAYS_MS);
        const result = await load();
        const houseCpu = cpuSecondsOf(running.child.pid) - houseBefore;
        const end = await under.end();
        if (at === 'house') {
          turnedAway += end.refused;
          if (!options.small) uncut += who.length - end.cut;
        }
        notes.push(
          `round ${round + 1}, ${who.length} ${at === 'house' ? 'at the house' : 'elsewhere'}: p99 ${result.ack.p99Ms.toFixed(2)} ms, generator late by ${result.lag.p99Ms.toFixed(2)} ms; ${end.sent} sent, ${end.decided} decided, ${end.refused} refused, ${end.cut} cut${end.allCutMs > 0 ? `, the last after ${(end.allCutMs / 1_000).toFixed(1)} s` : ''}; processor: house ${houseCpu.toFixed(1)} s, nats-server ${end.natsCpuSeconds.toFixed(1)} s, flood ${end.cpuSeconds.toFixed(1)} s`,
        );
        return result;
      };
      try {
        await load();
        for (let round = 0; round < (options.small ? 1 : ROUNDS); round += 1) {
          // Keys are void after they were cut.
          const [first, ...some] = await flooders(stage, honest, 1 + crowd);
          if (first === undefined) throw new Error('nobody floods');
          quiet.add(figures(await load()));
          machine.add(figures(await flooded(round, some, crowd * EACH_PER_SECOND, 'elsewhere')));
          one.add(figures(await flooded(round, [first], ONE_PER_SECOND, 'house')));
          many.add(figures(await flooded(round, some, crowd * EACH_PER_SECOND, 'house')));
        }
      } finally {
        await running.end(null, '');
      }
    } finally {
      await stage.close();
    }
    const oneP99 = ratioOf(one.of('p99Ms'), quiet.of('p99Ms'));
    const manyP99 = ratioOf(many.of('p99Ms'), quiet.of('p99Ms'));
    const overMachine = ratioOf(many.of('p99Ms'), machine.of('p99Ms'));
    return rowResult({
      row: 'flood',
      figures: {
        quietP99Ms: quiet.of('p99Ms'),
        oneP99Ms: one.of('p99Ms'),
        crowdP99Ms: many.of('p99Ms'),
        elsewhereP99Ms: machine.of('p99Ms'),
        quietP50Ms: quiet.of('p50Ms'),
        crowdP50Ms: many.of('p50Ms'),
      },
      ratio: { oneP99, crowdP99: manyP99, crowdP99OverElsewhere: overMachine },
      goals: [
        timed(options, `the others' p99 at most ${GOAL} of the quiet run, with one flooder`, oneP99, oneP99 <= GOAL),
        timed(options, `the others' p99 at most ${GOAL} of the quiet run, with a crowd`, manyP99, manyP99 <= GOAL),
        timed(
          options,
          `at most ${GOAL_OVER_ELSEWHERE} of what the same crowd costs elsewhere`,
          overMachine,
          overMachine <= GOAL_OVER_ELSEWHERE,
        ),
        exact('every honest bid answered', unanswered, unanswered === 0),
        exact('no honest bid refused at the door', refused, refused === 0),
        exact('flooders who were not cut off', uncut, uncut === 0),
        exact('bids of the flood turned away', turnedAway, turnedAway > 0),
      ],
      notes: [
        `${honest} honest bidders, ${honest} bids a second, ${seconds} s a stretch, the whole flood within it; one flooder at ${ONE_PER_SECOND} a second, a crowd of ${crowd} at ${EACH_PER_SECOND} a second each, on the same machine as the house`,
        ...notes,
      ],
      why: [
        'the same crowd answered by another program on the same nats-server is in `crowdP99OverElsewhere`: what is left when that is taken out is the house’s part. The load, nats-server and the house share the cores; the crowd’s own program takes them last, as one that has machines of its own',
        'what is left is what the messages of the crowd cost nats-server on two cores that it shares with the house and the load. The house drops each connection by its number (ADR 0089); before nats-server 2.10 the push that cut them off was most of it: 5 to 8 of quiet',
        'what would have to change: cores that the crowd’s connections cannot take, as a server for bidders on a machine of its own',
      ],
    });
  },
};

function figures({ ack }: LoadResult) {
  return { p50Ms: ack.p50Ms, p99Ms: ack.p99Ms };
}
