/** Row `control`: the same bench on a house that sleeps 5 ms before every sync. If that does not show, nothing here means anything. */
import { house } from '../house.ts';
import { exact, median, type Row, rounds, rowResult } from '../row.ts';
import { content, loadNotes, type Run, runOnce } from '../run.ts';
import { openStage } from '../stage.ts';
import { AT_5K, AT_5K_SMALL, figuresOf } from './ack.ts';

const SLEEP_MS = 5;

export const control: Row = {
  about: `ack@5k on a house that sleeps ${SLEEP_MS} ms before every sync: it must show`,
  async run(options) {
    const shape = options.small ? AT_5K_SMALL : AT_5K;
    const stage = await openStage();
    const slow = rounds();
    const quick = rounds();
    const all: Run[] = [];
    try {
      const credentialsPath = await stage.credentials(shape);
      const common = { sale: { lots: shape.lots }, bidders: shape.desks, credentialsPath };
      for (let round = 0; round < (options.small ? 1 : 3); round += 1) {
        const asIs = await runOnce(stage, house(stage, common), shape);
        const slowed = await runOnce(stage, house(stage, { ...common, witness: { syncDelayMs: SLEEP_MS } }), shape);
        quick.add(figuresOf(asIs));
        slow.add(figuresOf(slowed));
        all.push(asIs, slowed);
      }
    } finally {
      await stage.close();
    }
    const addedMs = median(slow.of('p50Ms').map((ms, round) => ms - (quick.of('p50Ms')[round] ?? ms)));
    return rowResult({
      row: 'control',
      figures: slow.figures,
      floor: quick.figures,
      goals: [
        // A bid waits for at least one whole sleep; more when it came in the middle of one.
        exact(`the sleep of ${SLEEP_MS} ms is in the p50, in ms`, addedMs, addedMs >= SLEEP_MS * 0.8),
        ...content(all, all),
      ],
      notes: ['the floor is the same house without the sleep', ...loadNotes(all)],
    });
  },
};
