/** What the preview of a catalogue says: every wrong cell, in its place, and the sale when there is none. */
import { describe, expect, it } from 'vitest';
import { CATALOGUE_FAULTS_MAX, type Catalogue, checkCatalogue, HOUSE_TERMS } from './catalogue.ts';
import { cellName, csvRows } from './csv.ts';

const TERMS = { saleId: 's1', title: 'Clocks', currency: 'GBP' } as const;
const csv = (text: string, terms = {}) => checkCatalogue(text, 'csv', { ...TERMS, ...terms });
const json = (value: unknown) => checkCatalogue(JSON.stringify(value), 'json', TERMS);
const said = ({ faults }: Catalogue) => faults.map(({ row, column, place, why }) => [row, column, place, why]);

describe('a CSV', () => {
  it('without faults is a sale under the house’s terms', () => {
    const { sale, faults } = csv('title,opening,reserve\nA,"1,250.50",\nB,10,20\n');
    expect(faults).toEqual([]);
    expect(sale).toEqual({
      ...TERMS,
      ...HOUSE_TERMS,
      lots: [
        {
          lotId: 'l1',
          number: 1,
          title: 'A',
          format: 'live',
          openingMinor: 125_050,
          reserveMinor: null,
          estimateMinor: null,
        },
        {
          lotId: 'l2',
          number: 2,
          title: 'B',
          format: 'live',
          openingMinor: 1000,
          reserveMinor: 2000,
          estimateMinor: null,
        },
      ],
    });
  });

  it('tells all wrong cells, not the first, and shows what was written', () => {
    const read = csv('title,opening,low,high,format\n,x,5,4,live\nB,10,,,\nC,10,,,dutch\n');
    expect(read.sale).toBeNull();
    expect(said(read)).toEqual([
      [0, 0, 'A2', 'a lot needs a title'],
      [0, 1, 'B2', '"x" is no amount of GBP'],
      [2, 4, 'E4', 'is live or timed, not dutch; the others need JSON'],
    ]);
    expect(read.columns).toEqual(['title', 'opening', 'low', 'high', 'format']);
    expect(read.rows[0]).toEqual(['', 'x', '5', '4', 'live']);
    expect(read.rowNames).toEqual(['2', '3', '4']);
  });

  it.each([
    ['title,opening,low,high\nA,1,5,4\n', [0, 2, 'C2', 'the low estimate is above the high one']],
    ['lot,title,opening\na,A,1\na,B,1\n', [1, 0, 'A3', 'a stands twice']],
    ['lot,number,title,opening\na,7,A,1\nb,8,B,1\nc,7,C,1\n', [2, 1, 'B4', '7 stands twice']],
    ['number,title,opening\n7,A,1\n7,B,1\n', [1, 0, 'A3', '7 stands twice']],
    ['number,title,opening\n7,A,x\n7,B,1\n', [1, 0, 'A3', '7 stands twice']],
    ['lot,title,opening\na b,A,1\n', [0, 0, 'A2', 'must be 1 to 64 letters, digits, _ or -']],
    [
      'title,opening,format,opens,closes\nA,1,timed,2027-01-02T00:00Z,2027-01-01T00:00Z\n',
      [0, 4, 'E2', 'must be later than opens'],
    ],
    [
      'title,opening,format,opens,closes\nA,1,timed,tomorrow,2027-01-01T00:00Z\n',
      [0, 3, 'D2', 'is no time with its zone: 2026-11-24T18:00Z'],
    ],
    ['title,opening\nA,1,stray\n', [0, -1, 'C2', 'stands beyond the last column of the header']],
    ['title,opening,title\nA,1,B\n', [-1, 2, 'C1', 'the column title stands twice']],
    ['title\nA\n', [-1, -1, 'row 1', 'the column opening is missing']],
    ['title,opening,low,high\nA,1,5,\n', [0, 3, 'D2', 'an estimate needs low and high']],
    ['title,opening,low,high\nA,1,,5\n', [0, 2, 'C2', 'an estimate needs low and high']],
    ['number,title,opening\nzero,A,1\n', [0, 0, 'A2', '"zero" is no lot number']],
    ['title,opening\n', [-1, -1, 'row 2', 'there is no lot']],
    ['title,opening\nA\u202eB,1\n', [0, 0, 'A2', 'has characters that hide or turn text']],
    ['title,opening\nPendule dor\ufffde,1\n', [0, 0, 'A2', 'has letters that cannot be read; save the file as UTF-8']],
  ])('%j', (text, fault) => expect(said(csv(text))).toContainEqual(fault));

  it.each(['title;opening;reserve\nA, the first;100;1,200\n', 'title\topening\treserve\nA, the first\t100\t1,200\n'])(
    'is divided by what divides its header: %j',
    (text) => {
      const { sale, rows } = csv(text);
      expect(rows).toEqual([['A, the first', '100', '1,200']]);
      expect(sale?.lots[0]).toMatchObject({ title: 'A, the first', openingMinor: 10_000 });
    },
  );

  it('takes no time whose day or zone it would have to guess', () => {
    const said = (opens: string) =>
      csv(`title,opening,format,opens,closes\nA,1,timed,${opens},2028-01-01T00:00Z\n`).faults.map(({ place }) => place);
    const at = (opens: string) =>
      csv(`title,opening,format,opens,closes\nA,1,timed,${opens},2028-01-01T00:00Z\n`).sale?.lots[0];
    for (const guess of ['02/03/2027', '2027-03-02', '2027-03-02T10:00', '2 March 2027 10:00 GMT', '2027-02-30T10:00Z'])
      expect(said(guess), guess).toEqual(['D2']);
    for (const moment of ['2027-03-02T10:00:00.000Z', '2027-03-02 11:00+01:00'])
      expect(at(moment), moment).toMatchObject({ opensAt: Date.UTC(2027, 2, 2, 10) });
  });

  it('says once what is wrong once', () => {
    expect(said(csv('\ufeff\n \n'))).toEqual([[-1, -1, 'the file', 'is empty']]);
    // A column that is not there is not asked of every lot.
    for (const [one, other] of [
      ['low', 'high'],
      ['high', 'low'],
    ])
      expect(said(csv(`title,opening,${one}\nA,1,5\nB,2,6\n`))).toEqual([
        [-1, 2, 'C1', `an estimate needs low and high: the column ${other} is missing`],
      ]);
    // A misspelt column hides none of its cells, and is not asked of every lot.
    expect(said(csv('title,opening,resreve\nA,100,50\n'))).toEqual([[-1, 2, 'C1', 'no column "resreve"']]);
    expect(said(csv('name,opening\nA,1\nB,1\n'))).toEqual([
      [-1, 0, 'A1', 'no column "name"'],
      [-1, -1, 'row 1', 'the column title is missing'],
    ]);
  });

  it('counts rows as a spreadsheet does: empty ones too', () => {
    expect(said(csv('title,opening\n\n,,\nA,x\n'))).toEqual([[0, 1, 'B4', '"x" is no amount of GBP']]);
  });

  it('says what is wrong with the terms beside the lots', () => {
    const read = csv('title,opening\nA,x\n', { currency: 'pounds', saleId: 'a b' });
    expect(read.faults.map(({ place }) => place)).toEqual(['B2', 'saleId', 'currency']);
  });

  it('stops counting where nobody would read on', () => {
    expect(csv(`title,opening\n${'A,x\n'.repeat(CATALOGUE_FAULTS_MAX + 5)}`).faults).toHaveLength(CATALOGUE_FAULTS_MAX);
  });

  it('knows the decimals of the currency', () => {
    expect(csv('title,opening\nA,1.5\n', { currency: 'JPY' }).faults).toHaveLength(1);
    expect(csv('title,opening\nA,15\n', { currency: 'JPY' }).sale?.increments).toEqual({
      kind: 'ladder258',
      minorPerUnit: 1,
    });
    expect(csv('title,opening\nA,1.500\n', { currency: 'KWD' }).sale?.lots[0]).toMatchObject({ openingMinor: 1500 });
  });
});

