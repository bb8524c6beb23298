/** Ids are found again however many there are, however they fall, and wherever they came from. */
import { expect, test } from 'vitest';
import { InvariantBroken } from './broken.ts';
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

test('ids of one length and one hash are told apart by their letters', () => {
  const [one, other] = twoOfOneHash();
  expect([one.length, hashOf(one)]).toEqual([other.length, hashOf(other)]);
  const ids = new Ids();
  ids.add(one);
  expect(ids.placeOf(other)).toBe(NOWHERE);
  ids.add(other);
  expect([ids.placeOf(one), ids.placeOf(other)]).toEqual([0, 1]);
});

test.each([
  ['wide and narrow', ['a', 'ü', '\u{1f528}', '', ...Array.from({ length: 1_000 }, (_, i) => `bid-${i}`)]],
  ['crowded', idsOfOneSlot(300, 1024)],
  ['narrow', ['a', 'b', 'c']],
  ['none', []],
])('ids are the same from their table, and go on: %s', (_, names) => {
  const ids = new Ids();
  for (const name of names) ids.add(name);
  const again = Ids.fromTable(structuredClone(ids.table()), ids.size);
  expect([again.size, again.text()]).toEqual([names.length, names.join(ID_END)]);
  names.forEach((name, place) => {
    expect([again.placeOf(name), again.at(place)]).toEqual([place, name]);
  });
  for (let i = 0; i < 2_000; i += 1) expect(again.add(`more ${i}`)).toBe(names.length + i);
  for (let i = 0; i < 2_000; i += 1) expect(again.placeOf(`more ${i}`)).toBe(names.length + i);
  names.forEach((name, place) => {
    expect([again.placeOf(name), ids.placeOf(name)]).toEqual([place, place]);
  });
  expect(ids.size).toBe(names.length);
});

test('a table whose parts do not fit is not taken', () => {
  const ids = new Ids();
  for (const name of ['a', 'b', 'c']) ids.add(name);
  const table = ids.table();
  const torn = (part: Partial<typeof table>, count = 3) => expect(() => Ids.fromTable({ ...table, ...part }, count));
  torn({}).not.toThrow();
  torn({}, 2).toThrow(InvariantBroken);
  torn({ ends: [1, 3] }).toThrow(InvariantBroken);
  torn({ hashes: [1] }).toThrow(InvariantBroken);
  torn({ units: new Uint8Array(5) }).toThrow(InvariantBroken);
  // A hash of another make: the id would not be found, and decided a second time.
  torn({ hashes: [1, 2, 3] }).toThrow(/hashed otherwise/);
});

test.each([
  ['emptied', (slots: Int32Array) => slots.fill(0)],
  ['too short', () => new Int32Array(16)],
  ['of no power of two', () => new Int32Array(1_000)],
  ['of another form', (slots: Int32Array) => slots.map((slot) => slot ^ 1)],
])('slots that are %s are made again', (_, spoilt) => {
  const ids = new Ids();
  const names = [...idsOfOneSlot(100, 256), ...Array.from({ length: 100 }, (_, i) => `bid-${i}`)];
  for (const name of names) ids.add(name);
  const table = structuredClone(ids.table());
  const again = Ids.fromTable({ ...table, slots: spoilt(Int32Array.from(table.slots)) }, names.length);
  expect(names.map((name) => again.placeOf(name))).toEqual(names.map((_, place) => place));
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

/** Among three hundred thousand ids some ten pairs have the same 32 bits; ids that count up would have none. */
function twoOfOneHash(): [string, string] {
  const known = new Map<number, string>();
  for (let i = 1; i < 300_000; i += 1) {
    const id = (Math.imul(i, 0x9e3779b1) >>> 0).toString(36).padStart(7, '0');
    const hash = hashOf(id);
    const other = known.get(hash);
    if (other !== undefined) return [other, id];
    known.set(hash, id);
  }
  throw new Error('no two ids of one hash');
}
