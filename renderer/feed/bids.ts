/**
 * A bid on its way, and what became of it. Each id is decided once by the house; silence is asked after, never guessed (ADR 0052):
 * on the connection that carried it the same bid is asked again with the same id, on a later one only its receipt. Knows no NATS.
 */
import { encode } from '../../protocol/codec.ts';
import { subjects } from '../../protocol/subjects.ts';
import type { BidReply, BidRequest } from '../../protocol/wire.ts';
import { type Fate, read } from './check.ts';
import { type Link, LinkError } from './link.ts';
import type { FeedWord } from './words.ts';

export const BID_ANSWER_MS_MAX = 3_000;
/** After this a bid is no longer asked again as a bid, not even on its own connection: the hand may have moved on. */
export const BID_AGAIN_MS_MAX = 10_000;
export const ASK_AGAIN_MS = 1_000;
/** How long each question after a silence may take: short, so that several fit into the time in which a bid is asked again. */
export const AGAIN_ANSWER_MS_MAX = 1_000;
/** "I know no such bid" counts on the connection that carried the bid only after this, since it may still be on its way. */
export const LOST_AFTER_MS = 30_000;

export type Route = {
  /** Null while the desk is not live. */
  readonly link: () => Link | null;
  /** Grows whenever messages may have been lost. */
  readonly epoch: () => number;
  readonly sale: () => string | null;
  readonly user: () => string | null;
  readonly post: (word: FeedWord) => void;
  readonly monoMs: () => number;
  readonly wallMs: () => number;
  readonly later: (run: () => void, ms: number) => unknown;
};

export type Bids = {
  /** In the sale that the hand was looking at. */
  readonly place: (sale: string, request: BidRequest) => void;
  readonly resolve: (ids: readonly string[]) => void;
  /** The connection went: what was in flight is unknown now. */
  readonly dropped: () => void;
  readonly inFlight: () => number;
};

type Open = {
  readonly sale: string;
  readonly request: BidRequest | null;
  readonly epoch: number;
  readonly sentMs: number;
  isUnknown: boolean;
};

export function createBids(route: Route): Bids {
  const open = new Map<string, Open>();

  const decided = (reply: BidReply, roundTripMs: number | null) => {
    if (!open.delete(reply.id)) return;
    route.post({ type: 'decision', reply, roundTripMs, heardAt: route.wallMs() });
  };
  const gone = (id: string, type: 'unsent' | 'unreceived') => {
    if (open.delete(id)) route.post({ type, id });
  };
  const unknown = (id: string) => {
    const bid = open.get(id);
    if (bid === undefined || bid.isUnknown) return;
    bid.isUnknown = true;
    route.post({ type: 'unanswered', id });
    route.later(() => void resolveOne(id), 0);
  };

  const send = async (
    link: Link,
    sale: string,
    request: BidRequest,
    timeoutMs: number,
  ): Promise<'nobody' | 'unknown' | 'decided'> => {
    const sentMs = route.monoMs();
    try {
      const subject = subjects.bid(sale, route.user() ?? '');
      const reply = read.bidReply(await link.request(subject, encode(request), timeoutMs));
      if (reply === null || reply.id !== request.id) return 'unknown';
      decided(reply, route.monoMs() - sentMs);
      return 'decided';
    } catch (cause) {
      return cause instanceof LinkError && cause.code === 'nobody' ? 'nobody' : 'unknown';
    }
  };

  const askFate = async (link: Link, sale: string, id: string): Promise<Fate | null> => {
    try {
      const subject = subjects.receipt(sale, route.user() ?? '');
      const fate = read.fate(await link.request(subject, encode({ id }), AGAIN_ANSWER_MS_MAX));
      return fate?.id === id ? fate : null;
    } catch {
      return null;
    }
  };

  const tryOnce = async (id: string, bid: Open, link: Link): Promise<void> => {
    const ageMs = route.monoMs() - bid.sentMs;
    const isSameConnection = bid.epoch === route.epoch();
    if (bid.request !== null && isSameConnection && ageMs < BID_AGAIN_MS_MAX) {
      if ((await send(link, bid.sale, bid.request, AGAIN_ANSWER_MS_MAX)) === 'decided') return;
    }
    const fate = await askFate(link, bid.sale, id);
    if (fate === null) return;
    if (fate.outcome !== 'unknown') return decided(replyOf(fate), null);
    if (!isSameConnection || ageMs > LOST_AFTER_MS) gone(id, 'unreceived');
  };

  const resolveOne = async (id: string): Promise<void> => {
    const bid = open.get(id);
    if (bid === undefined) return;
    const link = route.link();
    if (link !== null) await tryOnce(id, bid, link);
    if (open.has(id)) route.later(() => void resolveOne(id), ASK_AGAIN_MS);
  };

  return {
    place(sale, request) {
      const link = route.link();
      open.set(request.id, { sale, request, epoch: route.epoch(), sentMs: route.monoMs(), isUnknown: false });
      if (link === null || sale !== route.sale()) return gone(request.id, 'unsent');
      void send(link, sale, request, BID_ANSWER_MS_MAX).then((outcome) => {
        if (outcome === 'nobody') gone(request.id, 'unreceived');
        else if (outcome === 'unknown') unknown(request.id);
      });
    },
    resolve(ids) {
      const sale = route.sale() ?? '';
      for (const id of ids) {
        if (open.has(id)) continue;
        // It was sent in another life of this desk: no epoch of this one, so never sent as a bid again.
        open.set(id, { sale, request: null, epoch: -1, sentMs: Number.NEGATIVE_INFINITY, isUnknown: true });
        void resolveOne(id);
      }
    },
    dropped() {
      for (const id of open.keys()) unknown(id);
    },
    inFlight: () => open.size,
  };
}

function replyOf({ id, outcome, reason, seq, times }: Fate): BidReply {
  return {
    id,
    outcome: outcome === 'unknown' ? 'refused' : outcome,
    ...(reason === null ? {} : { reason: reason as NonNullable<BidReply['reason']> }),
    ...(seq === undefined ? {} : { seq }),
    receivedAt: times.receivedAt ?? times.decidedAt ?? 0,
    decidedAt: times.decidedAt ?? 0,
  };
}
