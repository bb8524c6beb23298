import { expect, it } from 'vitest';
import { bytesOfColumn, columnOf } from './column.ts';

it('gives every column back, as narrow as it was or can be', () => {
  // Read from any place in a larger file.
  for (const column of [
    [],
    [1, -1, 2 ** 31 - 1],
    [2 ** 31, 5],
    [Number.MAX_SAFE_INTEGER, -0.5],
    Uint8Array.of(1, 255),
    Uint16Array.of(1, 65_535),
    Int32Array.of(-(2 ** 31)),
    Float64Array.of(2 ** 40),
  ])
    for (const lead of [0, 1, 3])
      expect([...toArray(columnOf(Buffer.concat([Buffer.alloc(lead), bytesOfColumn(column)]).subarray(lead)))]).toEqual(
        [...column],
      );
  expect(bytesOfColumn([1, 2, 3]).length).toBe(8 + 3 * 4);
});

it('refuses what is no column, and one of a machine with the other order of bytes', () => {
  const bytes = bytesOfColumn([1, 2, 3]);
  expect(() => columnOf(bytes.subarray(0, 4))).toThrow('not a column');
  expect(() => columnOf(bytes.map((byte, at) => (at === 1 ? 0x39 : byte)))).toThrow('form');
  bytes.subarray(4, 8).reverse();
  expect(() => columnOf(bytes)).toThrow('not a column of this machine');
});

function toArray(column: ArrayLike<number>): number[] {
  return Array.from({ length: column.length }, (_, at) => column[at] ?? Number.NaN);
}
