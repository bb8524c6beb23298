/** The own bids of a sale over a reload of the page: what was asked and what the house said. The proof of it is the house's log. */
import * as v from 'valibot';
import type { OwnBid } from './bids.ts';
import type { Storage } from './prefs.ts';

/** Bids kept a sale and user. */
export const LEDGER_MAX = 100;

const bid = v.looseObject({
  id: v.string(),
  sale: v.string(),
  request: v.looseObject({
    id: v.string(),
    lot: v.string(),
    kind: v.picklist(['bid', 'max', 'lower']),
    amountMinor: v.pipe(v.number(), v.safeInteger()),
    basedOnRev: v.number(),
    sentAt: v.number(),
  }),
  roundTripMs: v.nullable(v.number()),
  status: v.looseObject({ state: v.picklist(['pending', 'resolving', 'answered', 'unsent', 'unreceived']) }),
});

export type Ledger = {
  /** Newest first. What had no answer yet comes back as `resolving`. */
  readonly load: (sale: string, user: string) => readonly OwnBid[];
  readonly save: (sale: string, user: string, bids: readonly OwnBid[]) => void;
};

export function createLedger(storage: Storage): Ledger {
  const keyOf = (sale: string, user: string) => `rostrum.bids.v1.${sale}.${user}`;
  return {
    load(sale, user) {
      try {
        const stored: unknown = JSON.parse(storage.getItem(keyOf(sale, user)) ?? '[]');
        if (!Array.isArray(stored)) return [];
        return stored.filter((entry) => v.is(bid, entry)).map((entry) => revived(entry as unknown as OwnBid));
      } catch {
        return [];
      }
    },
    save(sale, user, bids) {
      try {
        storage.setItem(keyOf(sale, user), JSON.stringify(bids.slice(0, LEDGER_MAX)));
      } catch {
        // A full storage costs the list after a reload; the ids of open bids are kept by the bridge.
      }
    },
  };
}

function revived(entry: OwnBid): OwnBid {
  const isOpen = entry.status.state === 'pending' || entry.status.state === 'resolving';
  return { ...entry, pressedAtMs: null, status: isOpen ? { state: 'resolving' } : entry.status };
}
