import zlib from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crc32 } from './old-zlib.ts';

it('the crc32 for old Nodes is the one of new Nodes, in one piece and in two', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 50 }), (first, second) => {
      expect(crc32(first)).toBe(zlib.crc32(first));
      expect(crc32(second, crc32(first))).toBe(zlib.crc32(second, zlib.crc32(first)));
    }),
  );
  expect(crc32('123456789')).toBe(0xcbf43926);
});
