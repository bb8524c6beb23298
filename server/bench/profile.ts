/** `node server/bench/profile.ts [--rate 5000 | --in-flight 1024] [--seconds 5]`: where the house's own time goes under a load, by function: self time, top thirty. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startHouse } from './house.ts';
import type { Plan } from './load/plan.ts';
import { AT_5K } from './rows/ack.ts';
import { planOf } from './run.ts';
import { openStage } from './stage.ts';

const TOP = 30;
const { values } = parseArgs({
  options: {
    rate: { type: 'string' },
    'in-flight': { type: 'string', default: '1024' },
    seconds: { type: 'string', default: '5' },
  },
});

type CpuProfile = {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
};

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
    const house = await startHouse(stage, {
      sale: { lots: shape.lots },
      bidders: shape.desks,
      credentialsPath,
      nodeArgs: ['--cpu-prof', `--cpu-prof-dir=${stage.dir}`],
    });
    const result = await stage.load(planOf(shape, house, stage.dir, 'p-'));
    await house.child.stop();
    process.stdout.write(
      `${Math.round(result.answeredPerSecond)} answers/s, p50 ${result.ack.p50Ms} ms, p99 ${result.ack.p99Ms} ms\n`,
    );
    const name = readdirSync(stage.dir).find((file) => file.endsWith('.cpuprofile'));
    if (name === undefined) throw new Error('the house left no profile');
    print(JSON.parse(readFileSync(join(stage.dir, name), 'utf8')) as CpuProfile);
  } finally {
    await stage.close();
  }
}

function print({ nodes, samples, timeDeltas }: CpuProfile): void {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
      id,
      `${functionName || '(anonymous)'}  ${url.replace(/^.*\/(server|protocol|node_modules)\//, '$1/')}:${lineNumber + 1}`,
    ]),
  );
  const selfMicros = new Map<string, number>();
  let all = 0;
  for (const [at, sample] of samples.entries()) {
    const name = names.get(sample) ?? '?';
    const micros = timeDeltas[at] ?? 0;
    if (name.startsWith('(idle)')) continue;
    all += micros;
    selfMicros.set(name, (selfMicros.get(name) ?? 0) + micros);
  }
  const top = [...selfMicros].sort((a, b) => b[1] - a[1]).slice(0, TOP);
  for (const [name, micros] of top)
    process.stdout.write(`${((micros * 100) / all).toFixed(1).padStart(5)} %  ${name}\n`);
}
