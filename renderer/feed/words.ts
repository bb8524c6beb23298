/** What the page and its feed (a worker) say to each other. Types only. */
import type {
  BidReply,
  BidRequest,
  DeskUser,
  Head,
  LotStep,
  Notice,
  SaleWord,
  Snapshot,
  Tick,
} from '../../protocol/wire.ts';
import type { Clock } from '../clock.ts';

/** What the page needs to open a connection as somebody. */
export type Pass = {
  readonly jwt: string;
  readonly expiresAt: number;
  readonly servers: readonly string[];
  readonly publicKey: string;
  readonly user: DeskUser;
};

/** Subjects on which a view may ask the house something; the feed spells them. */
export type AskTopic = 'receipt' | 'clerk' | 'review' | 'snapshot';

export type FeedOrder =
  | { readonly type: 'open'; readonly pass: Pass }
  /** The next pass of the same user: the new connection stands before the old one goes. */
  | { readonly type: 'renewed'; readonly pass: Pass }
  | { readonly type: 'signed'; readonly ticket: number; readonly signature: string | null }
  | { readonly type: 'watch'; readonly sale: string }
  /** For the sale that was on the screen: one that the feed has left meanwhile takes none. */
  | { readonly type: 'bid'; readonly sale: string; readonly request: BidRequest }
  /** Ask what became of these ids; sends no bid. */
  | { readonly type: 'resolve'; readonly ids: readonly string[] }
  | {
      readonly type: 'ask';
      readonly ticket: number;
      /** As of a bid; null before the first. */
      readonly sale: string | null;
      readonly topic: AskTopic;
      readonly payload: unknown;
    }
  /** The lots whose steps are wanted, all of them; of any other only the last word crosses. */
  | { readonly type: 'look'; readonly lots: readonly string[] }
  /** The page has painted the last batch and can take the next. */
  | { readonly type: 'ready' }
  /** The system woke up: every word is old and the socket may be half open. */
  | { readonly type: 'resume' }
  /** The system is about to sleep: what is shown may be old from now on. */
  | { readonly type: 'suspend' }
  | { readonly type: 'renew-failed'; readonly reason: string }
  | { readonly type: 'close' };

/** Why a desk that should be live is not, and since when (local monotonic ms). */
export type Connection =
  | { readonly state: 'offline'; readonly why: 'signed-out' | 'no-network' | 'expired' | 'refused' }
  /** `isShut`: the door answered, and the line of the bids did not, several times. */
  | { readonly state: 'connecting'; readonly isShut: boolean }
  | { readonly state: 'reconnecting'; readonly attempt: number; readonly sinceMs: number }
  | { readonly state: 'stale'; readonly why: 'snapshot' | 'silence' | 'resume' | 'sale' | 'unreadable' }
  | { readonly state: 'degraded' }
  | { readonly state: 'live' };

/** One heartbeat of the connection itself, about once a second. */
export type Pulse = {
  readonly roundTripMs: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  /** On the scale of `performance.timeOrigin + performance.now()`. */
  readonly clock: Clock;
  /** `Date.now()` less house time: what the wall clock of this machine is wrong by. */
  readonly wallOffByMs: number | null;
  readonly silentMs: number | null;
};

/** One step in a lot's story, for history and chart. */
export type TrailPoint = LotStep;

/** A lot after a batch: its last word, whether a revision is missing, and the steps since the batch before if it is looked at. */
export type LotWord = { readonly tick: Tick; readonly hole: boolean; readonly trail: readonly TrailPoint[] };

export type FeedWord =
  /** Conflatable: the last value a lot, at most one batch a frame. */
  | {
      readonly type: 'lots';
      readonly lots: readonly LotWord[];
      /** When the oldest tick of the batch arrived, on the scale of `performance.timeOrigin + performance.now()`. */
      readonly arrivedAtMs: number;
    }
  /** Must be delivered, each once and in order. */
  | { readonly type: 'sign'; readonly ticket: number; readonly text: string }
  | { readonly type: 'connection'; readonly connection: Connection }
  | { readonly type: 'pulse'; readonly pulse: Pulse }
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly type: 'sale-word'; readonly word: SaleWord }
  | { readonly type: 'head'; readonly head: Head }
  | { readonly type: 'notice'; readonly notice: Notice }
  /** A lot's status changed: opened, warned, sold, passed, withdrawn, reopened. */
  | { readonly type: 'turn'; readonly tick: Tick; readonly before: Tick['status'] }
  | {
      readonly type: 'decision';
      readonly reply: BidReply;
      readonly roundTripMs: number | null;
      readonly heardAt: number;
    }
  /** The house did not answer in time: unknown, and being asked again with the same id. */
  | { readonly type: 'unanswered'; readonly id: string }
  /** The bid never left this desk, because the connection was not live. */
  | { readonly type: 'unsent'; readonly id: string }
  /** The house, asked on a later connection, knows no such id. */
  | { readonly type: 'unreceived'; readonly id: string }
  | {
      readonly type: 'answer';
      readonly ticket: number;
      readonly ok: boolean;
      readonly value: unknown;
      readonly error: string | null;
    }
  | { readonly type: 'renew' }
  | { readonly type: 'fault'; readonly code: string; readonly message: string };
