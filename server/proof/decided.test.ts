/** Which record decided an id is known without an entry an id. */
import { expect, test } from 'vitest';
import { Ids } from '../core/ids.ts';
import { createDecided } from './decided.ts';

test('the first record that asked for an id is its record, whatever came between and whoever asks again', () => {
  const ids = new Ids();
  const asked: { readonly id: string; readonly seq: number; readonly isMalformed: boolean }[] = [];
  for (let seq = 1; seq <= 5_000; seq += 1) {
    // Every seventh record is of no id, every eleventh repeats one, every thirteenth is malformed: some of these are bid well later.
    if (seq % 7 === 0) continue;
    const id = seq % 11 === 0 ? `b${seq >> 1}` : `b${seq}`;
    asked.push({ id, seq, isMalformed: seq % 13 === 0 });
    if (seq % 26 === 0) asked.push({ id, seq: seq + 1, isMalformed: false });
    if (seq % 26 === 0) seq += 1;
  }
  const first = new Map<string, number>();
  for (const { id, seq } of asked) if (!first.has(id)) first.set(id, seq);
  const later = createDecided((id) => ids.placeOf(id));
  const ahead = createDecided((id) => ids.placeOf(id));
  for (const { id, seq, isMalformed } of asked) {
    if (!isMalformed && ids.placeOf(id) < 0) ids.add(id);
    later.took(id, seq);
  }
  // A start reads the records when the rules know all of them.
  for (const { id, seq } of asked) {
    expect(ahead.seqOf(id) ?? seq).toBe(first.get(id));
    ahead.took(id, seq);
  }
  for (const [id, seq] of first) expect([later.seqOf(id), ahead.seqOf(id)]).toEqual([seq, seq]);
  expect(later.seqOf('nobody')).toBeNull();
});
