/** Row `ack-max`: closed loop, 1,024 bids in flight; how many durable decisions a second, against the echo, `nc.request` and no journal. */
import { house } from '../house.ts';
import { median, type Row, ratioOf, rounds, rowResult, timed } from '../row.ts';
import { content, loadNotes, type Run, runOnce, type Shape, syncNote } from '../run.ts';
import { spend, spentNotes } from '../spent.ts';
import { openStage } from '../stage.ts';
import { echo } from '../subjects.ts';
import { number } from '../table.ts';
import { AT_5K } from './ack.ts';

const IN_FLIGHT = 1024;
const GOAL_ECHO = 0.9;
const GOAL_REQUEST = 4;
const GOAL_JOURNAL = 0.9;

export const ackMax: Row = {
  about: `closed loop, ${IN_FLIGHT} in flight: durable bids a second`,
  async run(options) {
    const shape: Shape = {
      ...AT_5K,
      load: { kind: 'closed', inFlight: options.small ? 64 : IN_FLIGHT },
      seconds: options.small ? 0.5 : 2.5,
      warmSeconds: options.small ? 0.2 : 1,
    };
    // One connection is enough for promises to be the limit; ticks are not asked for.
    const requested: Shape = { ...shape, desks: 1, biddersPerDesk: shape.desks, watchers: 0 };
    const stage = await openStage();
    const mine = rounds();
    const floor = rounds();
    const all: Run[] = [];
    const ours: Run[] = [];
    let spent: string[] = [];
    try {
      const credentialsPath = await stage.credentials(shape);
      const common = { sale: { lots: shape.lots }, bidders: shape.desks, credentialsPath };
      for (let round = 0; round < (options.small ? 1 : 3); round += 1) {
        const below = await runOnce(stage, echo(stage, credentialsPath), shape);
        const run = await runOnce(stage, house(stage, common), shape);
        const off = await runOnce(stage, house(stage, { ...common, witness: { journal: false } }), shape);
        const request = await runOnce(stage, echo(stage, credentialsPath, { byRequest: true }), requested);
        floor.add({
          bidsPerSecond: below.answeredPerSecond,
          withoutJournalPerSecond: off.answeredPerSecond,
          ncRequestPerSecond: request.answeredPerSecond,
        });
        mine.add({ bidsPerSecond: run.answeredPerSecond, p50Ms: run.ack.p50Ms, p99Ms: run.ack.p99Ms });
        all.push(below, run, off, request);
        ours.push(run);
      }
      if (!options.small) spent = spentNotes(await spend(stage, common, shape));
    } finally {
      await stage.close();
    }
    const overEcho = ratioOf(mine.of('bidsPerSecond'), floor.of('bidsPerSecond'));
    const overRequest = ratioOf(mine.of('bidsPerSecond'), floor.of('ncRequestPerSecond'));
    const overOff = ratioOf(mine.of('bidsPerSecond'), floor.of('withoutJournalPerSecond'));
    return rowResult({
      row: 'ack-max',
      figures: mine.figures,
      floor: floor.figures,
      ratio: { echo: overEcho, ncRequest: overRequest, withoutJournal: overOff },
      goals: [
        timed(options, `at least ${GOAL_ECHO} of the echo's`, overEcho, overEcho >= GOAL_ECHO),
        timed(options, `at least ${GOAL_REQUEST} times nc.request's`, overRequest, overRequest >= GOAL_REQUEST),
        timed(options, `at least ${GOAL_JOURNAL} of itself without a journal`, overOff, overOff >= GOAL_JOURNAL),
        ...content(ours, all),
      ],
      notes: [
        'nc.request is the same load on the echo, sent by one promise a bid through the client library',
        ...loadNotes(all),
        syncNote(ours),
        ...spent,
      ],
      why: [
        `4 times nc.request's is ${number(GOAL_REQUEST * median(floor.of('ncRequestPerSecond')))} bids a second, and the echo, which decides and keeps nothing, makes ${number(median(floor.of('bidsPerSecond')))}: where that is less, no house can meet it over this bus`,
        'the echo is one message in and one out. An accepted bid is a reply, a tick, and a private word to the one who leads and to the one who led; a record in JSON with two checksums and a chain of hashes; a veiled line of the public log with a leaf of its tree; an id that is remembered for ever',
        'what would have to change: proof on a core of its own (the house, nats-server and the load share two), records and messages in binary, which the wire does not promise (WIRE.md is JSON), and a NATS client that hands over bytes where they lie',
      ],
    });
  },
};
