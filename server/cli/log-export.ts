/** `rostrum log export`: the whole log as a public log, a spreadsheet or receipts, a line at a time: memory does not grow with it. And what the sale came to. */
import type { LogRecord } from '../../protocol/event.ts';
import { buyersCsv, buyersOf, resultsCsv, resultsOf } from '../../protocol/results.ts';
import { rowCsv, rowsCsvHead } from '../../protocol/rows.ts';
import type { Sale } from '../../protocol/sale.ts';
import { openLogSecrets } from '../identity/logsecrets.ts';
import { openUsers } from '../identity/users.ts';
import { openLogReader } from '../journal/reader.ts';
import { exportPublicLog } from '../proof/export.ts';
import { exportReceipts } from '../proof/receipt-export.ts';
import { createHistory } from '../review/history.ts';
import { type FilterWords, filterOf, rowsOf, write } from './log-rows.ts';
import { LOG_USAGE } from './logusage.ts';

export type ExportOptions = FilterWords & { readonly format?: string | undefined; readonly at?: string | undefined };

export async function exportLog(dir: string, values: ExportOptions, dataDir: string): Promise<number> {
  const reader = openLogReader(dir);
  const { format = 'jsonl', at } = values;
  if (format === 'csv') {
    await write(rowsCsvHead());
    for (const row of rowsOf(reader.records(1), filterOf(values))) await write(rowCsv(row));
    return 0;
  }
  if (format === 'results' || format === 'buyers') {
    const { results, currency } = endOf(reader.records(1), at === undefined ? Number.POSITIVE_INFINITY : Number(at));
    const users = await openUsers(dataDir);
    const nameOf = (bidder: string) => users.find(bidder)?.name ?? null;
    if (format === 'results') await write(resultsCsv(results, currency, nameOf));
    else await write(buyersCsv(buyersOf(results), currency, nameOf));
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
    process.stderr.write(LOG_USAGE);
    return 1;
  }
  for (const receipt of exportReceipts({ sale, secret, signingKey, recordsFrom: reader.records, at: Date.now() }))
    await write(`${JSON.stringify(receipt)}\n`);
  return 0;
}

/** What the sale had come to by a record. */
function endOf(records: Iterable<LogRecord>, untilSeq: number) {
  const history = createHistory();
  let sale: Sale | null = null;
  for (const record of records) {
    if (record.seq > untilSeq) break;
    if (record.command.type === 'CreateSale') sale ??= record.command.sale;
    history.take(record);
  }
  if (sale === null) throw new Error(NO_SALE);
  const named = new Map(sale.lots.map((lot) => [lot.lotId, lot]));
  const lots = history.lotIds().flatMap((lot) => history.lotAt(lot, history.lastSeq) ?? []);
  return { results: resultsOf(lots, (lot) => named.get(lot)), currency: sale.currency };
}

function saleOf(records: Iterable<LogRecord>): string {
  for (const { command } of records) if (command.type === 'CreateSale') return command.sale.saleId;
  throw new Error(NO_SALE);
}

const NO_SALE = 'The log does not begin with a sale.';
