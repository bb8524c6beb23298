/** What the review subject answers besides rows (`view`), and what a reviewer of a log file answers alike. Additive to `ReviewRequest`. */
import type { SignsAsk, SignsReply } from './anomaly.ts';
import type { LogRecord } from './event.ts';
import type { Receipt } from './log.ts';
import type { LotStatus } from './sale.ts';
import type { LogHead, ReviewFilter, ReviewReply, ReviewRequest } from './wire.ts';

export type ReviewAsk =
  | (ReviewRequest & { readonly view?: 'rows' })
  /** Lots as they stood right after record `seq`; one lot, or all in pages from `fromLot` (an index). */
  | { readonly view: 'state'; readonly seq: number; readonly lot?: string; readonly fromLot?: number }
  /** What a bidder (id or paddle) had been told by record `seq`. */
  | { readonly view: 'told'; readonly seq: number; readonly bidder: string }
  | { readonly view: 'chart'; readonly lot: string }
  /** One record in full, and of a bid its receipt where the log's secrets are at hand (a house that runs). */
  | { readonly view: 'record'; readonly seq: number }
  /** Receipts of the bids that the filter keeps, in pages, of a house that runs; `limit` counts rows looked at, and answers are bounded by their bytes too. */
  | { readonly view: 'receipts'; readonly fromSeq: number; readonly limit: number; readonly filter: ReviewFilter }
  /** How far the history has been read: the first question about a moment of a long log waits for it. */
  | { readonly view: 'progress' }
  | SignsAsk
  /** The chain of the whole log, and every command decided again. */
  | { readonly view: 'verify' };

/** A lot as it stood after a record. */
export type LotMoment = {
  readonly lot: string;
  readonly seq: number;
  readonly at: number;
  readonly status: LotStatus;
  readonly rev: number;
  readonly priceMinor: number | null;
  readonly askMinor: number | null;
  /** Bidder and paddle of the leader or buyer. */
  readonly leader: string | null;
  readonly paddle: string | null;
  readonly reserveMet: boolean;
  /** Of a lot that is sold: the premium on its hammer, which is its price. */
  readonly premiumMinor: number | null;
  readonly closesAt: number | null;
  /** Accepted bids so far, the voided among them. */
  readonly bids: number;
};

export type StateReply = {
  readonly view: 'state';
  readonly seq: number;
  readonly at: number;
  readonly lots: readonly LotMoment[];
  readonly nextLot: number | null;
};

/** How a bidder stood in a lot, as his own desk had said it; of a sealed lot that is open nobody is told who leads. */
export type Stood = 'none' | 'leading' | 'outbid' | 'won' | 'lost' | 'sealed';

/** One lot as one bidder knew it. */
export type ToldLot = {
  readonly lot: string;
  /** His last answered bid on it. */
  readonly seq: number;
  readonly at: number;
  readonly outcome: 'accepted' | 'rejected' | 'refused';
  readonly reason: string | null;
  readonly amountMinor: number | null;
  readonly leading: boolean;
  /** Absent in answers of a house from before it. */
  readonly stood?: Stood;
  /** The public price and ask that everybody had been told by then. */
  readonly priceMinor: number | null;
  readonly askMinor: number | null;
  readonly status: LotStatus;
};
export type ToldReply = {
  readonly view: 'told';
  readonly seq: number;
  readonly bidder: string;
  readonly paddle: string | null;
  /** In the order of the sale. */
  readonly lots: readonly ToldLot[];
};

export type ChartReply = {
  readonly view: 'chart';
  readonly lot: string;
  /** `[seq, at, price in minor units]`, thinned to a bounded count; first and last are kept. */
  readonly points: readonly (readonly [number, number, number])[];
};

export type RecordReply = {
  readonly view: 'record';
  readonly record: LogRecord | null;
  readonly receipt: Receipt | null;
};

export type ReceiptsReply = {
  readonly view: 'receipts';
  readonly receipts: readonly Receipt[];
  /** Where to go on; null when every record has been looked at. */
  readonly nextSeq: number | null;
};

export type ProgressReply = { readonly view: 'progress'; readonly seq: number; readonly lastSeq: number };

export type VerifyReply = {
  readonly view: 'verify';
  readonly ok: boolean;
  readonly records: number;
  /** The first record that is not what the rules decide, or that does not follow. */
  readonly wrong: { readonly seq: number; readonly what: string } | null;
  readonly head: LogHead | null;
  /** Of an exported file: the key that the file itself names. It proves the house only to who got the same key from the house. */
  readonly fileKey?: string;
  /** Of an exported file: records about lots that are not closed, whose secrets are not opened yet, and that nobody can judge. */
  readonly notYet?: number;
};

export type ReviewAnswer =
  | ReviewReply
  | StateReply
  | ToldReply
  | ChartReply
  | RecordReply
  | ReceiptsReply
  | ProgressReply
  | SignsReply
  | VerifyReply
  | { readonly error: { readonly code: string; readonly message: string } };
