/** Row `decide`: decisions of the core a second, one thread, full rules, mixed bids and maxima, idempotency on. */
import type { Command } from '../../../protocol/command.ts';
import { execute } from '../../core/sale.ts';
import { benchSale, bidCommands, setUpRecords } from '../records.ts';
import { exact, median, type Row, rounds, rowResult, timed } from '../row.ts';

const GOAL_PER_SECOND = 1_000_000;
const AT = 1_700_000_000_000;

export const decide: Row = {
  about: 'decisions of the core a second: one thread, full rules, 10,000 lots',
  async run(options) {
    const lots = options.small ? 100 : 10_000;
    const bidders = options.small ? 50 : 1_000;
    const bids = options.small ? 5_000 : 1_000_000;
    const kept = rounds();
    let accepted = 0;
    let decided = 0;
    for (let round = 0; round < (options.small ? 1 : 3); round += 1) {
      const setUp = setUpRecords(benchSale({ saleId: 'bench', lots }), bidders, AT);
      let step = setUp.next();
      while (step.done !== true) step = setUp.next();
      const state = step.value;
      const mix = { lots, bidders, acceptedShare: 0.7, maxShare: 0.3, idPrefix: 'd' };
      const commands: (Command | null)[] = [...bidCommands(mix, bids, AT)];
      accepted = 0;
      decided = 0;
      const began = performance.now();
      for (let bid = 0; bid < bids; bid += 1) {
        const command = commands[bid] ?? null;
        // A bid that was decided is let go, as a house lets it go: kept, the collector would go through all of them in the rules' time.
        commands[bid] = null;
        const first = command === null ? undefined : execute(state, command)[0];
        if (first === undefined) continue;
        decided += 1;
        if (first.type === 'BidAccepted') accepted += 1;
      }
      const seconds = (performance.now() - began) / 1000;
      // The same ids again: nothing may be decided twice.
      const repeats = [...bidCommands(mix, Math.ceil(bids / 10), AT)];
      const at = AT + bids;
      const again = performance.now();
      let twice = 0;
      for (const command of repeats) if (execute(state, { ...command, at }).length > 0) twice += 1;
      const againSeconds = (performance.now() - again) / 1000;
      decided -= twice;
      kept.add({ decisionsPerSecond: bids / seconds, repeatsPerSecond: repeats.length / againSeconds });
    }
    const perSecond = median(kept.of('decisionsPerSecond'));
    return rowResult({
      row: 'decide',
      figures: kept.figures,
      goals: [
        timed(options, `at least ${GOAL_PER_SECOND} decisions a second`, perSecond, perSecond >= GOAL_PER_SECOND),
        exact('every bid decided once', decided, decided === bids),
      ],
      notes: [`accepted share ${(accepted / bids).toFixed(3)}, ${lots} lots, ${bidders} bidders, ${bids} bids a round`],
      why: [
        'the first things in the profile are the look-up of the id among a million (a miss of the cache a bid), the collector, which goes through the bids that wait to be decided, the resolution itself and the events that it returns as objects',
        'what would have to change: events as numbers in columns on this path too, which every reader of them would have to follow',
      ],
    });
  },
};
