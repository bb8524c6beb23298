/** What of a tally is worth a person's look: every threshold by name, and the list of signs. Tells, and never acts. */
import type { Sign } from '../../protocol/anomaly.ts';
import type { Shared } from '../identity/places.ts';
import { dealingsOf, shillScore } from './shill.ts';
import { BURST_MS, type Tally } from './tally.ts';

export const SIGNS = {
  /** From this score on, of ten. */
  shillScore: 7,
  /** Fewer lots of one seller say nothing about a bidder. */
  lotsMin: 4,
  /** Lost of what he bid on, as a share. */
  lossShare: 0.9,
  quickOutbids: 4,
  /** Bids within `BURST_MS` on one lot. */
  burst: 15,
  /** The most signs in one answer. */
  answerMax: 500,
} as const;

/** In an order that the tally alone decides. */
export function signsOf(tally: Tally): readonly Sign[] {
  const signs: Sign[] = [];
  const { dealings, sold } = dealingsOf(tally.lots.values());
  for (const dealing of dealings) {
    const { bidder, seller, lots, lost } = dealing;
    if (lots < SIGNS.lotsMin) continue;
    const { score, ratings } = shillScore(dealing, sold.get(seller) ?? lots);
    if (score >= SIGNS.shillScore) signs.push({ kind: 'shill-score', bidder, seller, score, ratings, lots });
    if (lost >= lots * SIGNS.lossShare) signs.push({ kind: 'losses', bidder, seller, lots, lost });
  }
  for (const [lot, { marks, buyer }] of tally.lots)
    for (const [bidder, mark] of marks) {
      if (mark.quick >= SIGNS.quickOutbids && buyer !== bidder)
        signs.push({ kind: 'quick-outbids', bidder, lot, count: mark.quick, lastSeq: mark.quickSeq });
      if (mark.burst >= SIGNS.burst)
        signs.push({ kind: 'burst', bidder, lot, count: mark.burst, withinMs: BURST_MS, lastSeq: mark.burstSeq });
    }
  return signs;
}

/** A sign for each of those who share, with the others. */
export function sharedSigns(shared: readonly Shared[]): readonly Sign[] {
  return shared.flatMap(({ by, users, lastAt }) =>
    users.map((bidder) => ({
      kind: by === 'device' ? ('shared-device' as const) : ('shared-address' as const),
      ...{ bidder, others: users.filter((other) => other !== bidder), lastAt },
    })),
  );
}
