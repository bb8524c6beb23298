/** The demonstration sale as a `Sale`: the catalogue with its formats and times. Time is an argument, so that a test can set it. */
import type { Lot, Sale } from '../../protocol/sale.ts';
import { ENTRIES, type Entry, PAPER } from './lots.ts';
import { pictureOf } from './pictures.ts';

const MINUTE_MS = 60_000;
const PENCE = 100;

/** The first timed lot closes after this; each next one `TIMED_EVERY_MS` later. */
const TIMED_FIRST_MS = 4 * MINUTE_MS;
const TIMED_EVERY_MS = 2 * MINUTE_MS;
const SEALED_MS = 15 * MINUTE_MS;

export const DEMO_PREFIX = 'demo-';

/** Live watches, timed works on paper, live furniture with a Dutch lot and a sealed one; timed lots open at `startAt`. */
export function demoSale(saleId: string, startAt: number): Sale {
  let timed = 0;
  const lots = ENTRIES.map((entry, index): Lot => {
    if (entry.lotId === 'f7') return dutch(entry, index + 1);
    if (entry.lotId === 'f8')
      return {
        ...base(entry, index + 1),
        format: 'sealed',
        opensAt: startAt,
        closesAt: startAt + SEALED_MS,
        pricing: 'second',
      };
    if (entry.section !== PAPER) return { ...base(entry, index + 1), format: 'live' };
    const closesAt = startAt + TIMED_FIRST_MS + timed * TIMED_EVERY_MS;
    timed += 1;
    return { ...base(entry, index + 1), format: 'timed', opensAt: startAt, closesAt };
  });
  return {
    saleId,
    title: 'Watches, works on paper, furniture: a demonstration',
    currency: 'GBP',
    increments: { kind: 'ladder258' },
    policies: {
      tie: 'earliest',
      offLadder: 'down',
      leaderRaise: 'hold',
      reserve: 'jump',
      extension: { windowMs: 30_000, base: 'bid', addMs: 30_000, maxCount: null, hardEndAt: null, scope: 'lot' },
      limit: 'exposure',
      void: 'recompute',
    },
    premium: [
      [0, 2600],
      [800_000 * PENCE, 2100],
    ],
    lots,
  };
}

/** `demo-20261124-1405`: a sale a start, so that yesterday's stays for review. */
export function demoSaleId(at: Date): string {
  const [day = '', time = ''] = at.toISOString().split('T');
  return `${DEMO_PREFIX}${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`;
}

/** When every timed and sealed lot of the sale has closed, extensions aside. */
export function lastCloseAt(sale: Sale): number {
  return Math.max(0, ...sale.lots.map((lot) => ('closesAt' in lot ? lot.closesAt : 0)));
}

function base(entry: Entry, number: number) {
  return {
    lotId: entry.lotId,
    number,
    title: entry.title,
    section: entry.section,
    description: entry.description,
    image: pictureOf(entry.lotId),
    openingMinor: entry.opening * PENCE,
    reserveMinor: entry.reserve === null ? null : entry.reserve * PENCE,
    estimateMinor: [entry.estimate[0] * PENCE, entry.estimate[1] * PENCE] as const,
  };
}

/** From a third above the estimate down to two thirds of it, a step every three seconds. */
function dutch(entry: Entry, number: number): Lot {
  const { openingMinor: _, reserveMinor: __, ...rest } = base(entry, number);
  return {
    ...rest,
    format: 'dutch',
    startMinor: 4800 * PENCE,
    floorMinor: 1800 * PENCE,
    dropMinor: 100 * PENCE,
    everyMs: 3000,
  };
}
