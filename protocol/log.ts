/**
 * The public log and its proofs (ADR 0013 to 0015): what any stranger may have of a sale's log, and what it takes to check it.
 * A line of the public log is the UTF-8 of `JSON.stringify(PublicRecord)`; its leaf in the Merkle tree (RFC 6962) is
 * SHA-256(0x00 ‖ line), a node SHA-256(0x01 ‖ left ‖ right).
 */
import type { Command } from './command.ts';
import type { Event } from './event.ts';
import type { BidReply, BidRequest, LogHead } from './wire.ts';

/** In place of a value that is not public yet: hex of SHA-256(salt ‖ UTF-8 of the value's JSON). */
export type Committed = { readonly commit: string };

/** `T` with any of its amounts replaced by a commitment. Bidders stand as paddles (or `room`, `house`, or `x-…` for one that was never registered). */
export type Veiled<T> = T extends number
  ? number | Committed
  : T extends readonly (infer Item)[]
    ? readonly Veiled<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Veiled<T[Key]> }
      : T;

/** One record as the public may have it. `seq`, `at` and `rules` are those of the log. */
export type PublicRecord = {
  readonly seq: number;
  readonly at: number;
  readonly rules: number;
  readonly command: Veiled<Command>;
  readonly events: readonly Veiled<Event>[];
};

/** What opens one commitment: `value` is a number of minor units; `salt` is hex, 16 bytes. */
export type Opening = {
  readonly seq: number;
  /** Where in the record it stands first, for people; a commitment is found by its own value. */
  readonly field: string;
  readonly salt: string;
  readonly value: number;
};

/** Lines of an exported public log, in this order: one `log`, the records, the openings, the heads, one `end`. */
export type ExportLine =
  | {
      readonly rostrum: 'public-log';
      readonly version: 1;
      readonly sale: string;
      readonly key: string;
      readonly exportedAt: number;
    }
  /** `chain` is hex of SHA-256(chain of the line before ‖ leaf hash), 32 zero bytes before the first. */
  | { readonly record: PublicRecord; readonly chain: string }
  | { readonly opening: Opening }
  | { readonly head: LogHead }
  | { readonly end: { readonly records: number; readonly openings: number; readonly heads: number } };

/** The text under a head's Ed25519 signature. It names the sale, so that no head serves for another. */
export function headText(sale: string, head: Omit<LogHead, 'signature'>): string {
  return `rostrum head 1\n${sale}\n${head.size}\n${head.root}\n${head.at}`;
}

/** A path from a leaf to a root: `hashes` are hex, from the bottom up. */
export type InclusionProof = { readonly leafIndex: number; readonly size: number; readonly hashes: readonly string[] };
/** That the tree of `fromSize` leaves is the beginning of the tree of `toSize`. */
export type ConsistencyProof = {
  readonly fromSize: number;
  readonly toSize: number;
  readonly hashes: readonly string[];
};

export type ReceiptRequest = {
  readonly id: string;
  /** A head that the desk holds: the answer then proves that the log has only grown since. */
  readonly since?: number;
};

/** What beat a refused bid, in public terms. */
export type BeatenBy = {
  readonly seq: number | null;
  readonly at: number | null;
  readonly priceMinor: number | null;
  readonly askMinor: number | null;
  readonly leader: string | null;
  readonly words: string;
};

/**
 * A bid's receipt. `decidedAt` is in the log and proven by it; `receivedAt` is the house's word, `sentAt` and `toldAt` are
 * the desk's or the house's memory, kept for a while and lost by a restart (then null).
 */
export type Receipt =
  | {
      readonly rostrum: 'receipt';
      readonly version: 1;
      readonly sale: string;
      readonly id: string;
      readonly inLog: true;
      readonly request: BidRequest | null;
      readonly times: Times;
      readonly outcome: BidReply['outcome'];
      readonly reason: string | null;
      readonly seq: number;
      /** The line of the public log, as hashed. */
      readonly line: string;
      readonly openings: readonly Opening[];
      readonly head: LogHead;
      readonly proof: InclusionProof;
      readonly beatenBy: BeatenBy | null;
      readonly consistency: ConsistencyProof | null;
    }
  | {
      readonly rostrum: 'receipt';
      readonly version: 1;
      readonly sale: string;
      readonly id: string;
      readonly inLog: false;
      readonly request: BidRequest | null;
      readonly times: Times;
      readonly outcome: 'refused' | 'unknown';
      readonly reason: string | null;
      /** Why nothing can be proven. */
      readonly words: string;
    };

/** House milliseconds, `sentAt` the desk's. */
export type Times = {
  readonly sentAt: number | null;
  readonly receivedAt: number | null;
  readonly decidedAt: number | null;
  readonly toldAt: number | null;
};

/** One line of a history that `rostrum check` reads: what a client did and saw, by its own monotonic clock. */
export type HistoryLine =
  | { readonly client: string; readonly at: number; readonly sent: BidRequest; readonly bidder: string }
  | { readonly client: string; readonly at: number; readonly answered: BidReply; readonly bidder: string }
  | {
      readonly client: string;
      readonly at: number;
      readonly tick: {
        readonly lot: string;
        readonly rev: number;
        readonly seq: number;
        readonly priceMinor: number | null;
        /** Of a folded tick: the rev that it goes on from. */
        readonly fromRev?: number;
      };
    }
  /** From here on this client's revs begin anew (a snapshot was taken after a gap). */
  | { readonly client: string; readonly at: number; readonly resync: { readonly seq: number } };
