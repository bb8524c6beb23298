/** Signs that a person should look at a bidder, as the review subject tells them to clerks and reviewers. No rule and no door acts on them. */

/** `{view: 'signs'}` over the review subject; one bidder's (id or paddle), or all. */
export type SignsAsk = { readonly view: 'signs'; readonly bidder?: string };

/** The six ratings of Trevathan and Read (α to ζ of their paper, in this order), each 0 to 1. */
export type ShillRatings = {
  /** Of this seller's lots that were bid on, the share that he bid on. */
  readonly affinity: number;
  /** His share of the bids on lots that he lost; half of them or more is 1. */
  readonly bids: number;
  /** The share of his lots that he lost. */
  readonly losses: number;
  /** How soon he bids after the bid before. */
  readonly haste: number;
  /** How small his steps are. */
  readonly smallness: number;
  /** How early he begins. */
  readonly earliness: number;
};

export type Sign =
  /** `score` is 0 to 10; `seller` is the catalogue's section, empty for a sale without sections. */
  | {
      readonly kind: 'shill-score';
      readonly bidder: string;
      readonly seller: string;
      readonly score: number;
      readonly ratings: ShillRatings;
      readonly lots: number;
    }
  /** Of one seller's sold lots he bid on many and bought hardly any. */
  | {
      readonly kind: 'losses';
      readonly bidder: string;
      readonly seller: string;
      readonly lots: number;
      readonly lost: number;
    }
  /** On a lot that he did not buy, he outbid others within a moment, again and again. */
  | {
      readonly kind: 'quick-outbids';
      readonly bidder: string;
      readonly lot: string;
      readonly count: number;
      readonly lastSeq: number;
    }
  /** The most bids of his within `withinMs` on one lot, accepted or not. */
  | {
      readonly kind: 'burst';
      readonly bidder: string;
      readonly lot: string;
      readonly count: number;
      readonly withinMs: number;
      readonly lastSeq: number;
    }
  /** He signed in by a desk, or from an address, by which these other bidders of the sale did too. Not of the log: the house tells it while it has it. */
  | {
      readonly kind: 'shared-device' | 'shared-address';
      readonly bidder: string;
      readonly others: readonly string[];
      readonly lastAt: number;
    };

export type SignsReply = {
  readonly view: 'signs';
  readonly seq: number;
  readonly signs: readonly Sign[];
  /** The paddles of the bidders named, others too, by bidder. */
  readonly paddles: Readonly<Record<string, string>>;
  /** Signs beyond the most that one answer holds. */
  readonly leftOut: number;
};
