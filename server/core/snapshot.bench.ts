/** The row `snapshot`: a state of a million decided ids as text and back, in one run. `node server/core/snapshot.bench.ts` prints one line of JSON. */
import { benchCommands } from './commands.fixture.ts';
import { emptyState, execute, fromSnapshot, stateHash, toSnapshot } from './sale.ts';

const COMMANDS = Number(process.env.ROSTRUM_BENCH_COMMANDS ?? 1_020_000);
const ROUNDS = 3;

const state = emptyState();
for (const command of benchCommands(COMMANDS, 10_000, 10_000)) execute(state, command);
const saves: number[] = [];
const restores: number[] = [];
let text = '';
for (let i = 0; i < ROUNDS; i += 1) {
  const from = performance.now();
  text = JSON.stringify(toSnapshot(state));
  const saved = performance.now();
  const again = fromSnapshot(JSON.parse(text));
  const restored = performance.now();
  saves.push(saved - from);
  restores.push(restored - saved);
  if (i === 0 && stateHash(again) !== stateHash(state)) throw new Error('the restored state is another one');
}
const row = {
  row: 'snapshot',
  ids: state.decisions.size,
  textMB: Math.round(text.length / 1e5) / 10,
  saveMs: middle(saves),
  restoreMs: middle(restores),
};
process.stdout.write(`${JSON.stringify(row)}\n`);

function middle(times: readonly number[]): number {
  return Math.round(times.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? 0);
}
