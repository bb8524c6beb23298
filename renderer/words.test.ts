import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUSE_HOLDS } from '../protocol/command.ts';
import { DOOR_REASONS, REFUSE_REASONS, REJECT_REASONS } from '../protocol/event.ts';
import { amountTyped, amountWords, digitsOf, holdWords, reasonWords } from './words.ts';

describe('amounts', () => {
  test('are written with decimals only where there are some, and exactly', () => {
    expect(amountWords(1_250_000, 'USD')).toBe('$12,500');
    expect(amountWords(1_250_050, 'USD')).toBe('$12,500.50');
    expect(amountWords(5, 'GBP')).toBe('£0.05');
    expect(amountWords(12_500, 'JPY')).toBe('¥12,500');
    expect(amountWords(Number.MAX_SAFE_INTEGER, 'USD')).toBe('$90,071,992,547,409.91');
  });
  test('are written just as Intl writes them', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.constantFrom('USD', 'GBP', 'EUR', 'JPY', 'CHF', 'KWD'), (minor, currency) => {
        const digits = digitsOf(currency);
        const text = String(minor).padStart(digits + 1, '0');
        const point = text.length - digits;
        const isWhole = Number(text.slice(point)) === 0;
        const format = new Intl.NumberFormat('en', {
          style: 'currency',
          currency,
          currencyDisplay: 'narrowSymbol',
          ...(isWhole ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {}),
        });
        const exact = `${text.slice(0, point)}.${text.slice(point)}0` as unknown as bigint;
        expect(amountWords(minor, currency)).toBe(format.format(exact));
      }),
    );
  });
  test('are read as people type them', () => {
    expect(amountTyped('1500', 'USD')).toBe(150_000);
    expect(amountTyped('$1,500.50', 'USD')).toBe(150_050);
    expect(amountTyped('1k', 'USD')).toBe(100_000);
    expect(amountTyped('1.5m', 'USD')).toBe(150_000_000);
    expect(amountTyped('1.5k', 'JPY')).toBe(1_500);
    expect(amountTyped('0.005', 'USD')).toBeNull();
    expect(amountTyped('1.2.3', 'USD')).toBeNull();
    expect(amountTyped('', 'USD')).toBeNull();
    expect(amountTyped('-5', 'USD')).toBeNull();
    expect(amountTyped('12abc', 'USD')).toBeNull();
    expect(amountTyped('99999999999999999', 'USD')).toBeNull();
  });
  test('what is written can be read', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.constantFrom('USD', 'GBP', 'EUR', 'JPY'), (minor, currency) => {
        expect(amountTyped(amountWords(minor, currency), currency)).toBe(minor);
      }),
    );
  });
});

test('every reason of the house has a sentence', () => {
  for (const reason of [...REJECT_REASONS, ...REFUSE_REASONS, ...DOOR_REASONS])
    expect(reasonWords(reason)).toMatch(/\.$/);
});

test('each hold of the house’s own has words for people, and a clerk’s stands as he wrote it', () => {
  for (const reason of Object.values(HOUSE_HOLDS)) {
    expect(holdWords(reason)).toMatch(/^The house /);
    expect(holdWords(reason)).not.toContain(reason);
  }
  expect(holdWords('fire in the room.')).toBe('fire in the room');
});
