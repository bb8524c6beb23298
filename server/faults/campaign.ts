/** `node server/faults/campaign.ts --kills 500 --cuts 10 --seeds 10000 --syncs 20 --edits 100 --houses 500`: prints the table of what was injected, told, found and lost. */
import { parseArgs } from 'node:util';
import { type Control, simulate } from '../sim/simulate.ts';
import { editRounds } from './edits.ts';
import { houseKillRounds } from './house-kills.ts';
import { cutRounds, fullRounds, killRounds, type Row, syncRounds } from './rounds.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    cuts: { type: 'string', default: '5' },
    seeds: { type: 'string', default: '300' },
    syncs: { type: 'string', default: '20' },
    edits: { type: 'string', default: '20' },
    houses: { type: 'string', default: '10' },
  },
});

/** The first of three. */
const HOUSE_PORT = 4440;
const RESULT_CHARS_MAX = 110;
const WIDTHS = [44, 19, 6, 8, 8, 8, 0];
let isWrong = false;
let isHeadWritten = false;
write(['what is done to it', 'guard taken out', 'rounds', 'injected', 'told', 'found', 'result']);
await seeds(Number(values.seeds), 'none');
for (const control of ['no-sync', 'told-before-durable', 'ids-forgotten'] as const) await seeds(60, control);
print(await killRounds(Number(values.kills), 'none'));
for (const control of ['told-before-durable', 'ids-forgotten'] as const) print(await killRounds(25, control));
print((await cutRounds(Number(values.cuts), 'none')) ?? skipped('power cut'));
print((await cutRounds(5, 'no-sync')) ?? skipped('power cut'));
print((await syncRounds(Number(values.syncs))) ?? skipped('fdatasync fails'));
for (const control of ['sync-retried', 'fault-ignored'] as const)
  print((await syncRounds(5, control)) ?? skipped('fdatasync fails'));
print((await fullRounds()) ?? skipped('disk full'));
print((await fullRounds('fault-ignored')) ?? skipped('disk full'));
print(await editRounds(Number(values.edits), 'none'));
print(await editRounds(5, 'chain-unchecked'));
print(await houseKillRounds(Number(values.houses), 'none', HOUSE_PORT));
for (const control of ['told-before-durable', 'ids-forgotten'] as const)
  print(await houseKillRounds(10, control, HOUSE_PORT));
process.exitCode = isWrong ? 1 : 0;

async function seeds(count: number, control: Control): Promise<void> {
  const sum = { injected: 0, told: 0, found: 0, wrong: [] as string[] };
  for (let seed = 1; seed <= count; seed += 1) {
    const report = await simulate(seed, control);
    sum.injected += report.cuts;
    sum.told += report.told;
    sum.found += report.records;
    sum.wrong.push(...report.wrong);
  }
  print({ what: 'simulated power cuts (seeds)', control, rounds: count, ...sum });
}

/** With a guard taken out a row is right when something went wrong. */
function print(row: Row | string): void {
  if (typeof row === 'string') {
    process.stdout.write(`${row}\n`);
    return;
  }
  const isGood = row.control === 'none' ? row.wrong.length === 0 : row.wrong.length > 0;
  isWrong ||= !isGood;
  const result =
    row.control === 'none'
      ? isGood
        ? 'lost 0'
        : `WRONG: ${row.wrong[0]}`
      : isGood
        ? `fails, as it must: ${row.wrong[0]}`
        : 'DOES NOT FAIL';
  const { what, control, rounds, injected = rounds, told, found } = row;
  write([what, control, rounds, injected, told, found, result.slice(0, RESULT_CHARS_MAX)]);
}

/** A line of the table, as Markdown has it. */
function write(cells: readonly (string | number)[]): void {
  process.stdout.write(`| ${cells.map((cell, at) => String(cell).padEnd(WIDTHS[at] ?? 0)).join(' | ')} |\n`);
  if (!isHeadWritten)
    process.stdout.write(`|${WIDTHS.map((_, at) => (at < 2 || at > 5 ? '---' : '--:')).join('|')}|\n`);
  isHeadWritten = true;
}

function skipped(what: string): string {
  return `SKIPPED: ${what}: this machine does not let it be made`;
}
