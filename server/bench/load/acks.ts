/** What the generator was told, kept so that a replay of the log can be held against it: 12 bytes an acknowledged bid. */
import { readFileSync, writeFileSync } from 'node:fs';

export type Acks = { add(bid: number, seq: number, outcome: number): void; write(path: string): void };

export function acks(): Acks {
  let kept = new Uint32Array(3 * 4096);
  let used = 0;
  return {
    add(bid, seq, outcome) {
      if (used === kept.length) {
        const wider = new Uint32Array(kept.length * 2);
        wider.set(kept);
        kept = wider;
      }
      kept[used] = bid;
      kept[used + 1] = seq;
      kept[used + 2] = outcome;
      used += 3;
    },
    write: (path) => writeFileSync(path, Buffer.from(kept.buffer, 0, used * 4)),
  };
}

/** Calls back for every acknowledged bid of a file. */
export function readAcks(path: string, each: (bid: number, seq: number, outcome: number) => void): void {
  const bytes = readFileSync(path);
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  for (let at = 0; at + 2 < words.length; at += 3) each(words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0);
}
