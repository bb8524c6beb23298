/** `rostrum verify FILE`: a public log checked offline, knowing only the house's public key. Shares nothing with the house but the rules and the shapes. */
import fs from 'node:fs';
import readline from 'node:readline';
import { parseArgs } from 'node:util';
import type { Receipt } from '../../protocol/log.ts';
import type { LogHead } from '../../protocol/wire.ts';
import { verifyLog } from '../verify/verify.ts';

export const about =
  'checks an exported public log: verify FILE --key KEY [--receipt FILE …] [--heads FILE …] [--json]';

/** 0: right; 1: wrong use; 2: wrong, and the first wrong seq is named. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      key: { type: 'string' },
      receipt: { type: 'string', multiple: true },
      heads: { type: 'string', multiple: true },
      json: { type: 'boolean' },
    },
  });
  const [file] = positionals;
  if (file === undefined || values.key === undefined) {
    process.stderr.write(
      `usage: ${about}\nThe key must not come from the file itself: ask the house for it ("rostrum log key").\n`,
    );
    return 1;
  }
  const verdict = await verifyLog({
    lines: () => linesOf(file),
    key: values.key,
    receipts: (await Promise.all((values.receipt ?? []).map(valuesOf<Receipt>))).flat(),
    heads: (await Promise.all((values.heads ?? []).map(valuesOf<LogHead>))).flat(),
  });
  if (values.json) process.stdout.write(`${JSON.stringify(verdict)}\n`);
  else {
    const { ok, sale, records, judged, notYet, onTheirWord, heads, receipts, wrong } = verdict;
    process.stdout.write(
      `${ok ? 'right' : 'WRONG'}: sale ${sale}, ${records} records; ${judged} decided again by the rules, ${notYet} about lots that are still open, ${onTheirWord} refusals over a limit taken on the house's word; ${heads} heads, ${receipts} receipts\n`,
    );
    for (const { seq, lastSeq, what } of wrong)
      process.stdout.write(`  seq ${seq === lastSeq ? seq : `${seq} to ${lastSeq}`}: ${what}\n`);
  }
  return verdict.ok ? 0 : 2;
}

function linesOf(file: string): AsyncIterable<string> {
  return readline.createInterface({ input: fs.createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
}

/** One JSON value, an array of them, or one a line. */
async function valuesOf<T>(file: string): Promise<T[]> {
  const text = await fs.promises.readFile(file, 'utf8');
  try {
    const value: T | T[] = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line));
  }
}
