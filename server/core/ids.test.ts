/** Ids are found again however many there are, however they fall, and wherever they came from. */
import { expect, test } from 'vitest';
import { hashOf, ID_END, Ids, NOWHERE } from './ids.ts';

test('every id has the place of its coming, through all growth, and what was not added has none', () => {
  const ids = new Ids();
  const names = Array.from({ length: 50_000 }, (_, i) =>
    i % 3 === 0 ? `bid-${i}` : `ü${i}\u{1f528}`.repeat(1 + (i % 7)),
  );
  names.forEach((name, place) => {
    expect(ids.placeOf(name)).toBe(NOWHERE);
    expect(ids.add(name)).toBe(place);
  });
  expect(ids.size).toBe(names.length);
  names.forEach((name, place) => {
    expect([ids.placeOf(name), ids.at(place)]).toEqual([place, name]);
  });
  for (const other of ['', 'bid-', 'bid-1', 'ü3', ID_END]) expect(ids.placeOf(other)).toBe(NOWHERE);
  // The same from its text.
  const again = new Ids(ids.text(), ids.size);
  names.forEach((name, place) => {
    expect([again.placeOf(name), again.at(place)]).toEqual([place, name]);
  });
  expect(again.add('one more')).toBe(names.length);
  expect([again.placeOf('one more'), again.text()]).toEqual([names.length, `${ids.text()}${ID_END}one more`]);
});

test('ids that were made to fall into one slot are found, and those beside them', () => {
  const ids = new Ids();
  const together = idsOfOneSlot(300, 1024);
  for (const [place, id] of together.entries()) expect(ids.add(id)).toBe(place);
  const stranger = idsOfOneSlot(301, 1024).at(-1) ?? '';
  expect(ids.placeOf(stranger)).toBe(NOWHERE);
  for (const [place, id] of together.entries()) expect(ids.placeOf(id)).toBe(place);
  const again = new Ids(ids.text(), ids.size);
  for (const [place, id] of together.entries()) expect(again.placeOf(id)).toBe(place);
  ids.forget();
  expect(together.map((id) => ids.placeOf(id))).toEqual(together.map(() => NOWHERE));
  expect(ids.at(7)).toBe(together[7]);
});

test('an id that is asked for and not added leaves the next one its own hash', () => {
  const ids = new Ids();
  ids.placeOf('asked');
  ids.add('added');
  expect([ids.placeOf('asked'), ids.placeOf('added')]).toEqual([NOWHERE, 0]);
});

test.each([
  ['a', 2],
  [`a${ID_END}b`, 1],
  [`a${ID_END}b`, 3],
  [`a${ID_END}`, 1],
  ['a', 0],
])('a text that is not so many ids is not taken: %j, %i', (text, count) => {
  expect(() => new Ids(text, count)).toThrow(/torn/);
});

/** Ids whose hashes are equal in a table of so many slots. */
function idsOfOneSlot(count: number, slots: number): string[] {
  const found: string[] = [];
  for (let i = 0; found.length < count; i += 1) {
    const id = `x${i}`;
    if ((hashOf(id) & (slots - 1)) === 5) found.push(id);
  }
  return found;
}
