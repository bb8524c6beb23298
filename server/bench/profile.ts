/** `node server/bench/profile.ts [--rate 5000 | --in-flight 1024] [--seconds 5]`: where the house's own time goes under a load, by function: self time, top thirty. */
import { parseArgs } from 'node:util';
import type { Plan } from './load/plan.ts';
import { AT_5K } from './rows/ack.ts';
import { spend, spentNotes } from './spent.ts';
import { openStage } from './stage.ts';

const TOP = 30;
const { values } = parseArgs({
  options: {
    rate: { type: 'string' },
    'in-flight': { type: 'string', default: '1024' },
    seconds: { type: 'string', default: '5' },
  },
});

await profile();
process.exit();

async function profile(): Promise<void> {
  const stage = await openStage();
  try {
    const load: Plan['load'] =
      values.rate === undefined
        ? { kind: 'closed', inFlight: Number(values['in-flight']) }
        : { kind: 'open', bidsPerSecond: Number(values.rate) };
    const shape = { ...AT_5K, load, seconds: Number(values.seconds) };
    const credentialsPath = await stage.credentials(shape);
    const house = { sale: { lots: shape.lots }, bidders: shape.desks, credentialsPath };
    const spent = await spend(stage, house, shape);
    const { answeredPerSecond, ack } = spent.result;
    process.stdout.write(
      `${Math.round(answeredPerSecond)} answers/s, p50 ${ack.p50Ms} ms, p99 ${ack.p99Ms} ms\n${spentNotes(spent)[0]}\n`,
    );
    for (const { name, share } of spent.functions.slice(0, TOP))
      process.stdout.write(`${(share * 100).toFixed(1).padStart(5)} %  ${name}\n`);
  } finally {
    await stage.close();
  }
}
