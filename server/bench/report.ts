/** Writes down what was measured: `docs/reference/speed.json` keeps every value, `speed.md` is made from it; so `limits`, of the tenfold rows. A row that was not run stays as it was. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { commitOf, type Machine, machineOf, placeOf } from './machine.ts';
import type { RowResult } from './row.ts';
import { markdownRow } from './table.ts';

type Kept = { readonly at: string; readonly commit: string; readonly machine: Machine; readonly result: RowResult };

const PAGES = {
  speed: {
    title: '# Speed',
    about: [
      'Made by `npm run bench -- --write`; do not edit it. What each row measures, and how, is in `docs/howto/measure-speed.md`.',
      'Figures are medians of the rounds of one run; a floor is taken in the same run. The spread is the greatest less the least value over the median: above 30 % a figure says little. Absolute times are those of the machine named.',
    ],
  },
  limits: {
    title: '# Limits',
    about: [
      'Made by `npm run bench -- --tenfold --write`; do not edit it. Each row asks for ten times what its goal in [speed](speed.md) asks for. Times are shown and not judged: what must hold is that nobody is left without an answer, that nothing acknowledged is lost, and that memory has a bound.',
    ],
  },
} as const;

export function writeDown(results: readonly RowResult[], order: readonly string[], page: keyof typeof PAGES): void {
  const path = (kind: string): URL => new URL(`../../docs/reference/${page}.${kind}`, import.meta.url);
  const kept: Record<string, Kept> = existsSync(path('json')) ? JSON.parse(readFileSync(path('json'), 'utf8')) : {};
  const at = new Date().toISOString().slice(0, 16);
  const machine = machineOf();
  const commit = commitOf();
  for (const result of results) kept[result.row] = { at, commit, machine, result };
  const ordered = Object.fromEntries(order.flatMap((row) => (kept[row] === undefined ? [] : [[row, kept[row]]])));
  writeFileSync(path('json'), `${JSON.stringify(ordered, null, 1)}\n`);
  writeFileSync(path('md'), markdown(PAGES[page], Object.values(ordered)));
}

function markdown(page: (typeof PAGES)[keyof typeof PAGES], rows: readonly Kept[]): string {
  const parts: string[] = [page.title, ...page.about];
  const goals = rows.flatMap(({ result }) => result.goals.map((goal) => ({ ...goal, row: result.row })));
  const missed = goals.filter(({ met }) => met === false);
  parts.push(
    `${goals.length - missed.length} of ${goals.length} goals are met.${missed.length === 0 ? '' : ' Not met:'}`,
    missed.map(({ row, goal, value }) => `- \`${row}\`: ${goal} (${Number(value.toPrecision(3))})`).join('\n'),
  );
  let before = '';
  for (const { at, commit, machine, result } of rows) {
    const place = placeOf(machine);
    parts.push(markdownRow(result), `Measured ${at} at ${commit}${place === before ? '' : ` on ${place}`}.`);
    before = place;
  }
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
