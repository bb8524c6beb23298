/**
 * The history of a sale: a pure projection of its log that answers what stood when. Fed with records in order; keeps one short
 * row of numbers for each change of a lot, and where each lot and bidder is spoken of. Knows no file and no bus.
 */
import type { Event, LogRecord } from '../../protocol/event.ts';
import type { ChartReply, LotMoment, Stood, ToldLot } from '../../protocol/review.ts';
import { type Between, changeOf, voidsOf } from './moment.ts';
import { hasEnded, momentAt, newTrack, push, type Track } from './track.ts';

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
  const sealed = new Set<string>();
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
          if (lot.format === 'sealed') sealed.add(lot.lotId);
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
            premiumMinor: null,
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
          if (moment.closesAt !== null && !hasEnded(moment.status)) {
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
    const moment = momentAt(tracks.get(lot), lot, seq);
    return moment?.leader == null ? moment : { ...moment, paddle: paddleOf(moment.leader) };
  }

  function told(bidder: string, seq: number): ToldLot[] {
    const last = new Map<string, Answer>();
    const taken = new Set<string>();
    for (const answer of answers.get(bidder) ?? []) {
      if (answer.seq > seq) break;
      last.set(answer.lot, answer);
      if (answer.outcome === 'accepted') taken.add(answer.lot);
    }
    const found: ToldLot[] = [];
    for (const lot of last.size === 0 ? [] : tracks.keys()) {
      const answer = last.get(lot);
      const moment = answer === undefined ? null : lotAt(lot, seq);
      if (answer === undefined || moment === null) continue;
      const { priceMinor, askMinor, status } = moment;
      const leading = moment.leader === bidder;
      const at = times[answer.seq - 1] ?? 0;
      const stood = stoodIn({ status, leading, hasBid: taken.has(lot), isSealed: sealed.has(lot) });
      found.push({ ...answer, at, leading, stood, priceMinor, askMinor, status });
    }
    return found;
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

type Standing = {
  readonly status: LotMoment['status'];
  readonly leading: boolean;
  /** A bid of his was taken on it; whose bids were all rejected stood nowhere. */
  readonly hasBid: boolean;
  readonly isSealed: boolean;
};

function stoodIn({ status, leading, hasBid, isSealed }: Standing): Stood {
  if (status === 'sold') return leading ? 'won' : hasBid ? 'lost' : 'none';
  if (status !== 'open' && status !== 'warned') return 'none';
  if (leading) return 'leading';
  if (!hasBid) return 'none';
  return isSealed ? 'sealed' : 'outbid';
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

function list<T>(map: Map<string, T[]>, key: string): T[] {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made: T[] = [];
  map.set(key, made);
  return made;
}
