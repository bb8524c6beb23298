import { describe, expect, it } from 'vitest';
import { buyersCsv, buyersOf, resultsCsv, resultsOf, sumsOf } from './results.ts';
import type { LotMoment } from './review.ts';

const at = Date.UTC(2026, 10, 26, 14);
const unsold = (lot: string, status: LotMoment['status']): LotMoment => ({
  ...{ lot, seq: 9, at, status, rev: 3, priceMinor: 90_000, askMinor: null, leader: 'anna', paddle: '101' },
  ...{ reserveMet: false, premiumMinor: null, closesAt: null, bids: 2 },
});
const sold = (lot: string, leader: string, paddle: string, priceMinor: number, premiumMinor: number): LotMoment => ({
  ...unsold(lot, 'sold'),
  ...{ leader, paddle, priceMinor, premiumMinor },
});
const LOTS = new Map([
  ['a', { number: 1, title: 'A clock, =2+2' }],
  ['b', { number: 2, title: '=HYPERLINK("x")' }],
  ['c', { number: 3, title: 'A chair' }],
  ['d', { number: 10, title: 'A vase' }],
  ['e', { number: 11, title: 'A bowl' }],
]);
const results = resultsOf(
  [
    sold('a', 'ben', '21', 123_450, 30_863),
    sold('b', 'anna', '101', 5, 1),
    unsold('c', 'passed'),
    sold('d', 'ben', '21', 100_000, 25_000),
    unsold('e', 'open'),
  ],
  (lot) => LOTS.get(lot),
);

describe('the results of a sale', () => {
  it('name a buyer, a hammer and a premium for what was sold, and for nothing else', () => {
    expect(
      results.map(({ number, bidder, hammerMinor, totalMinor }) => [number, bidder, hammerMinor, totalMinor]),
    ).toEqual([
      ['1', 'ben', 123_450, 154_313],
      ['2', 'anna', 5, 6],
      ['3', null, null, null],
      ['10', 'ben', 100_000, 125_000],
      ['11', null, null, null],
    ]);
    expect(results.map(({ endedAt }) => endedAt)).toEqual([at, at, at, at, null]);
    expect(sumsOf(results)).toEqual({ hammerMinor: 223_455, premiumMinor: 55_864, totalMinor: 279_319 });
  });

  it('sum what each buyer owes, paddle 21 before paddle 101', () => {
    expect(buyersOf(results)).toEqual([
      {
        bidder: 'ben',
        paddle: '21',
        numbers: ['1', '10'],
        hammerMinor: 223_450,
        premiumMinor: 55_863,
        totalMinor: 279_313,
      },
      { bidder: 'anna', paddle: '101', numbers: ['2'], hammerMinor: 5, premiumMinor: 1, totalMinor: 6 },
    ]);
  });

  it('say no sum rather than one that is not exact', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const [first, second] = resultsOf([sold('a', 'ben', '21', most, 1), sold('b', 'ben', '21', 1, 0)], (lot) =>
      LOTS.get(lot),
    );
    if (first === undefined || second === undefined) throw new Error('no results');
    expect(first.totalMinor).toBe(null);
    expect(sumsOf([first])).toEqual({ hammerMinor: most, premiumMinor: 1, totalMinor: null });
    expect(sumsOf([first, second]).hammerMinor).toBe(null);
    expect(buyersCsv(buyersOf([first, second]), 'EUR')).toContain('ben,2,1 2,,0.01,,EUR');
  });

  it('go into a spreadsheet with decimals of the currency, and no cell is a formula', () => {
    const name = (bidder: string) => (bidder === 'ben' ? 'Ben Achterberg' : null);
    expect(resultsCsv(results, 'EUR', name).split('\r\n')).toEqual([
      'lot,lotId,title,state,paddle,bidder,name,hammer,premium,total,currency,bids,endedAt',
      '1,a,"A clock, =2+2",sold,21,ben,Ben Achterberg,1234.50,308.63,1543.13,EUR,2,2026-11-26T14:00:00.000Z',
      `2,b,"'=HYPERLINK(""x"")",sold,101,anna,,0.05,0.01,0.06,EUR,2,2026-11-26T14:00:00.000Z`,
      '3,c,A chair,passed,,,,,,,EUR,2,2026-11-26T14:00:00.000Z',
      '10,d,A vase,sold,21,ben,Ben Achterberg,1000.00,250.00,1250.00,EUR,2,2026-11-26T14:00:00.000Z',
      '11,e,A bowl,open,,,,,,,EUR,2,',
      '',
    ]);
    expect(resultsCsv(results, 'JPY').split('\r\n')[1]).toBe(
      '1,a,"A clock, =2+2",sold,21,ben,123450,30863,154313,JPY,2,2026-11-26T14:00:00.000Z',
    );
    expect(buyersCsv(buyersOf(results), 'EUR').split('\r\n')).toEqual([
      'paddle,bidder,lots,lotNumbers,hammer,premium,total,currency',
      '21,ben,2,1 10,2234.50,558.63,2793.13,EUR',
      '101,anna,1,2,0.05,0.01,0.06,EUR',
      '',
    ]);
  });
});
