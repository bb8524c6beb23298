import { describe, expect, it } from 'vitest';
import { isPlainText } from './text.ts';

describe('a text that others see', () => {
  it.each(['A', 'Grüße', '名前', 'שלום', 'नमस्ते', '👩‍🏫', 'می‌خواهم', 'x'.repeat(500), '<script>alert(1)</script>'])(
    'may be %s',
    (text) => expect(isPlainText(text)).toBe(true),
  );

  it.each([
    '',
    ' ',
    '\u00a0',
    'a\nb',
    'a\tb',
    'a\0b',
    'a\u001bb',
    'a\u0085b',
    'a\u2028b',
    'a\u2029b',
    'a\ud800b',
    'a\udc00',
    ...['\u061c', '\u200e', '\u200f', '\u202a', '\u202e', '\u2066', '\u2069'].map((mark) => `a${mark}b`),
    ...['\u200b', '\u2060', '\ufeff', '\u180e', '\u{e0041}', '\ufff9'].map((nothing) => `a${nothing}b`),
    'x'.repeat(501),
  ])('is not %j', (text) => expect(isPlainText(text)).toBe(false));
});
