import { expect, it } from 'vitest';
import { inboxPrefix, isInboxOf, isToken } from './subjects.ts';

it('takes for a token what may stand in a subject, and nothing else', () => {
  for (let code = 0; code < 0x500; code += 1) {
    const text = String.fromCharCode(code);
    expect(isToken(text), text).toBe(/^[A-Za-z0-9_-]{1,64}$/.test(text));
    expect(isToken(`a${text}b`), text).toBe(/^[A-Za-z0-9_-]{1,64}$/.test(`a${text}b`));
  }
  expect(isToken('')).toBe(false);
  expect(isToken('x'.repeat(64))).toBe(true);
  expect(isToken('x'.repeat(65))).toBe(false);
  for (const value of [null, undefined, 7, {}, ['a']]) expect(isToken(value)).toBe(false);
});

it('knows a user’s own inboxes from those of others', () => {
  const subjects = [
    '',
    '_INBOX_',
    '_INBOX_ann',
    '_INBOX_ann.',
    '_INBOX_ann.1',
    '_INBOX_anna.1',
    '_INBOX_an.1',
    'x_INBOX_ann.1',
  ];
  for (const subject of [...subjects, '_inbox_ann.1', 'rostrum.v1.tick.s.l', '_INBOX_a.nn.1'])
    for (const user of ['ann', 'anna', 'an', 'a'])
      expect(isInboxOf(subject, user), `${subject} ${user}`).toBe(subject.startsWith(`${inboxPrefix(user)}.`));
});
