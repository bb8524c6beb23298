/** The sale as a simulated person sees it: the public lots and their last ticks, and nothing that a desk would not know. */
import type { PublicLot, PublicSale, SaleWord, Snapshot, Tick } from '../../protocol/wire.ts';

export type Floor = {
  readonly sale: PublicSale;
  readonly lots: readonly PublicLot[];
  tick(lotId: string): Tick | undefined;
  /** Takes a tick; false for one that is older than what is known. */
  take(tick: Tick): boolean;
  hear(word: SaleWord): void;
  /** The reason of the hold, null while the sale runs. */
  heldFor(): string | null;
};

export function openFloor(snapshot: Snapshot): Floor {
  const ticks = new Map<string, Tick>(snapshot.ticks.map((tick) => [tick.lot, tick]));
  let held = snapshot.held?.reason ?? null;
  return {
    sale: snapshot.sale,
    lots: [...snapshot.sale.lots].sort((a, b) => a.number - b.number),
    tick: (lotId) => ticks.get(lotId),
    take(tick) {
      const known = ticks.get(tick.lot);
      if (known !== undefined && tick.rev <= known.rev) return false;
      ticks.set(tick.lot, tick);
      return true;
    },
    hear(word) {
      if (word.type === 'held') held = word.reason;
      else if (word.type === 'resumed') held = null;
    },
    heldFor: () => held,
  };
}
