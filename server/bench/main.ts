/** `npm run bench -- [NAME…] [--tenfold] [--small] [--write] [--list]`: runs rows of the bench, prints their table, and writes it down when told to. */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { writeDown } from './report.ts';
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
    for (const [name, load] of Object.entries(rows))
      process.stdout.write(`  ${name.padEnd(12)} ${(await load()).about}\n`);
    return unknown.length > 0 ? 2 : 0;
  }
  const [only, ...more] = asked.length > 0 ? asked : names;
  if (only === undefined || more.length > 0) return runEach(asked.length > 0 ? asked : names);
  const began = performance.now();
  try {
    const row = await rows[only]?.();
    if (row === undefined) return 2;
    const result = await row.run({ small: values.small });
    process.stdout.write(`${printRow(result)}\n  (${((performance.now() - began) / 1000).toFixed(0)} s)\n`);
    if (values.write && !values.small) writeDown([result], names, values.tenfold ? 'limits' : 'speed');
    return result.goals.some(({ met }) => met === false) ? 1 : 0;
  } catch (cause) {
    process.stderr.write(`\n${only}: ${cause instanceof Error ? cause.stack : cause}\n`);
    return 1;
  }
}

/** Each in a process of its own: a row runs in the memory that the one before has left, and with what it has loaded. */
async function runEach(names: readonly string[]): Promise<number> {
  let worst = 0;
  const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
  for (const name of names) {
    const child = spawn(process.execPath, [...process.execArgv, import.meta.filename, name, ...flags], {
      stdio: 'inherit',
    });
    const status = await new Promise<number>((ended) => child.once('exit', (code) => ended(code ?? 130)));
    if (status === 130) return status;
    worst = Math.max(worst, status);
  }
  return worst;
}
