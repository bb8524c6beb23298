import { expect, test } from 'vitest';
import { clashes, keyActions, keyOf, keyWords, registerKeys } from './keys.ts';

registerKeys([
  { id: 'bidder.bid', words: 'Bid the ask', key: 'b', desk: 'bidder' },
  { id: 'clerk.bid', words: 'Floor bid', key: 'b', desk: 'clerk' },
]);

test('an own binding replaces the default, and an unknown action has none', () => {
  expect(keyOf('bidder.bid', {})).toBe('b');
  expect(keyOf('bidder.bid', { 'bidder.bid': 'Space' })).toBe('Space');
  expect(keyOf('bidder.sleep', {})).toBeUndefined();
});

test('an action that is registered twice stands once, with its first words', () => {
  registerKeys([{ id: 'bidder.bid', words: 'Another', key: 'z', desk: 'bidder' }]);
  expect(keyActions().filter(({ id }) => id === 'bidder.bid')).toMatchObject([{ words: 'Bid the ask', key: 'b' }]);
});

test('two desks may share a key; the keys of everywhere may not be taken, and own bindings count', () => {
  const idsOf = (id: string, key: string, own = {}) => clashes(id, key, own).map((action) => action.id);
  expect(idsOf('bidder.bid', 'b')).toEqual([]);
  expect(idsOf('bidder.bid', 'c')).toEqual(['all.connection']);
  expect(idsOf('all.connection', 'b')).toEqual(['bidder.bid', 'clerk.bid']);
  expect(idsOf('bidder.bid', 'c', { 'all.connection': 'o' })).toEqual([]);
  expect(idsOf('bidder.bid', 'o', { 'all.connection': 'o' })).toEqual(['all.connection']);
});

test('a binding reads as a person would say it', () => {
  expect(keyWords('b')).toBe('B');
  expect(keyWords('ArrowUp')).toBe('↑');
  expect(keyWords('Shift+Enter')).toBe('Shift+Enter');
  expect(keyWords('g b')).toBe('G then B');
});
