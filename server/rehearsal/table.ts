/** A rehearsal as people read it: a line for what moves, and the sum of the evening. Knows no time but that of the records. */
import type { Event, LogRecord } from '../../protocol/event.ts';
import type { RehearsalResult, RehearsalRow, RehearsalSummary } from '../../protocol/rehearsal.ts';
import type { Lot, Sale } from '../../protocol/sale.ts';

export type Table = {
  /** What of a record somebody in the room would notice. */
  rows(record: LogRecord): readonly RehearsalRow[];
  /** The same as lines. */
  lines(record: LogRecord): readonly string[];
  readonly head: string;
  summary(): RehearsalSummary;
  /** Lots that have ended, in that order. */
  results(): readonly RehearsalResult[];
  /** The summary in words, and the lots by how they ended. */
  end(): string;
};

const WIDTHS = [9, 6, 9, 12, 14] as const;
const HOUR_MS = 3_600_000;

export function rehearsalTable(sale: Sale): Table {
  const lots = new Map(sale.lots.map((lot) => [lot.lotId, lot]));
  const paddles = new Map<string, string>();
  const money = moneyWords(sale.currency);
  const count = { sold: 0, passed: 0, withdrawn: 0, hammerMinor: 0, premiumMinor: 0, bids: 0 };
  const refused: Record<string, number> = {};
  const bidsOf = new Map<string, number>();
  const ended: RehearsalResult[] = [];
  let firstAt: number | null = null;
  let calledAt: number | null = null;
  let endedAt = 0;
  let called = 0;

  function take(event: Event, at: number): void {
    if (event.type === 'BidderRegistered') paddles.set(event.bidder, event.paddle ?? event.bidder);
    else if (event.type === 'BidAccepted') {
      count.bids += 1;
      bidsOf.set(event.lot, (bidsOf.get(event.lot) ?? 0) + 1);
    } else if (event.type === 'BidRejected') refused[event.reason] = (refused[event.reason] ?? 0) + 1;
    else if (event.type === 'LotOpened' && isCalled(lots.get(event.lot))) calledAt ??= at;
    if (event.type !== 'LotSold' && event.type !== 'LotPassed' && event.type !== 'LotWithdrawn') return;
    if (isCalled(lots.get(event.lot))) {
      called += 1;
      endedAt = at;
    }
    end(event);
    if (event.type === 'LotPassed') count.passed += 1;
    else if (event.type === 'LotWithdrawn') count.withdrawn += 1;
    else {
      count.sold += 1;
      count.hammerMinor += event.hammerMinor;
      count.premiumMinor += event.premiumMinor;
    }
  }

  function end(event: Extract<Event, { readonly type: 'LotSold' | 'LotPassed' | 'LotWithdrawn' }>): void {
    const lot = lots.get(event.lot);
    const sold = event.type === 'LotSold' ? event : null;
    ended.push({
      lot: lot?.number ?? 0,
      title: lot?.title ?? event.lot,
      outcome: sold !== null ? 'sold' : event.type === 'LotPassed' ? 'passed' : 'withdrawn',
      paddle: sold === null ? null : (paddles.get(sold.buyer) ?? sold.buyer),
      hammerMinor: sold?.hammerMinor ?? null,
      bids: bidsOf.get(event.lot) ?? 0,
    });
  }

  /** What happened, to whom, at which amount; null for what has no line. */
  function words(event: Event): readonly [string, string, string] | null {
    switch (event.type) {
      case 'LotOpened':
        return ['opened', '', ''];
      case 'BidAccepted': {
        const isSecret = event.kind === 'max' || lots.get(event.lot)?.format === 'sealed';
        return [isSecret ? 'left' : 'bid', paddles.get(event.bidder) ?? '', money(event.amountMinor)];
      }
      case 'BidRejected':
        return [event.reason, paddles.get(event.bidder) ?? '', ''];
      case 'LotExtended':
        return ['extended', '', ''];
      case 'FairWarningGiven':
        return ['warning', '', ''];
      case 'LotSold':
        return ['SOLD', paddles.get(event.buyer) ?? '', money(event.hammerMinor)];
      case 'LotPassed':
        return ['PASSED', '', event.reason];
      default:
        return null;
    }
  }

  const summary = (): RehearsalSummary => {
    const tookMs = calledAt === null ? 0 : endedAt - calledAt;
    return { ...count, refused, lotsAnHour: tookMs > 0 ? (called * HOUR_MS) / tookMs : null };
  };

  const rows = (record: LogRecord): readonly RehearsalRow[] => {
    firstAt ??= record.at;
    const sinceMs = record.at - firstAt;
    const found: RehearsalRow[] = [];
    for (const event of record.events) {
      take(event, record.at);
      const said = words(event);
      if (said === null || !('lot' in event)) continue;
      const [what, paddle, amount] = said;
      found.push({ sinceMs, lot: lots.get(event.lot)?.number ?? 0, what, paddle, amount });
    }
    return found;
  };

  return {
    head: row(['time', 'lot', 'what', 'paddle', 'amount']),
    rows,
    lines: (record) =>
      rows(record).map(({ sinceMs, lot, what, paddle, amount }) =>
        row([timeWords(sinceMs), String(lot), what, paddle, amount]),
      ),
    results: () => ended,
    summary,
    end() {
      const { sold, passed, withdrawn, hammerMinor, premiumMinor, bids, lotsAnHour } = summary();
      const reasons = Object.entries(refused).map(([reason, times]) => `${times} ${reason}`);
      return [
        `lots ${sale.lots.length}: ${sold} sold, ${passed} passed, ${withdrawn} withdrawn`,
        `hammer ${money(hammerMinor)}, premium ${money(premiumMinor)}, together ${money(hammerMinor + premiumMinor)}`,
        `bids ${bids}, refused ${reasons.length === 0 ? 'none' : reasons.join(', ')}`,
        lotsAnHour === null
          ? 'no lot was called from the rostrum'
          : `${Math.round(lotsAnHour)} lots an hour at the rostrum`,
      ]
        .map((line) => `${line}\n`)
        .join('');
    },
  };
}

/** `1:02:03` since the start; days where it lasts for days. */
export function timeWords(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = `${Math.floor(seconds / 3600) % 24}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const days = Math.floor(seconds / 86_400);
  return days === 0 ? clock : `${days}d ${clock}`;
}

function isCalled(lot: Lot | undefined): boolean {
  return lot?.format === 'live' || lot?.format === 'dutch';
}

function row(cells: readonly string[]): string {
  return `${cells.map((cell, i) => (i === 4 ? cell : cell.padEnd(WIDTHS[i] ?? 0))).join(' ')}`.trimEnd();
}

function moneyWords(currency: string): (minor: number) => string {
  // As on the desks: a whole amount has no naughts behind it.
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' });
  const places = format.resolvedOptions().maximumFractionDigits ?? 2;
  return (minor) => format.format(minor / 10 ** places);
}
