/** The changes of one lot as columns, and the moment that each of them made. Knows no log and no paddle. */
import type { LotMoment } from '../../protocol/review.ts';
import type { LotStatus } from '../../protocol/sale.ts';
import { lastAtMost } from '../keeping/rising.ts';

const STATUSES: readonly LotStatus[] = ['upcoming', 'open', 'warned', 'sold', 'passed', 'withdrawn'];

/** Columns of numbers, one entry a change; NaN stands for null. */
export type Track = {
  readonly seq: number[];
  readonly at: number[];
  readonly price: number[];
  readonly ask: number[];
  readonly closes: number[];
  readonly rev: number[];
  readonly bids: number[];
  readonly leader: (string | null)[];
  readonly status: number[];
  readonly met: boolean[];
  /** By the place of the change; null before the first, since a sale has a hundred thousand lots of which few are sold. */
  premium: Map<number, number> | null;
};

export function newTrack(): Track {
  return {
    seq: [],
    at: [],
    price: [],
    ask: [],
    closes: [],
    rev: [],
    bids: [],
    leader: [],
    status: [],
    met: [],
    premium: null,
  };
}

export function push(track: Track, moment: LotMoment): void {
  if (moment.premiumMinor !== null) {
    track.premium ??= new Map();
    track.premium.set(track.seq.length, moment.premiumMinor);
  }
  track.seq.push(moment.seq);
  track.at.push(moment.at);
  track.price.push(moment.priceMinor ?? Number.NaN);
  track.ask.push(moment.askMinor ?? Number.NaN);
  track.closes.push(moment.closesAt ?? Number.NaN);
  track.rev.push(moment.rev);
  track.bids.push(moment.bids);
  track.leader.push(moment.leader);
  track.status.push(STATUSES.indexOf(moment.status));
  track.met.push(moment.reserveMet);
}

/** As it stood after `seq`, without the leader's paddle; null before it was made. */
export function momentAt(track: Track | undefined, lot: string, seq: number): LotMoment | null {
  const at = track === undefined ? -1 : lastAtMost(track.seq, seq);
  if (track === undefined || at < 0) return null;
  return {
    lot,
    seq: track.seq[at] ?? 0,
    at: track.at[at] ?? 0,
    status: STATUSES[track.status[at] ?? 0] ?? 'upcoming',
    rev: track.rev[at] ?? 0,
    priceMinor: orNull(track.price[at]),
    askMinor: orNull(track.ask[at]),
    leader: track.leader[at] ?? null,
    paddle: null,
    reserveMet: track.met[at] ?? false,
    premiumMinor: track.premium?.get(at) ?? null,
    closesAt: orNull(track.closes[at]),
    bids: track.bids[at] ?? 0,
  };
}

export function hasEnded(status: LotStatus): boolean {
  return status === 'sold' || status === 'passed' || status === 'withdrawn';
}

function orNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
