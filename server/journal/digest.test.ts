import zlib from 'node:zlib';
import { expect, it } from 'vitest';
import { crc32 } from './digest.ts';

it('gives the CRC-32 of the platform for every length around that where the way changes', () => {
  const bytes = Buffer.from(Array.from({ length: 200 }, (_, at) => (at * 73) ^ (at >> 1)));
  for (let from = 0; from < 4; from += 1)
    for (let end = from; end <= bytes.length; end += 1)
      expect(crc32(bytes.subarray(from, end))).toBe(zlib.crc32(bytes.subarray(from, end)));
});
