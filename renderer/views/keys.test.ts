/** The keys that the desks come with: none of them means two things at once. */
import { expect, test } from 'vitest';
import { clashes, keyActions } from '../keys.ts';
import './bidder/keys.ts';
import './clerk/clerk-keys.ts';
import './review/review-keys.ts';

test('no key of a desk is a key of another action of the same desk, or of everywhere', () => {
  expect(keyActions().length).toBeGreaterThan(30);
  const twice = keyActions().filter(({ id, key }) => clashes(id, key, {}).length > 0);
  expect(twice.map(({ id, key }) => `${id} ${key}`)).toEqual([]);
});
