/** What the house remembers of bids for a while and no log has: when they came, when their bidders were told, and refusals at the door. Bounded. */
import type { BidRequest } from '../../protocol/wire.ts';

export type Noted = {
  readonly bidder: string;
  readonly request: BidRequest | null;
  readonly receivedAt: number;
  readonly toldAt: number | null;
  refusal: string | null;
};

export type Memory = {
  get(id: string): Noted | undefined;
  set(id: string, noted: Noted): void;
  readonly size: number;
};

/**
 * Remembers at most `max` bids, and never fewer than the last half of them. Two generations: to forget the oldest one by one, a
 * map would walk over the places of all that were forgotten before it, which took ten times what the rules take.
 */
export function createMemory(max: number): Memory {
  let young = new Map<string, Noted>();
  let old = new Map<string, Noted>();
  return {
    get: (id) => young.get(id) ?? old.get(id),
    set(id, noted) {
      young.set(id, noted);
      if (young.size < max / 2) return;
      old = young;
      young = new Map();
    },
    get size() {
      return young.size + old.size;
    },
  };
}
