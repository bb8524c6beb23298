/** What may name something: text that can be written, printed and told apart. */
import { expect, test } from 'vitest';
import { isName, NAME_LENGTH_MAX } from './check.ts';

test.each(['l1', ' ', '~', '\u0080', 'ü', '\ud7ff', '\ue000', '\u{1f528}', `a\u{1f528}b`, 'x'.repeat(NAME_LENGTH_MAX)])(
  'a name: %j',
  (name) => {
    expect(isName(name)).toBe(true);
  },
);

test.each([
  '',
  'x'.repeat(NAME_LENGTH_MAX + 1),
  '\u0000',
  'a\nb',
  'a\u001f',
  'a\u007f',
  '\ud83d',
  'a\ud83db',
  '\udd28',
  '\ud83d\ud83d',
  7,
  null,
  ['l1'],
])('no name: %j', (value) => {
  expect(isName(value)).toBe(false);
});
