/** `rostrum log …`: the log of a sale for people and programs, on a house that runs or on a copied folder (docs/reference/log.md). */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { emptyState, execute, lotView } from '../core/sale.ts';
import { openLogSecrets } from '../identity/logsecrets.ts';
import { textOf } from '../journal/read.ts';
import { checkWholeLog, findLogFolder, openLogReader } from '../journal/reader.ts';
import { publicKeyText } from '../proof/export.ts';
import { rejudge } from '../review/rejudge.ts';
import { exportLog } from './log-export.ts';
import { createPaddles, filterOf, heading, lineOf, rowsOf, write } from './log-rows.ts';
import { LOG_USAGE } from './logusage.ts';

export const about = 'the log of a sale: ls, show, follow, verify, replay, export, key';
export const usage = LOG_USAGE;

/** 0: done and right; 1: wrong use; 2: the log is damaged or wrong; 3: it cannot be opened. */
export async function run(args: readonly string[]): Promise<number> {
  try {
    return await dispatch(args);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    if (code.startsWith('ERR_PARSE_ARGS')) return 1;
    return code === 'journal-damaged' ? 2 : 3;
  }
}

type Options = ReturnType<typeof parse>['values'];

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      sale: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean' },
      at: { type: 'string' },
      from: { type: 'string' },
      limit: { type: 'string' },
      format: { type: 'string' },
      lot: { type: 'string' },
      bidder: { type: 'string' },
      channel: { type: 'string' },
      outcome: { type: 'string' },
      reason: { type: 'string' },
      since: { type: 'string' },
      until: { type: 'string' },
    },
  });
}

async function dispatch(args: readonly string[]): Promise<number> {
  const [verb = 'help', ...rest] = args;
  const { values, positionals } = parse(rest);
  const dataDir = values.data ?? process.env.ROSTRUM_DATA ?? path.join(os.homedir(), '.rostrum');
  const folder = () => findLogFolder(positionals[0] ?? dataDir, values.sale ?? null);
  switch (verb) {
    case 'ls':
      return list(folder(), values);
    case 'show':
      return show(folder(), Number(positionals[1] ?? values.at));
    case 'follow':
      return follow(folder(), values);
    case 'verify':
      return verify(folder(), values);
    case 'replay':
      return replay(folder(), values);
    case 'export':
      return exportLog(folder(), values, dataDir);
    case 'key':
      process.stdout.write(`${publicKeyText((await openLogSecrets(dataDir)).signingKey)}\n`);
      return 0;
    default:
      (verb === 'help' ? process.stdout : process.stderr).write(usage);
      return verb === 'help' ? 0 : 1;
  }
}

async function list(dir: string, values: Options): Promise<number> {
  const reader = openLogReader(dir);
  const from = Number(values.from ?? 1);
  let left = Number(values.limit ?? Number.POSITIVE_INFINITY);
  if (!values.json) await write(heading());
  for (const row of rowsOf(reader.records(1), filterOf(values))) {
    if (row.seq < from) continue;
    if (left <= 0) break;
    left -= 1;
    await write(values.json ? `${JSON.stringify(row)}\n` : lineOf(row));
  }
  return 0;
}

async function show(dir: string, seq: number): Promise<number> {
  for (const record of openLogReader(dir).records(seq)) {
    await write(`${JSON.stringify(record, null, 2)}\n`);
    return 0;
  }
  process.stderr.write(`There is no record ${seq}.\n`);
  return 1;
}

async function follow(dir: string, values: Options): Promise<number> {
  const reader = openLogReader(dir);
  const learn = createPaddles();
  const filter = filterOf(values);
  for (const record of reader.records(1)) learn.take(record);
  let next = values.from === undefined ? reader.lastSeq() + 1 : Number(values.from);
  if (!values.json) await write(heading());
  const more = async () => {
    reader.refresh();
    for (const row of rowsOf(reader.records(next), filter, learn))
      await write(values.json ? `${JSON.stringify(row)}\n` : lineOf(row));
    next = Math.max(next, reader.lastSeq() + 1);
  };
  // Watched before it is read: what is written meanwhile is looked at once more.
  let wake = () => {};
  fs.watch(dir, () => wake());
  for (;;) {
    const changed = new Promise<void>((resolve) => {
      wake = resolve;
    });
    await more();
    await changed;
  }
}

async function verify(dir: string, values: Options): Promise<number> {
  const state = emptyState();
  let wrong: { seq: number; what: string } | null = null;
  const { lastSeq, torn } = checkWholeLog(dir, (frame) => {
    if (wrong !== null) return;
    const what = rejudge(state, textOf(frame), frame.seq);
    if (what !== null) wrong = { seq: frame.seq, what };
  });
  const result = { ok: wrong === null, records: lastSeq, torn, wrong };
  await write(
    values.json
      ? `${JSON.stringify(result)}\n`
      : result.ok
        ? `right: ${lastSeq} records, chain and rules${torn ? '; a torn tail follows' : ''}\n`
        : `wrong at seq ${JSON.stringify(wrong)}\n`,
  );
  return result.ok ? 0 : 2;
}

async function replay(dir: string, values: Options): Promise<number> {
  const state = emptyState();
  const until = Number(values.at ?? Number.POSITIVE_INFINITY);
  let seq = 0;
  for (const record of openLogReader(dir).records(1)) {
    if (record.seq > until) break;
    execute(state, record.command);
    seq = record.seq;
  }
  const lots = [...state.lots.keys()]
    .filter((lot) => values.lot === undefined || lot === values.lot)
    .flatMap((lot) => lotView(state, lot) ?? []);
  if (values.json)
    for (const { lot, ...rest } of lots) await write(`${JSON.stringify({ seq, lot: lot.lotId, ...rest })}\n`);
  else {
    await write(`after record ${seq}\n`);
    for (const { lot, status, priceMinor, leader, askMinor, bids } of lots)
      await write(
        `${lot.lotId.padEnd(14)}${status.padEnd(11)}${String(priceMinor ?? '–').padStart(12)}${String(askMinor ?? '–').padStart(12)}${String(bids).padStart(6)}  ${leader ?? ''}\n`,
      );
  }
  return 0;
}
