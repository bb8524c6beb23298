/** Writes down what was measured: `docs/reference/speed.json` keeps every value, `speed.md` is made from it. A row that was not run stays as it was. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import type { RowResult } from './row.ts';
import { markdownRow } from './table.ts';

type Machine = {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly natsServer: string;
  readonly redis: string;
};
type Kept = { readonly at: string; readonly commit: string; readonly machine: Machine; readonly result: RowResult };

const JSON_PATH = new URL('../../docs/reference/speed.json', import.meta.url);
const MARKDOWN_PATH = new URL('../../docs/reference/speed.md', import.meta.url);

export function writeDown(results: readonly RowResult[], order: readonly string[]): void {
  const kept: Record<string, Kept> = existsSync(JSON_PATH) ? JSON.parse(readFileSync(JSON_PATH, 'utf8')) : {};
  const at = new Date().toISOString().slice(0, 16);
  const machine = machineOf();
  const commit = commitOf();
  for (const result of results) kept[result.row] = { at, commit, machine, result };
  const ordered = Object.fromEntries(order.flatMap((row) => (kept[row] === undefined ? [] : [[row, kept[row]]])));
  writeFileSync(JSON_PATH, `${JSON.stringify(ordered, null, 1)}\n`);
  writeFileSync(MARKDOWN_PATH, markdown(Object.values(ordered)));
}

function markdown(rows: readonly Kept[]): string {
  const parts = [
    '# Speed\n\nMade by `npm run bench -- --write`; do not edit it. What each row measures, and how, is in `docs/howto/measure-speed.md`.',
    'Figures are medians of the rounds of one run; a floor is taken in the same run. The spread is the greatest less the least value over the median: above 30 % a figure says little. Absolute times are those of the machine named.',
  ];
  const goals = rows.flatMap(({ result }) => result.goals.map((goal) => ({ ...goal, row: result.row })));
  const missed = goals.filter(({ met }) => met === false);
  parts.push(
    `${goals.length - missed.length} of ${goals.length} goals are met.${missed.length === 0 ? '' : ' Not met:'}`,
    missed.map(({ row, goal, value }) => `- \`${row}\`: ${goal} (${Number(value.toPrecision(3))})`).join('\n'),
  );
  let before = '';
  for (const { at, commit, machine, result } of rows) {
    const place = `${machine.cores} × ${machine.processor}, ${machine.memoryGiB} GiB, ${machine.system}; Node ${machine.node}, nats-server ${machine.natsServer}, Redis ${machine.redis}`;
    parts.push(markdownRow(result), `Measured ${at} at ${commit}${place === before ? '' : ` on ${place}`}.`);
    before = place;
  }
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function machineOf(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    natsServer: versionIn('nats-server', ['--version']),
    redis: versionIn('redis-server', ['--version']),
  };
}

function commitOf(): string {
  const commit = run('git', ['rev-parse', '--short', 'HEAD']).trim();
  return run('git', ['status', '--porcelain', '--', 'server', 'protocol', 'renderer']).trim() === ''
    ? commit
    : `${commit} and changes not committed`;
}

function versionIn(command: string, args: readonly string[]): string {
  return /\d+\.\d+\.\d+/.exec(run(command, args))?.[0] ?? 'not there';
}

function run(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
