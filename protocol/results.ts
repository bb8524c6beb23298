/**
 * What a sale came to, lot by lot and buyer by buyer, as those who write the invoices want it. Sums what the log says; decides nothing:
 * hammer and premium are those of `LotSold`.
 */
import { placesOf } from './catalogue-csv.ts';
import { csvLine } from './csv.ts';
import type { LotMoment } from './review.ts';
import type { LotStatus } from './sale.ts';

/** A lot of the results: amounts in minor units, null where nothing was sold. */
export type Result = {
  readonly lot: string;
  /** Its number in the catalogue; its id where the catalogue is not known. */
  readonly number: string;
  readonly title: string;
  readonly status: LotStatus;
  readonly bids: number;
  /** When it was sold, passed or withdrawn; null before. */
  readonly endedAt: number | null;
  readonly bidder: string | null;
  readonly paddle: string | null;
  readonly hammerMinor: number | null;
  readonly premiumMinor: number | null;
  readonly totalMinor: number | null;
};

/** Sums in minor units; null where one leaves the whole numbers that are exact (2^53 - 1). */
export type Sums = {
  readonly hammerMinor: number | null;
  readonly premiumMinor: number | null;
  readonly totalMinor: number | null;
};

export type Buyer = Sums & {
  readonly bidder: string;
  readonly paddle: string;
  /** Numbers of the lots that he bought, in the order of the catalogue. */
  readonly numbers: readonly string[];
};

type Named = { readonly number: number; readonly title: string };

/** In the order of `lots`, which is that of the catalogue. */
export function resultsOf(lots: readonly LotMoment[], named: (lot: string) => Named | undefined): readonly Result[] {
  return lots.map(({ lot, status, bids, at, leader, paddle, priceMinor, premiumMinor }) => {
    const known = named(lot);
    const [number, title] = known === undefined ? [lot, ''] : [String(known.number), known.title];
    const isOver = status === 'sold' || status === 'passed' || status === 'withdrawn';
    const plain = { lot, number, title, status, bids, endedAt: isOver ? at : null };
    if (status !== 'sold' || priceMinor === null || premiumMinor === null)
      return { ...plain, bidder: null, paddle: null, hammerMinor: null, premiumMinor: null, totalMinor: null };
    return {
      ...plain,
      ...{ bidder: leader, paddle, hammerMinor: priceMinor, premiumMinor },
      totalMinor: exact(priceMinor + premiumMinor),
    };
  });
}

/** Who bought, by paddle; figures of paddles count as numbers. */
export function buyersOf(results: readonly Result[]): readonly Buyer[] {
  const bought = new Map<string, Result[]>();
  for (const result of results) {
    if (result.bidder === null) continue;
    const theirs = bought.get(result.bidder);
    if (theirs === undefined) bought.set(result.bidder, [result]);
    else theirs.push(result);
  }
  return [...bought]
    .map(([bidder, theirs]) => ({
      bidder,
      paddle: theirs[0]?.paddle ?? bidder,
      numbers: theirs.map(({ number }) => number),
      ...sumsOf(theirs),
    }))
    .sort((a, b) => a.paddle.localeCompare(b.paddle, 'en', { numeric: true }));
}

export function sumsOf(results: readonly Result[]): Sums {
  return {
    hammerMinor: sum(results.map(({ hammerMinor }) => hammerMinor)),
    premiumMinor: sum(results.map(({ premiumMinor }) => premiumMinor)),
    totalMinor: sum(results.map(({ hammerMinor, premiumMinor }) => (hammerMinor ?? 0) + (premiumMinor ?? 0))),
  };
}

type Names = (bidder: string) => string | null;

/** The lots for a spreadsheet: amounts as decimals of the currency. `nameOf`: where the house's people are known. */
export function resultsCsv(results: readonly Result[], currency: string, nameOf?: Names): string {
  const money = decimals(currency);
  const head = ['lot', 'lotId', 'title', 'state', 'paddle', 'bidder', ...nameHead(nameOf)];
  return [
    csvLine([...head, 'hammer', 'premium', 'total', 'currency', 'bids', 'endedAt']),
    ...results.map((one) =>
      csvLine([
        ...[one.number, one.lot, one.title, one.status, one.paddle, one.bidder, ...nameCell(nameOf, one.bidder)],
        ...[money(one.hammerMinor), money(one.premiumMinor), money(one.totalMinor), currency, one.bids],
        one.endedAt === null ? null : new Date(one.endedAt).toISOString(),
      ]),
    ),
  ].join('');
}

/** The same of the buyers, a line each. */
export function buyersCsv(buyers: readonly Buyer[], currency: string, nameOf?: Names): string {
  const money = decimals(currency);
  return [
    csvLine([...['paddle', 'bidder', ...nameHead(nameOf), 'lots', 'lotNumbers'], ...SUMS, 'currency']),
    ...buyers.map((one) =>
      csvLine([
        ...[one.paddle, one.bidder, ...nameCell(nameOf, one.bidder), one.numbers.length, one.numbers.join(' ')],
        ...[money(one.hammerMinor), money(one.premiumMinor), money(one.totalMinor), currency],
      ]),
    ),
  ].join('');
}

const SUMS = ['hammer', 'premium', 'total'];

function nameHead(nameOf: Names | undefined): readonly string[] {
  return nameOf === undefined ? [] : ['name'];
}
function nameCell(nameOf: Names | undefined, bidder: string | null): readonly (string | null)[] {
  return nameOf === undefined ? [] : [bidder === null ? null : nameOf(bidder)];
}

/** `1250.00` of 125000 pence: never by way of a float. */
function decimals(currency: string): (minor: number | null) => string | null {
  const digits = placesOf(currency);
  return (minor) => {
    if (minor === null || digits === 0) return minor === null ? null : String(minor);
    const text = String(minor).padStart(digits + 1, '0');
    return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  };
}

function sum(amounts: readonly (number | null)[]): number | null {
  let all: number | null = 0;
  for (const amount of amounts) all = all === null ? null : exact(all + (amount ?? 0));
  return all;
}

function exact(sumMinor: number): number | null {
  return Number.isSafeInteger(sumMinor) ? sumMinor : null;
}
