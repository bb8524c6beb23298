/** `rostrum check HISTORY LOG`: what clients did and saw, held against the log (docs/reference/log.md says how a history is written). */
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import type { HistoryLine } from '../../protocol/log.ts';
import { checkHistory } from '../check/check.ts';
import { NAIVE_RECORDS_MAX, naiveModel, rulesAgain } from '../check/models.ts';
import { findLogFolder, openLogReader } from '../journal/reader.ts';

export const about = 'holds what clients did and saw against the log: check HISTORY LOG [--sale ID] [--json]';

/** 0: they agree; 1: wrong use; 2: they do not. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { sale: { type: 'string' }, json: { type: 'boolean' } },
  });
  const [historyFile, logFolder] = positionals;
  if (historyFile === undefined || logFolder === undefined) {
    process.stderr.write(`usage: ${about}\n`);
    return 1;
  }
  const reader = openLogReader(findLogFolder(logFolder, values.sale ?? null));
  const isNaive = reader.lastSeq() <= NAIVE_RECORDS_MAX;
  const report = checkHistory(linesOf(historyFile), reader.records(1), isNaive ? naiveModel() : rulesAgain());
  const model = isNaive ? 'naive' : 'rules';
  if (values.json) process.stdout.write(`${JSON.stringify({ ...report, model })}\n`);
  else {
    const { records, answered, ticks, wrong } = report;
    process.stdout.write(
      `${wrong.length === 0 ? 'agrees' : 'DISAGREES'}: ${records} records (${model} model), ${answered} answers, ${ticks} ticks\n`,
    );
    for (const what of wrong) process.stdout.write(`  ${what}\n`);
  }
  return report.wrong.length === 0 ? 0 : 2;
}

function* linesOf(file: string): Generator<HistoryLine, void> {
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) if (line !== '') yield JSON.parse(line);
}
