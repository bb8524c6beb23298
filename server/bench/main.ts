/** `npm run bench -- [NAME…] [--tenfold] [--small] [--write] [--list]`: runs rows of the bench, prints their table, and writes it down when told to. */
import { parseArgs } from 'node:util';
import { writeDown } from './report.ts';
import type { RowResult } from './row.ts';
import { ROWS } from './rows.ts';
import { printRow } from './table.ts';
import { TENFOLD } from './tenfold.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    small: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    tenfold: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});
process.exitCode = await main(positionals);

async function main(asked: readonly string[]): Promise<number> {
  const rows = values.tenfold ? TENFOLD : ROWS;
  const names = Object.keys(rows);
  const unknown = asked.filter((name) => rows[name] === undefined);
  if (values.list || unknown.length > 0) {
    if (unknown.length > 0) process.stderr.write(`No row is called ${unknown.join(', ')}. There are:\n`);
    for (const name of names) process.stdout.write(`  ${name.padEnd(12)} ${rows[name]?.about}\n`);
    return unknown.length > 0 ? 2 : 0;
  }
  const results: RowResult[] = [];
  let failed = false;
  for (const name of asked.length > 0 ? asked : names) {
    const began = performance.now();
    try {
      const result = await rows[name]?.run({ small: values.small });
      if (result === undefined) continue;
      results.push(result);
      process.stdout.write(`${printRow(result)}\n  (${((performance.now() - began) / 1000).toFixed(0)} s)\n`);
      if (result.goals.some(({ met }) => met === false)) failed = true;
    } catch (cause) {
      failed = true;
      process.stderr.write(`\n${name}: ${cause instanceof Error ? cause.stack : cause}\n`);
    }
  }
  if (values.write && !values.small) writeDown(results, names, values.tenfold ? 'limits' : 'speed');
  return failed ? 1 : 0;
}
