import { expect, it } from 'vitest';
import { bookOf } from './book-csv.ts';

it('absentee bids are read by their columns, in any order', () => {
  const { bids, faults, cellOf } = bookOf('\ufeffMaximum,Lot,Paddle\r\n"1,250.50",7,101\r\n900,7a,anna\r\n', 'GBP');
  expect(faults).toEqual([]);
  expect(bids).toEqual([
    { lot: '7', bidder: '101', amountMinor: 125_050 },
    { lot: '7a', bidder: 'anna', amountMinor: 90_000 },
  ]);
  expect([cellOf(0, 'amountMinor'), cellOf(1, 'lot'), cellOf(1, 'bidder')]).toEqual(['A2', 'B3', 'C3']);
});

it.each([
  ['lot,paddle\n1,101\n', ['row 1: the column maximum is missing']],
  ['lot,paddle,maximum,note\n1,101,5,x\n', ['D1: no column "note"']],
  ['lot,paddle,maximum\n', ['row 2: there is no bid']],
  ['lot,paddle,maximum\n,,x\n', ['A2: no lot stands here', 'B2: no paddle stands here', 'C2: "x" is no amount of GBP']],
  ['lot,paddle,maximum\n1,101,5\n1,102,5\n1,101,9\n', ['B4: 101 stands twice for lot 1']],
  ['lot,paddle,maximum\n1,"101,5\n', ['row 2: a quotation mark is not closed']],
])('what is wrong is named by its cell: %j', (text, expected) => {
  expect(bookOf(text, 'GBP').faults).toEqual(expect.arrayContaining(expected));
});
