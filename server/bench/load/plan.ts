/** What a generator process is told and what it tells back: JSON on a file, JSON on its last line. Types only. */
import type { Beside } from './beside.ts';
import type { Summary } from './histogram.ts';

export type Target =
  | { readonly kind: 'nats'; readonly port: number; readonly credentialsPath: string | null }
  /** Over the client library, a promise a bid, with the house's own rights: what most programs would do. */
  | { readonly kind: 'request'; readonly port: number; readonly dir: string }
  | { readonly kind: 'peer'; readonly port: number };

export type Load =
  /** By the clock: bid n is meant for `n / rate` seconds after the start, whatever has been answered. */
  | { readonly kind: 'open'; readonly bidsPerSecond: number }
  /** The next bid leaves when one is answered. */
  | { readonly kind: 'closed'; readonly inFlight: number }
  /** The end of a timed lot: `lateShare` of the bids fall evenly in the last `lateMs`, the others evenly before. Times are of this machine's clock. */
  | {
      readonly kind: 'spike';
      readonly bids: number;
      readonly endsAt: number;
      readonly lateShare: number;
      readonly lateMs: number;
    };

export type Plan = {
  readonly target: Target;
  readonly sale: string;
  /** Lots are `l0` to `l<lots-1>`. */
  readonly lots: number;
  readonly desks: number;
  /** Bidders are `b0` to `b<desks*biddersPerDesk-1>`; a desk stands for this many of them, over one connection. */
  readonly biddersPerDesk: number;
  /** Desks that see every tick of the sale. They are connections of their own. */
  readonly watchers: number;
  readonly load: Load;
  readonly seconds: number;
  /** Sent as the rest, answered as the rest, not measured. */
  readonly warmSeconds: number;
  /** The share of bids that are meant to be accepted; the others are below the ask. */
  readonly acceptedShare: number;
  /** The share of the accepted that are maxima. */
  readonly maxShare: number;
  /** The price that the first bid of every lot goes above; a later run on the same house starts higher. */
  readonly fromMinor: number;
  readonly idPrefix: string;
  /** Where the acknowledged go (bid number, seq, outcome), for the proof of durability; null: nowhere. */
  readonly acksPath: string | null;
};

export type LoadResult = {
  readonly sent: number;
  readonly answered: number;
  readonly unanswered: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly refused: number;
  /** Counts of reasons of what was not accepted. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Answers a second between the end of the warm-up and the last send. */
  readonly answeredPerSecond: number;
  readonly ack: Summary;
  /** From the moment a bid was meant to leave until its tick is at a watcher; of several bids that one tick stands for, the oldest. */
  readonly tick: Summary;
  readonly ticks: {
    /** Deliveries, over all watchers. */
    readonly received: number;
    readonly fewestAtOneWatcher: number;
    readonly mostAtOneWatcher: number;
    /** Watchers whose last price of some lot is not the highest that was accepted. */
    readonly watchersBehind: number;
  };
  /** How late the generator itself was in sending. */
  readonly lag: Summary;
  /** Processor seconds per second of the run, of the generator alone; 1 is one core. */
  readonly cores: number;
  readonly backlogBytesMax: number;
  /** Worst answer of the median bidder and of the worst-served bidder. */
  readonly fairness: {
    readonly medianMs: number;
    readonly worstMs: number;
    /** Of a spike only. */
    readonly beside: Beside;
  };
  readonly closedConnections: number;
};
