/** A way to the house for one desk of the load, whichever house it is. Types, and the way over NATS. */
import { inboxPrefix, subjects } from '../../../protocol/subjects.ts';
import { type Credential, openDesk } from './desk.ts';

export const OUTCOMES = ['accepted', 'rejected', 'refused'] as const;
export type Outcome = 0 | 1 | 2;

export type LineListener = {
  /** `reason` reads the reason out of the answer, if anybody wants to know it. */
  onReply(bid: number, outcome: Outcome, seq: number, reason: () => string): void;
  onTick(lot: number, priceMinor: number): void;
  onClose(why: string): void;
};

export type Line = {
  send(bid: number, bidder: number, lot: number, amountMinor: number, isMax: boolean): void;
  flush(): void;
  readonly backlogBytes: number;
  close(): void;
};

export type LineOptions = {
  readonly port: number;
  readonly sale: string;
  readonly idPrefix: string;
  readonly user: string;
  /** Whom this desk bids for. */
  readonly bidders: readonly number[];
  readonly credential: Credential | null;
  /** True for a desk that watches: it hears every tick. */
  readonly watches: boolean;
  readonly listener: LineListener;
};

const DOT = 0x2e;
const ZERO = 0x30;
const OUTCOME_KEY = Buffer.from('"outcome":"');
export const SEQ_KEY = Buffer.from('"seq":');
const PRICE_KEY = Buffer.from('"priceMinor":');
const TICK_CHAR = 't'.charCodeAt(0);
/** Where the kind of a subject (`tick`, `bid`) starts, after `rostrum.v1.`. */
const KIND_AT = 'rostrum.v1.'.length;
const UNDERSCORE = '_'.charCodeAt(0);

export async function natsLine(options: LineOptions): Promise<Line> {
  const { listener } = options;
  // The house answers a bidder at his own inbox only; a desk of many hears its share of all of theirs.
  const isOfMany = options.user.startsWith('d');
  const desk = await openDesk({
    port: options.port,
    credential: options.credential,
    onClose: listener.onClose,
    onMessage(bytes, subjectStart, subjectEnd, bodyStart, bodyEnd) {
      const last = numberBefore(bytes, subjectEnd);
      if (bytes[subjectStart] === UNDERSCORE) {
        const body = bytes.subarray(bodyStart, bodyEnd);
        listener.onReply(last, outcomeIn(body), numberAfter(body, SEQ_KEY), () => reasonIn(body));
      } else if (bytes[subjectStart + KIND_AT] === TICK_CHAR)
        listener.onTick(last, numberAfter(bytes.subarray(bodyStart, bodyEnd), PRICE_KEY));
    },
  });
  if (options.watches) desk.subscribe(subjects.tick(options.sale, '*'));
  desk.subscribe(isOfMany ? `*.${options.user}.>` : `${inboxPrefix(options.user)}.>`);
  desk.flush();
  return {
    send(bid, bidder, lot, amountMinor, isMax) {
      desk.publish(
        subjects.bid(options.sale, `b${bidder}`),
        isOfMany ? `${inboxPrefix(`b${bidder}`)}.${options.user}.${bid}` : `${inboxPrefix(options.user)}.${bid}`,
        bidText(options.idPrefix, bid, lot, amountMinor, isMax),
      );
    },
    flush: desk.flush,
    get backlogBytes() {
      return desk.backlogBytes;
    },
    close: desk.close,
  };
}

/** A `BidRequest`, as a template: the load is not to be limited by its own encoding. */
export function bidText(idPrefix: string, bid: number, lot: number, amountMinor: number, isMax: boolean): string {
  return `{"id":"${idPrefix}${bid}","lot":"l${lot}","kind":"${isMax ? 'max' : 'bid'}","amountMinor":${amountMinor},"basedOnRev":0,"sentAt":${Date.now()}}`;
}

/** The decimal number that ends at `end`: bids and lots are numbered at the end of their subjects. */
function numberBefore(bytes: Buffer, end: number): number {
  let value = 0;
  let weight = 1;
  for (let at = end - 1; ; at -= 1) {
    const digit = (bytes[at] ?? DOT) - ZERO;
    if (digit < 0 || digit > 9) return value;
    value += digit * weight;
    weight *= 10;
  }
}

/** The decimal number after a key, or 0 where the key or the number is absent. */
export function numberAfter(body: Buffer, key: Buffer): number {
  let at = body.indexOf(key);
  if (at < 0) return 0;
  let value = 0;
  for (at += key.length; at < body.length; at += 1) {
    const digit = (body[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return value;
}

export function outcomeIn(body: Buffer): Outcome {
  const at = body.indexOf(OUTCOME_KEY);
  if (at < 0) return 2;
  if (body[at + OUTCOME_KEY.length] === 0x61) return 0;
  return body[at + OUTCOME_KEY.length + 2] === 0x6a ? 1 : 2;
}

export function reasonIn(body: Buffer): string {
  return /"reason":"([a-z-]+)"/.exec(body.toString('latin1'))?.[1] ?? 'unknown';
}
