/** Rows of a log for the command line: filtered, with paddles, as lines for people. Writes at the pace of its reader. */
import type { Channel } from '../../protocol/command.ts';
import type { LogRecord } from '../../protocol/event.ts';
import type { ReviewFilter, ReviewRow } from '../../protocol/wire.ts';
import { createHistory } from '../review/history.ts';
import { matches, rowOf } from '../review/rows.ts';

/** As the options of the command name them. */
export type FilterWords = Partial<
  Record<'lot' | 'bidder' | 'channel' | 'outcome' | 'reason' | 'since' | 'until', string | undefined>
>;

export function filterOf(values: FilterWords): ReviewFilter {
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
export function* rowsOf(
  records: Iterable<LogRecord>,
  filter: ReviewFilter,
  learn = createPaddles(),
): Generator<ReviewRow, void> {
  for (const record of records) {
    learn.take(record);
    const row = rowOf(record, learn.paddleOf, filter.lot);
    if (matches(row, filter)) yield row;
  }
}

export function createPaddles() {
  const history = createHistory();
  return {
    paddleOf: history.paddleOf,
    take(record: LogRecord): void {
      if (record.command.type === 'RegisterBidder') history.take(record);
    },
  };
}

export function heading(): string {
  return `${'seq'.padStart(8)}  ${'time (UTC)'.padEnd(23)}  ${'what'.padEnd(14)} ${'lot'.padEnd(12)} ${'paddle'.padEnd(10)} ${'amount'.padStart(11)} ${'price'.padStart(11)}  outcome\n`;
}
export function lineOf(row: ReviewRow): string {
  const time = new Date(row.at).toISOString().slice(0, 23).replace('T', ' ');
  const what = row.channel === null ? row.type : `${row.kind ?? ''} ${row.channel}`;
  const by = row.by === undefined ? '' : 'by the house: ';
  const outcome = row.outcome === 'accepted' ? by : `${row.outcome} `;
  return `${String(row.seq).padStart(8)}  ${time}  ${what.padEnd(14)} ${(row.lot ?? '').padEnd(12)} ${(row.paddle ?? row.bidder ?? '').padEnd(10)} ${String(row.amountMinor ?? '').padStart(11)} ${String(row.priceMinor ?? '').padStart(11)}  ${outcome}${row.reason ?? ''}\n`;
}

/** Waits for a reader that is slower than the log, so that nothing piles up. */
export async function write(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise((resolve) => process.stdout.once('drain', resolve));
}
