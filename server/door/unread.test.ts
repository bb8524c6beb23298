import { describe, expect, it } from 'vitest';
import { idUnread } from './unread.ts';

describe('the id of a bid that nobody reads', () => {
  it.each([
    ['{"id":"a-1","lot":"l1"}', 'a-1'],
    ['{"lot":"l1", "id" : "b_2"}', 'b_2'],
    ['{"lot":"l1"}', ''],
    ['{"id":7}', ''],
    ['{"id":"a.b"}', ''],
    ['{"id":"a\\u0000"}', ''],
    ['{"id":"', ''],
    ['{"id"', ''],
    ['', ''],
    [`{"id":"${'x'.repeat(64)}"}`, 'x'.repeat(64)],
    [`{"id":"${'x'.repeat(65)}"}`, ''],
    ['{"id":"é"}', ''],
  ])('in %s is %j', (text, id) => {
    expect(idUnread(Buffer.from(text))).toBe(id);
    // A message of the bus is a part of a larger block of bytes.
    const block = Buffer.from(`{"id":"other"}${text}{"id":"other"}`);
    const start = 14;
    expect(idUnread(block.subarray(start, start + Buffer.byteLength(text)))).toBe(id);
  });
});
