/** `rostrum log export`: the whole log as a public log, a spreadsheet or receipts, a line at a time: memory does not grow with it. */
import { csvLine } from '../../protocol/csv.ts';
import type { LogRecord } from '../../protocol/event.ts';
import { openLogSecrets } from '../identity/logsecrets.ts';
import { openLogReader } from '../journal/reader.ts';
import { exportPublicLog } from '../proof/export.ts';
import { exportReceipts } from '../proof/receipt-export.ts';
import { type FilterWords, filterOf, rowsOf, write } from './log-rows.ts';
import { LOG_USAGE } from './logusage.ts';

export type ExportOptions = FilterWords & { readonly format?: string | undefined };

const CSV_COLUMNS = [
  ...['seq', 'at', 'type', 'lot', 'bidder', 'paddle', 'channel', 'kind'],
  ...['amountMinor', 'outcome', 'reason', 'priceMinor', 'events'],
];

export async function exportLog(dir: string, values: ExportOptions, dataDir: string): Promise<number> {
  const reader = openLogReader(dir);
  const format = values.format ?? 'jsonl';
  if (format === 'csv') {
    await write(csvLine(CSV_COLUMNS));
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
    process.stderr.write(LOG_USAGE);
    return 1;
  }
  for (const receipt of exportReceipts({ sale, secret, signingKey, recordsFrom: reader.records, at: Date.now() }))
    await write(`${JSON.stringify(receipt)}\n`);
  return 0;
}

function saleOf(records: Iterable<LogRecord>): string {
  for (const { command } of records) if (command.type === 'CreateSale') return command.sale.saleId;
  throw new Error('The log does not begin with a sale.');
}
