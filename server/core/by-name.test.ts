/** What has a name is found by it, as in a Map: in the order of its coming, and under no name that was not given. */
import { expect, test } from 'vitest';
import { ByName } from './by-name.ts';

test('it answers as a Map does, whatever the names and however often they are given', () => {
  const known = new ByName<number>();
  const map = new Map<string, number>();
  const names = Array.from({ length: 5_000 }, (_, i) => (i % 5 === 0 ? `ü${i % 700}\u{1f528}` : `l${i % 1_500}`));
  names.forEach((name, value) => {
    expect(known.has(name)).toBe(map.has(name));
    known.set(name, value);
    map.set(name, value);
    expect(known.get(name)).toBe(value);
  });
  expect(known.size).toBe(map.size);
  expect([...known.keys()]).toEqual([...map.keys()]);
  expect([...known.values()]).toEqual([...map.values()]);
  expect([...known]).toEqual([...map]);
  for (const name of map.keys()) expect(known.get(name)).toBe(map.get(name));
});

test('what was not named is not there', () => {
  const known = new ByName<string>();
  expect([known.size, known.get('l1'), known.has('l1'), [...known]]).toEqual([0, undefined, false, []]);
  known.set('l1', 'a lot');
  for (const other of ['', 'l', 'l11', 'L1', 'l1\u007f', '\u007f']) {
    expect([known.get(other), known.has(other)]).toEqual([undefined, false]);
  }
});