describe('a JSON', () => {
  const lot = { lotId: 'a', number: 1, title: 'A', format: 'live', openingMinor: 100 };
  const sale = { ...TERMS, ...HOUSE_TERMS, lots: [lot] };

  it('without faults is itself', () => {
    const read = json(sale);
    expect(read.sale).toEqual(sale);
    expect(read.rows).toEqual([['a', '1', 'A', 'live', '100', '', '']]);
  });

  it('tells all wrong fields of all lots, and of the sale', () => {
    const lots = [
      { ...lot, openingMinor: 1.5, title: 7 },
      { ...lot, lotId: 'b', number: 2, reserveMinr: 5 },
      { ...lot, number: 3 },
      { ...lot, number: 3 },
      { ...lot, lotId: 'c', number: 4, format: 'raffle' },
    ];
    const read = json({ ...sale, currency: 'gbp', policies: { ...HOUSE_TERMS.policies, tie: 'coin' }, lots });
    expect(read.sale).toBeNull();
    expect(said(read)).toEqual([
      [-1, -1, 'currency', 'must be a currency of ISO 4217, like USD'],
      [-1, -1, 'policies.tie', 'must be earliest, room or refuse'],
      [0, 2, 'lots[0].title', 'must be text'],
      [0, 4, 'lots[0].openingMinor', 'must be a whole number of minor units, 0 to 2^53 - 1'],
      [1, 7, 'lots[1].reserveMinr', 'is no field of a lot'],
      [3, 0, 'lots[3].lotId', 'a stands twice'],
      [4, 3, 'lots[4].format', 'must be live, timed, dutch or sealed'],
      [3, 1, 'lots[3].number', '3 stands twice'],
    ]);
  });

  it.each([
    ['', 'the file', 'is empty'],
    ['[1]', 'the sale', 'is a list; a sale is one object, with its lots as the list lots'],
    ['null', 'the sale', 'is no object; a sale is one object, with its lots as the list lots'],
  ])('%j has one thing wrong', (text, place, why) =>
    expect(said(checkCatalogue(text, 'json', TERMS))).toEqual([[-1, -1, place, why]]),
  );

  it('wants a title as a CSV does', () => {
    const lots = [
      { ...lot, title: ' ' },
      { ...lot, lotId: 'b', number: 2 },
    ];
    expect(said(json({ ...sale, lots }))).toEqual([[0, 2, 'lots[0].title', 'a lot needs a title']]);
  });

  it('names what is missing as missing', () => {
    const { increments: _, ...rest } = sale;
    const { number: __, ...bare } = lot;
    expect(said(json({ ...rest, lots: [bare] }))).toEqual([
      [-1, -1, 'increments', 'is missing'],
      [0, 1, 'lots[0].number', 'is missing'],
    ]);
  });

  it.each(['', 'null', '[]', '7', '{"lots":7}', '{"lots":[null,[],7]}', '"x"'])(
    '%j is refused without a throw',
    (text) => {
      const read = checkCatalogue(text, 'json', TERMS);
      expect(read.sale).toBeNull();
      expect(read.faults.length).toBeGreaterThan(0);
    },
  );
});

it('cells and rows as spreadsheets have them', () => {
  expect([0, 25, 26, 27, 701, 702].map((column) => cellName(column, 9))).toEqual([
    'A9',
    'Z9',
    'AA9',
    'AB9',
    'ZZ9',
    'AAA9',
  ]);
  expect(csvRows('a,"b ""c""\nd"\r\n\r\ne')).toEqual({
    rows: [
      { row: 1, cells: ['a', 'b "c"\nd'] },
      { row: 3, cells: ['e'] },
    ],
    openAt: null,
  });
  expect(csvRows('a\n"b').openAt).toBe(2);
});
