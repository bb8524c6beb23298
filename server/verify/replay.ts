/**
 * The verifier's replay: opens what has been opened, has the rules decide every command again, and compares. Lots that are not
 * closed keep their secrets, so they stand still here and their records are counted, not judged. Limits are never opened: a
 * refusal `over-limit` is taken on the house's word, and counted.
 */
import type { Command } from '../../protocol/command.ts';
import type { Event, LogRecord } from '../../protocol/event.ts';
import type { Committed, PublicRecord } from '../../protocol/log.ts';
import type { Sale } from '../../protocol/sale.ts';
import { emptyState, execute, fold, type SaleState } from '../core/sale.ts';

export type Replay = {
  /** What is wrong with the record, or null. */
  take(record: PublicRecord): string | null;
  readonly judged: number;
  /** Records about lots that are still open, or that depend on them. */
  readonly notYet: number;
  readonly onTheirWord: number;
};

export function createReplay(values: ReadonlyMap<string, number>, openLots: ReadonlySet<string>): Replay {
  const state: SaleState = emptyState();
  const idsElsewhere = new Set<string>();
  const counts = { judged: 0, notYet: 0, onTheirWord: 0 };

  function take(record: PublicRecord): string | null {
    const opened = unveil(record, values);
    const command: Command =
      opened.command.type === 'CreateSale' ? { ...opened.command, sale: stilled(opened.command.sale) } : opened.command;
    const expected = opened.events
      .filter((event) => !isElsewhere(event))
      .map((event) => (event.type === 'SaleCreated' ? { ...event, sale: stilled(event.sale) } : event));
    if (opened.at !== command.at) return `its time ${opened.at} is not its command's, ${command.at}`;
    if (isAboutOpenLot(command, opened.events)) {
      counts.notYet += 1;
      if ('id' in command) idsElsewhere.add(command.id);
      // Its command is not judged, but what was due before it on other lots is.
      return follow(opened, expected, 'fold');
    }
    const rejected = expected.at(-1);
    if (rejected?.type === 'BidRejected' && rejected.reason === 'over-limit') {
      counts.onTheirWord += 1;
      return follow(opened, expected, 'clock');
    }
    const got = execute(state, command).filter((event) => !isElsewhere(event));
    counts.judged += 1;
    return differ(expected, got);
  }

  /** Folds what stands there; with `clock`, what was due by then must be what the rules say. */
  function follow(opened: LogRecord, expected: readonly Event[], how: 'fold' | 'clock'): string | null {
    if (how === 'clock') {
      const due = execute(state, { type: 'Clock', at: opened.at });
      fold(state, { ...opened, events: expected.slice(-1) });
      return differ(expected.slice(0, -1), due);
    }
    if (expected.length > 0) fold(state, { ...opened, events: expected });
    return null;
  }

  function isElsewhere(event: Event): boolean {
    return 'lot' in event && openLots.has(event.lot);
  }

  function isAboutOpenLot(command: Command, events: readonly Event[]): boolean {
    if (openLots.size === 0) return false;
    if ('lot' in command && openLots.has(command.lot)) return true;
    if (command.type === 'VoidBid') return idsElsewhere.has(command.bidId);
    if ('id' in command && idsElsewhere.has(command.id)) return true;
    const refused = events.at(-1);
    const depends = command.type === 'OpenLot' || command.type === 'Reopen';
    return depends && refused?.type === 'CommandRefused';
  }

  /** Lots that are not closed yet, as lots to which nothing happens. */
  function stilled(sale: Sale): Sale {
    if (!Array.isArray(sale?.lots)) return sale;
    return {
      ...sale,
      lots: sale.lots.map((lot) =>
        openLots.has(lot.lotId)
          ? {
              lotId: lot.lotId,
              number: lot.number,
              title: lot.title,
              format: 'live',
              openingMinor: lot.openingMinor ?? 0,
            }
          : lot,
      ),
    };
  }

  return {
    take,
    get judged() {
      return counts.judged;
    },
    get notYet() {
      return counts.notYet;
    },
    get onTheirWord() {
      return counts.onTheirWord;
    },
  };
}

/** Puts opened values in the place of their commitments; what is not opened (limits) becomes null. */
function unveil(record: PublicRecord, values: ReadonlyMap<string, number>): LogRecord {
  const text = JSON.stringify(record);
  if (!text.includes('{"commit":')) return JSON.parse(text);
  return JSON.parse(text, (_, value: unknown) =>
    isCommitted(value) ? (values.get(`${record.seq} ${value.commit}`) ?? null) : value,
  );
}

function isCommitted(value: unknown): value is Committed {
  return typeof value === 'object' && value !== null && 'commit' in value && typeof value.commit === 'string';
}

function differ(expected: readonly Event[], got: readonly Event[]): string | null {
  if (JSON.stringify(expected) === JSON.stringify(got) || sorted(expected) === sorted(got)) return null;
  if (names(got) === names(expected)) return `the rules decide ${names(got)} with other figures than the log has`;
  return `the rules decide ${names(got)} where the log has ${names(expected)}`;
}
function names(events: readonly Event[]): string {
  return events.length === 0 ? 'nothing' : events.map((event) => event.type).join(', ');
}
function sorted(events: readonly Event[]): string {
  return JSON.stringify(events, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
