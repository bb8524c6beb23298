/** A small sale as a desk sees it, the ticks of its one lot and a bidder's standing in it, for tests on both sides of the stores. */
import type { Snapshot, Standing, Tick } from '../protocol/wire.ts';

export const sale: Snapshot['sale'] = {
  saleId: 's1',
  title: 'A sale',
  currency: 'USD',
  increments: { kind: 'ladder258' },
  policies: {
    tie: 'earliest',
    offLadder: 'keep',
    leaderRaise: 'hold',
    reserve: 'jump',
    extension: null,
    limit: 'none',
    void: 'recompute',
  },
  premium: [],
  lots: [{ lotId: 'l1', number: 1, title: 'One', format: 'live', hasReserve: false }],
};

/** The `rev`th change of the lot: its price is a hundred times that. */
export const tick = (rev: number, more: Partial<Tick> = {}): Tick => ({
  lot: 'l1',
  rev,
  seq: rev,
  at: rev,
  status: 'open',
  priceMinor: rev * 100,
  askMinor: rev * 100 + 50,
  leader: null,
  reserveMet: false,
  closesAt: null,
  bids: rev,
  last: null,
  ...more,
});

/** Of Anna, who has bid on nothing yet. */
export const standing: Standing = {
  bidder: 'anna',
  paddle: '101',
  registered: true,
  suspended: false,
  limitMinor: null,
  wonMinor: 0,
  usedMinor: 0,
  maxima: {},
  won: [],
};
