import { expect, it } from 'vitest';
import { peopleOf } from './people-csv.ts';

it('a list of people is read by its columns, in any order, with what is left out', () => {
  const { people, faults } = peopleOf(
    '\ufeffName,ID,Paddle,Limit,Sales,Role,Password\r\n"Lindqvist, Anna",anna,101,"60,000",,,\r\n,carl,,,spring autumn,clerk,correct horse\r\n',
    'GBP',
  );
  expect(faults).toEqual([]);
  expect(people).toEqual([
    {
      user: { id: 'anna', role: 'bidder', name: 'Lindqvist, Anna', paddle: '101', password: null, sales: [] },
      limitMinor: 6_000_000,
    },
    {
      user: {
        id: 'carl',
        role: 'clerk',
        name: 'carl',
        paddle: null,
        password: 'correct horse',
        sales: ['spring', 'autumn'],
      },
      limitMinor: null,
    },
  ]);
});

it.each([
  ['name,paddle\nAnna,1\n', 'row 1: the column id is missing'],
  ['id,colour\nanna,red\n', 'B1: no column "colour"'],
  ['id,id\nanna,ben\n', 'B1: the column id stands twice'],
  ['id\n', 'row 2: there is nobody'],
  ['id,name\n,Anna\n', 'A2: nobody stands here'],
  ['id\nanna\nben\nanna\n', 'A4: anna stands twice'],
  ['id,paddle\nanna,7\nben,7\n', 'B3: 7 stands twice'],
  ['id,role\nanna,buyer\n', 'B2: is bidder, clerk, reviewer, operator, not "buyer"'],
  ['id\nanna.b\n', 'A2: an id is 1 to 64 of A-Z a-z 0-9 _ -'],
  ['id\nroom\n', 'A2: the id room would pass for the room'],
  ['id,paddle\nanna,house\n', 'B2: the paddle house would pass for the house'],
  ['id,name\nanna,A\u202eB\n', 'B2: a name is one line of 1 to 120 visible characters'],
  ['id,password\nanna,short\n', 'B2: a password has 8 to 256 characters'],
  ['id,limit\nanna,12.345\n', 'B2: "12.345" is no amount of EUR'],
  ['id\nanna,101\n', 'B2: stands beyond the last column of the header'],
  ['id\n"anna\n', 'row 2: a quotation mark is not closed'],
])('what is wrong is named by its cell: %j', (text, fault) => {
  expect(peopleOf(text, 'EUR').faults).toContain(fault);
});

it('a limit needs a sale, and every wrong cell is named', () => {
  expect(peopleOf('id,limit,role\na b,5,king\n', null).faults).toEqual([
    'C2: is bidder, clerk, reviewer, operator, not "king"',
    'A2: an id is 1 to 64 of A-Z a-z 0-9 _ -',
    'B2: a limit is for a sale; say which with --sale',
  ]);
});
