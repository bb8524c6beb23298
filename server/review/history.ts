/**
 * The history of a sale: a pure projection of its log that answers what stood when. Fed with records in order; keeps one short
 * row of numbers for each change of a lot, and where each lot and bidder is spoken of. Knows no file and no bus.
 */
import type { Event, LogRecord } from '../../protocol/event.ts';
import type { ChartReply, LotMoment, ToldLot } from '../../protocol/review.ts';
import type { Lot, LotStatus, Sale } from '../../protocol/sale.ts';

export type History = {
  readonly lastSeq: number;
  take(record: LogRecord): void;
  lotIds(): readonly string[];
  /** Null for a lot that did not exist then. */
  lotAt(lot: string, seq: number): LotMoment | null;
  told(bidder: string, seq: number): readonly ToldLot[];
  chart(lot: string): ChartReply['points'];
  paddleOf(bidder: string): string | null;
  /** The bidder of an id or a paddle. */
  bidderOf(name: string): string;
  /** Seqs of records about a lot or by a bidder, rising; null when the name is unknown. */
  seqsOfLot(lot: string): readonly number[] | null;
  seqsOfBidder(bidder: string): readonly number[] | null;
  timeAt(seq: number): number;
};

export const CHART_POINTS_MAX = 2000;

const STATUSES: readonly LotStatus[] = ['upcoming', 'open', 'warned', 'sold', 'passed', 'withdrawn'];

/** Columns of numbers, one entry a change; NaN stands for null. */
type Track = {
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
};
type Answer = {
  readonly seq: number;
  readonly lot: string;
  readonly outcome: ToldLot['outcome'];
  readonly reason: string | null;
  readonly amountMinor: number | null;
};

export function createHistory(): History {
  const tracks = new Map<string, Track>();
  const moments = new Map<string, LotMoment & Between>();
  const ofLot = new Map<string, number[]>();
  const ofBidder = new Map<string, number[]>();
  const answers = new Map<string, Answer[]>();
  const paddles = new Map<string, string>();
  const bidders = new Map<string, string>();
  const times: number[] = [];
  let lastSeq = 0;
  let heldAt: number | null = null;

  function take(record: LogRecord): void {
    const { seq, at, command, events } = record;
    lastSeq = seq;
    times.push(at);
    const touched = new Set<string>();
    for (const event of events) apply(event, at, touched);
    for (const lot of touched) {
      const moment = moments.get(lot);
      const track = tracks.get(lot);
      if (moment === undefined || track === undefined) continue;
      const changed = { ...moment, seq, at };
      moments.set(lot, changed);
      push(track, changed);
    }
    if ('lot' in command) touched.add(command.lot);
    for (const lot of touched) if (tracks.has(lot)) list(ofLot, lot).push(seq);
    if ('bidder' in command && typeof command.bidder === 'string') {
      list(ofBidder, command.bidder).push(seq);
      if ('lot' in command) list(answers, command.bidder).push(answerOf(record, command.lot, command.amountMinor));
    }
  }

  function apply(event: Event, at: number, touched: Set<string>): void {
    switch (event.type) {
      case 'SaleCreated':
        for (const lot of event.sale.lots) {
          tracks.set(lot.lotId, newTrack());
          touched.add(lot.lotId);
          moments.set(lot.lotId, {
            lot: lot.lotId,
            seq: 0,
            at,
            status: 'upcoming',
            rev: 0,
            priceMinor: null,
            askMinor: lot.format === 'live' || lot.format === 'timed' ? lot.openingMinor : null,
            leader: null,
            paddle: null,
            reserveMet: (lot.reserveMinor ?? null) === null,
            closesAt: 'closesAt' in lot ? lot.closesAt : null,
            bids: 0,
            endedAskMinor: null,
            voids: voidsOf(event.sale, lot),
          });
        }
        return;
      case 'BidderRegistered': {
        let ordinal = paddles.size + 1;
        while (bidders.has(String(ordinal))) ordinal += 1;
        const paddle = event.paddle ?? paddles.get(event.bidder) ?? String(ordinal);
        paddles.set(event.bidder, paddle);
        bidders.set(paddle, event.bidder);
        return;
      }
      case 'SaleHeld':
        heldAt = at;
        return;
      case 'SaleResumed': {
        const shiftMs = at - (heldAt ?? at) + event.graceMs;
        heldAt = null;
        for (const [lot, moment] of moments)
          if (moment.closesAt !== null && STATUSES.indexOf(moment.status) < 3) {
            moments.set(lot, { ...moment, closesAt: moment.closesAt + shiftMs });
            touched.add(lot);
          }
        return;
      }
    }
    if (!('lot' in event) || event.type === 'BidRejected') return;
    const before = moments.get(event.lot);
    if (before === undefined) return;
    touched.add(event.lot);
    moments.set(event.lot, { ...before, rev: event.rev, ...changeOf(event, before) });
  }

  function lotAt(lot: string, seq: number): LotMoment | null {
    const track = tracks.get(lot);
    const at = track === undefined ? -1 : lastAtMost(track.seq, seq);
    if (track === undefined || at < 0) return null;
    const leader = track.leader[at] ?? null;
    return {
      lot,
      seq: track.seq[at] ?? 0,
      at: track.at[at] ?? 0,
      status: STATUSES[track.status[at] ?? 0] ?? 'upcoming',
      rev: track.rev[at] ?? 0,
      priceMinor: orNull(track.price[at]),
      askMinor: orNull(track.ask[at]),
      leader,
      paddle: leader === null ? null : paddleOf(leader),
      reserveMet: track.met[at] ?? false,
      closesAt: orNull(track.closes[at]),
      bids: track.bids[at] ?? 0,
    };
  }

  function told(bidder: string, seq: number): ToldLot[] {
    const last = new Map<string, Answer>();
    for (const answer of answers.get(bidder) ?? []) if (answer.seq <= seq) last.set(answer.lot, answer);
    return [...last.values()].flatMap((answer) => {
      const moment = lotAt(answer.lot, seq);
      if (moment === null) return [];
      const { priceMinor, askMinor, status } = moment;
      return [
        { ...answer, at: times[answer.seq - 1] ?? 0, leading: moment.leader === bidder, priceMinor, askMinor, status },
      ];
    });
  }

  function chart(lot: string): [number, number, number][] {
    const track = tracks.get(lot);
    const points: [number, number, number][] = [];
    for (let at = 0; track !== undefined && at < track.seq.length; at += 1) {
      const price = track.price[at] ?? Number.NaN;
      if (!Number.isNaN(price) && price !== points.at(-1)?.[2])
        points.push([track.seq[at] ?? 0, track.at[at] ?? 0, price]);
    }
    const every = Math.ceil(points.length / (CHART_POINTS_MAX - 1));
    return every <= 1 ? points : points.filter((_, at) => at % every === 0 || at === points.length - 1);
  }

  function paddleOf(bidder: string): string | null {
    return bidder === 'room' || bidder === 'house' ? bidder : (paddles.get(bidder) ?? null);
  }

  return {
    get lastSeq() {
      return lastSeq;
    },
    take,
    lotIds: () => [...tracks.keys()],
    lotAt,
    told,
    chart,
    paddleOf,
    bidderOf: (name) => (paddles.has(name) ? name : (bidders.get(name) ?? name)),
    seqsOfLot: (lot) => ofLot.get(lot) ?? null,
    seqsOfBidder: (bidder) => ofBidder.get(bidder) ?? null,
    timeAt: (seq) => times[seq - 1] ?? 0,
  };
}

