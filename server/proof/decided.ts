/**
 * Which record decided an id. The rules know every id by its place, in the order of the records; here stands only where a run of
 * records begins each of which decided the next one: next to nothing for a million bids. Knows no bid.
 */
import { NOWHERE } from '../core/ids.ts';
import { lastAtMost } from '../keeping/rising.ts';

export type Decided = {
  /** A record that asks for an id; all such records, in order. */
  took(id: string, seq: number): void;
  /** The first record that asked for it; null while it has not been taken. */
  seqOf(id: string): number | null;
};

/** `placeOf`: by the rules, which may be ahead of the records. */
export function createDecided(placeOf: (id: string) => number): Decided {
  /** Of each run the place of its first id, and its first record. */
  const places: number[] = [];
  const seqs: number[] = [];
  let next = 0;
  let nextSeq = 0;
  /** What was malformed before it was decided, if it ever was: nobody's bid, and rare. */
  const others = new Map<string, number>();
  return {
    took(id, seq) {
      const place = placeOf(id);
      if (place === next) {
        if (seq !== nextSeq) {
          places.push(place);
          seqs.push(seq);
        }
        next += 1;
        nextSeq = seq + 1;
      } else if ((place === NOWHERE || place > next) && !others.has(id)) others.set(id, seq);
    },
    seqOf(id) {
      const other = others.get(id);
      if (other !== undefined) return other;
      const place = placeOf(id);
      if (place === NOWHERE || place >= next) return null;
      const run = lastAtMost(places, place);
      return (seqs[run] ?? 0) + place - (places[run] ?? 0);
    },
  };
}
