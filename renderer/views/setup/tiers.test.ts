import { expect, it } from 'vitest';
import { amountTyped } from '../../words.ts';
import { plainAmount, rateTyped, rateWords, tiersTyped, tierWords } from './tiers.ts';

const pounds = (text: string) => amountTyped(text, 'GBP');

it('tiers as they are typed', () => {
  expect(tiersTyped('0 26; 800000 20.5', pounds, rateTyped)).toEqual([
    [0, 2600],
    [80_000_000, 2050],
  ]);
  expect(tiersTyped('', pounds, rateTyped)).toEqual([]);
  expect(tiersTyped(' 0 10 ;', pounds, pounds)).toEqual([[0, 1000]]);
});

it.each(['26', '0 26 5', '0 x', 'x 26', '0 -1', '0 26.555', '0;26'])('%j is no list of tiers', (text) => {
  expect(tiersTyped(text, pounds, rateTyped)).toBeNull();
});

it.each([
  [[], ''],
  [[[0, 2600]], '0 26'],
  [
    [
      [0, 2650],
      [12_345, 1],
    ],
    '0 26.5; 123.45 0.01',
  ],
] as const)('%j is shown so that it can be typed again', (tiers, text) => {
  const shown = tierWords(tiers, (minor) => plainAmount(minor, 2), rateWords);
  expect(shown).toBe(text);
  expect(tiersTyped(shown, pounds, rateTyped)).toEqual(tiers);
});