/** A lot between two events. */
export type Between = Pick<LotMoment, 'status' | 'leader' | 'bids' | 'askMinor'> & {
  /** The ask that stood when it ended, which stands again if it is reopened. */
  readonly endedAskMinor: number | null;
  /** What a void takes away by the sale's policy; the amounts of a sealed lot stand each by itself. */
  readonly voids: 'one' | 'all';
};

/** What one event makes of a lot. */
export function changeOf(event: Event, before: Between): Partial<LotMoment & Between> {
  switch (event.type) {
    case 'LotOpened':
      return { status: 'open' };
    case 'LotReopened':
      return { status: 'open', askMinor: before.endedAskMinor };
    case 'BidAccepted':
      // A challenger's bid takes the fair warning back, whether or not he leads by it.
      return {
        bids: before.bids + 1,
        status: before.status === 'warned' && event.bidder !== before.leader ? 'open' : before.status,
      };
    case 'PriceChanged':
      return {
        priceMinor: event.priceMinor,
        leader: event.leader,
        askMinor: event.askMinor,
        reserveMet: event.reserveMet,
      };
    case 'BidVoided':
      return {
        bids: before.voids === 'all' ? 0 : before.bids - 1,
        status: before.status === 'warned' ? 'open' : before.status,
      };
    case 'AskSet':
      return { askMinor: event.askMinor };
    case 'LotExtended':
      return { closesAt: event.closesAt };
    case 'FairWarningGiven':
      return { status: 'warned' };
    case 'LotSold':
      return { ...ended('sold', before), priceMinor: event.hammerMinor, leader: event.buyer };
    case 'LotPassed':
      return ended('passed', before);
    case 'LotWithdrawn':
      return ended('withdrawn', before);
    default:
      return {};
  }
}

export function voidsOf({ policies }: Sale, { format }: Lot): Between['voids'] {
  return policies.void === 'revivesNothing' && format !== 'sealed' ? 'all' : 'one';
}

function ended(status: LotStatus, { askMinor }: Between): Pick<Between, 'status' | 'askMinor' | 'endedAskMinor'> {
  return { status, askMinor: null, endedAskMinor: askMinor };
}

function answerOf(record: LogRecord, lot: string, amountMinor: number): Answer {
  const refusal = record.events.find((event) => event.type === 'BidRejected' || event.type === 'CommandRefused');
  return {
    seq: record.seq,
    lot,
    outcome: refusal === undefined ? 'accepted' : refusal.type === 'BidRejected' ? 'rejected' : 'refused',
    reason: refusal !== undefined && 'reason' in refusal ? refusal.reason : null,
    amountMinor,
  };
}

function newTrack(): Track {
  return { seq: [], at: [], price: [], ask: [], closes: [], rev: [], bids: [], leader: [], status: [], met: [] };
}

function push(track: Track, moment: LotMoment): void {
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

function list<T>(map: Map<string, T[]>, key: string): T[] {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made: T[] = [];
  map.set(key, made);
  return made;
}

/** The index of the last entry that is not above `limit`; -1 when there is none. */
export function lastAtMost(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function orNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
