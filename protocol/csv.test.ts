import { expect, it } from 'vitest';
import { csvLine } from './csv.ts';

it('quotes what RFC 4180 says and defuses formulas', () => {
  expect(csvLine(['a', 1, null, 'b,c', 'say "x"', 'two\nlines'])).toBe('a,1,,"b,c","say ""x""","two\nlines"\r\n');
  for (const bad of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']) expect(csvLine([bad])).toMatch(/^"?'/);
  expect(csvLine([-5])).toBe('-5\r\n');
});
