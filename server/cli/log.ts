/** `rostrum log …`: the log of a sale for people and programs, on a house that runs or on a copied folder (docs/reference/log.md). */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Channel } from '../../protocol/command.ts';
import { csvLine } from '../../protocol/csv.ts';
import type { LogRecord } from '../../protocol/event.ts';
import type { ReviewFilter, ReviewRow } from '../../protocol/wire.ts';
import { emptyState, execute, lotView } from '../core/sale.ts';
import { openLogSecrets } from '../identity/logsecrets.ts';
import { textOf } from '../journal/read.ts';
import { checkWholeLog, findLogFolder, openLogReader } from '../journal/reader.ts';
import { exportPublicLog, publicKeyText } from '../proof/export.ts';
import { createLogKeeper } from '../proof/keeper.ts';
import { createReceipts } from '../proof/receipts.ts';
import { createHistory } from '../review/history.ts';
import { rejudge } from '../review/rejudge.ts';
import { matches, rowOf } from '../review/rows.ts';
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

function filterOf(values: Options): ReviewFilter {
  const { lot, bidder, reason, outcome, since, until } = values;
  const filter: { -readonly [Key in keyof ReviewFilter]: ReviewFilter[Key] } = {};
  if (lot !== undefined) filter.lot = lot;
  if (bidder !== undefined) filter.bidder = bidder;
  if (reason !== undefined) filter.reason = reason;
  const channels: readonly Channel[] = ['online', 'floor', 'phone', 'book', 'house'];
  const channel = channels.find((one) => one === values.channel);
  if (channel !== undefined) filter.channel = channel;
  if (outcome === 'accepted' || outcome === 'rejected' || outcome === 'refused') filter.outcome = outcome;
  if (since !== undefined) filter.fromAt = timeOf(since);
  if (until !== undefined) filter.toAt = timeOf(until);
  return filter;
}

function timeOf(text: string): number {
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (!Number.isFinite(at))
    throw Object.assign(new Error(`not a time: ${text} (give milliseconds or an ISO date)`), {
      code: 'ERR_PARSE_ARGS_TIME',
    });
  return at;
}

/** Rows in order; the paddles are learned on the way, so that nothing but them is kept. */
function* rowsOf(
  records: Iterable<LogRecord>,
  filter: ReviewFilter,
  learn = createPaddles(),
): Generator<ReviewRow, void> {
  for (const record of records) {
    learn.take(record);
    const row = rowOf(record, learn.paddleOf);
    if (matches(row, filter)) yield row;
  }
}

function createPaddles() {
  const history = createHistory();
  return {
    paddleOf: history.paddleOf,
    take(record: LogRecord): void {
      if (record.command.type === 'RegisterBidder') history.take(record);
    },
  };
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

async function exportLog(dir: string, values: Options, dataDir: string): Promise<number> {
  const reader = openLogReader(dir);
  const format = values.format ?? 'jsonl';
  if (format === 'csv') {
    await write(
      csvLine([
        'seq',
        'at',
        'type',
        'lot',
        'bidder',
        'paddle',
        'channel',
        'kind',
        'amountMinor',
        'outcome',
        'reason',
        'priceMinor',
        'events',
      ]),
    );
    for (const row of rowsOf(reader.records(1), filterOf(values)))
      await write(
        csvLine([
          row.seq,
          new Date(row.at).toISOString(),
          row.type,
          row.lot,
          row.bidder,
          row.paddle,
          row.channel,
          row.kind,
          row.amountMinor,
          row.outcome,
          row.reason,
          row.priceMinor,
          row.events.join(' '),
        ]),
      );
    return 0;
  }
  const { secret, signingKey } = await openLogSecrets(dataDir);
  const sale = saleOf(reader.records(1));
  if (format === 'jsonl') {
    for (const line of exportPublicLog({ sale, secret, signingKey, records: () => reader.records(1), at: Date.now() }))
      await write(`${line}\n`);
    return 0;
  }
  if (format !== 'receipts') {
    process.stderr.write(usage);
    return 1;
  }
  const keeper = createLogKeeper({ sale, secret, signingKey, recordsFrom: reader.records });
  const receipts = createReceipts(sale, keeper, reader.records);
  for (const record of reader.records(1)) {
    keeper.took([record]);
    receipts.took([record]);
  }
  const at = Date.now();
  for (const { command } of reader.records(1))
    if (command.type === 'PlaceBid' || command.type === 'LowerMax')
      await write(`${JSON.stringify(receipts.answer({ id: command.id }, command.bidder, at))}\n`);
  return 0;
}

function saleOf(records: Iterable<LogRecord>): string {
  for (const { command } of records) if (command.type === 'CreateSale') return command.sale.saleId;
  throw new Error('The log does not begin with a sale.');
}

function heading(): string {
  return `${'seq'.padStart(8)}  ${'time (UTC)'.padEnd(23)}  ${'what'.padEnd(14)} ${'lot'.padEnd(12)} ${'paddle'.padEnd(10)} ${'amount'.padStart(11)} ${'price'.padStart(11)}  outcome\n`;
}
function lineOf(row: ReviewRow): string {
  const time = new Date(row.at).toISOString().slice(0, 23).replace('T', ' ');
  const what = row.channel === null ? row.type : `${row.kind ?? ''} ${row.channel}`;
  const outcome = row.outcome === 'accepted' ? '' : `${row.outcome} `;
  return `${String(row.seq).padStart(8)}  ${time}  ${what.padEnd(14)} ${(row.lot ?? '').padEnd(12)} ${(row.paddle ?? row.bidder ?? '').padEnd(10)} ${String(row.amountMinor ?? '').padStart(11)} ${String(row.priceMinor ?? '').padStart(11)}  ${outcome}${row.reason ?? ''}\n`;
}

/** Waits for a reader that is slower than the log, so that nothing piles up. */
async function write(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise((resolve) => process.stdout.once('drain', resolve));
}
