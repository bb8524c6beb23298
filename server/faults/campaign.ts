/** `node server/faults/campaign.ts --kills 500 --cuts 10 --seeds 10000 --syncs 20 --houses 500`: prints the table of what was injected, told, found and lost. */
import { parseArgs } from 'node:util';
import { type Control, simulate } from '../sim/simulate.ts';
import { houseKillRounds } from './house-kills.ts';
import { cutRounds, fullRounds, killRounds, type Row, syncRounds } from './rounds.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    cuts: { type: 'string', default: '5' },
    seeds: { type: 'string', default: '300' },
    syncs: { type: 'string', default: '20' },
    houses: { type: 'string', default: '10' },
  },
});

/** The first of three. */
const HOUSE_PORT = 4440;
let isWrong = false;
process.stdout.write(
  `${'injected'.padEnd(46)}${'guard taken out'.padEnd(21)}${'rounds'.padStart(8)}${'told'.padStart(10)}${'found'.padStart(10)}  result\n`,
);
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
print(await houseKillRounds(Number(values.houses), 'none', HOUSE_PORT));
for (const control of ['told-before-durable', 'ids-forgotten'] as const)
  print(await houseKillRounds(10, control, HOUSE_PORT));
process.exitCode = isWrong ? 1 : 0;

async function seeds(count: number, control: Control): Promise<void> {
  const sum = { told: 0, found: 0, wrong: [] as string[] };
  for (let seed = 1; seed <= count; seed += 1) {
    const report = await simulate(seed, control);
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
  process.stdout.write(
    `${row.what.padEnd(46)}${row.control.padEnd(21)}${String(row.rounds).padStart(8)}${String(row.told).padStart(10)}${String(row.found).padStart(10)}  ${result.slice(0, 110)}\n`,
  );
}

function skipped(what: string): string {
  return `SKIPPED: ${what}: this machine does not let it be made`;
}
