/** The rows of a log as CSV: the review desk and the command line save the same columns. */
import { csvLine } from './csv.ts';
import type { ReviewRow } from './wire.ts';

const COLUMNS = [
  ...(['seq', 'at', 'type', 'lot', 'bidder', 'paddle', 'channel', 'kind'] as const),
  ...(['amountMinor', 'outcome', 'reason', 'priceMinor', 'leader', 'events'] as const),
];

/** The header, by the names of `ReviewRow`. */
export function rowsCsvHead(): string {
  return csvLine(COLUMNS);
}

/** One row: its time as an ISO date in UTC, its events parted by spaces. */
export function rowCsv(row: ReviewRow): string {
  return csvLine(
    COLUMNS.map((column) => {
      if (column === 'at') return new Date(row.at).toISOString();
      return column === 'events' ? row.events.join(' ') : (row[column] ?? null);
    }),
  );
}
