/** One short text for a whole state, which does not depend on the order of insertion: equal states, equal text. Not a seal. */
import { entriesOf } from './entries.ts';
import type { LotState, SaleState } from './state.ts';

/** The hash of all that the rules remember: 128 bits as hex. Its cost grows with the state. */
export function stateHash(state: SaleState): string {
  const sum = new Sum();
  sum.add(
    'sale',
    JSON.stringify([
      state.at,
      state.sale,
      state.held,
      state.hardEndAt,
      state.onBlock?.lot.lotId ?? null,
      state.lastOpened?.lot.lotId ?? null,
    ]),
  );
  for (const lot of state.lots.values()) sum.add('lot', lotText(state, lot));
  for (const { bidder, paddle, limitMinor, suspendedBy, won } of state.bidders.values()) {
    // As it was hashed when a log could not say by whom.
    const suspended = suspendedBy === null || suspendedBy === 'clerk' ? suspendedBy !== null : suspendedBy;
    const lots = won.map((lot) => lot.lotId).sort();
    sum.add('bidder', JSON.stringify([bidder, paddle, limitMinor, suspended, lots]));
  }
  let place = 0;
  for (const [id, event] of state.decisions) {
    const fields = Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1));
    const refused = event.type === 'CommandRefused' ? state.decisions.bidderAt(place) : null;
    sum.add('decision', JSON.stringify([id, fields, refused]));
    place += 1;
  }
  return sum.text();
}

function lotText(state: SaleState, lot: LotState): string {
  const entries = entriesOf(state, lot);
  return JSON.stringify([
    lot.lotId,
    lot.status,
    lot.rev,
    lot.priceMinor,
    lot.leader,
    lot.leader === null ? null : [lot.leaderMaxMinor, lot.leaderChannel],
    lot.runnerUpMinor,
    lot.askMinor,
    lot.setAskMinor,
    lot.opensAt,
    lot.closesAt,
    lot.openedAt,
    lot.extensions,
    entries.map(({ id }) => id),
    lot.early,
    // The order of amounts decides ties, so that it is part of the state.
    lot.amounts === null || lot.amounts.size === 0 ? null : [...lot.amounts],
    lot.bids,
    entries.findLast(({ type }) => type === 'BidAccepted')?.id ?? null,
  ]);
}

/** Four lanes of a multiplicative hash an item, added up: addition forgets the order. */
class Sum {
  readonly #lanes = [0, 0, 0, 0];
  #count = 0;

  add(kind: string, text: string): void {
    const all = `${kind}:${text}`;
    this.#count += 1;
    for (let lane = 0; lane < SEEDS.length; lane += 1) {
      let hash = SEEDS[lane] ?? 0;
      for (let i = 0; i < all.length; i += 1)
        hash = Math.imul(hash ^ all.charCodeAt(i), PRIMES[lane] ?? 1) + (hash >>> 15);
      hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
      hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
      this.#lanes[lane] = ((this.#lanes[lane] ?? 0) + (hash ^ (hash >>> 16))) >>> 0;
    }
  }

  text(): string {
    return [...this.#lanes.map((lane) => lane.toString(16).padStart(8, '0')), this.#count.toString(16)].join('');
  }
}

const SEEDS = [0x811c9dc5, 0x9e3779b9, 0x7f4a7c15, 0x1b873593];
const PRIMES = [0x01000193, 0x5bd1e995, 0x27d4eb2f, 0x165667b1];
