/** What the house says is checked here, at the edge: a cheap look at ticks, a schema for all that comes rarely. Knows no NATS. */
import * as v from 'valibot';
import { decodeJson } from '../../protocol/codec.ts';
import type { BidReply, Head, Notice, SaleWord, Snapshot, Tick, TimeReply } from '../../protocol/wire.ts';

/** The largest message that a desk reads. */
export const MESSAGE_BYTES_MAX = 16 * 1024 * 1024;

const num = v.number();
const text = v.string();
const amount = v.nullable(v.pipe(num, v.safeInteger(), v.minValue(0)));

const bidReply = v.looseObject({
  id: text,
  outcome: v.picklist(['accepted', 'rejected', 'refused']),
  reason: v.optional(text),
  receivedAt: num,
  decidedAt: num,
});
const notice = v.variant('type', [
  v.looseObject({
    type: v.picklist(['outbid', 'leading']),
    lot: text,
    rev: num,
    seq: num,
    at: num,
    priceMinor: amount,
    maxMinor: amount,
  }),
  v.looseObject({ type: v.literal('won'), lot: text, seq: num, at: num, hammerMinor: num, premiumMinor: num }),
  v.looseObject({ type: v.literal('voided'), lot: text, bidId: text, seq: num, at: num, reason: text }),
  v.looseObject({ type: v.literal('max'), lot: text, seq: num, at: num, maxMinor: amount }),
  v.looseObject({ type: v.literal('limit'), seq: num, at: num, limitMinor: amount, usedMinor: num }),
  v.looseObject({ type: v.literal('suspended'), seq: num, at: num, reason: text }),
  v.looseObject({ type: v.literal('reinstated'), seq: num, at: num }),
]);
const saleWord = v.variant('type', [
  v.looseObject({ type: v.literal('held'), seq: num, at: num, reason: text }),
  v.looseObject({ type: v.literal('resumed'), seq: num, at: num, graceMs: num }),
  v.looseObject({ type: v.literal('registered'), seq: num, at: num, count: num }),
  v.looseObject({ type: v.literal('override'), seq: num, at: num, lot: text, what: text, reason: text }),
  v.looseObject({ type: v.literal('message'), at: num, text }),
]);
const head = v.looseObject({
  at: num,
  seq: num,
  revs: v.record(text, num),
  log: v.looseObject({ size: num, root: text, signature: text, at: num }),
});
const snapshot = v.looseObject({
  seq: num,
  at: num,
  sale: v.looseObject({
    saleId: text,
    title: text,
    currency: text,
    lots: v.array(v.looseObject({ lotId: text, number: num, title: text, format: text })),
  }),
  held: v.nullable(v.looseObject({ reason: text, at: num })),
  registered: num,
  ticks: v.pipe(
    v.array(v.unknown()),
    v.check((ticks) => ticks.every(isTick), 'a tick is malformed'),
  ),
  standing: v.nullable(v.looseObject({ bidder: text, paddle: text, maxima: v.record(text, num), won: v.array(text) })),
  next: v.optional(v.pipe(num, v.safeInteger(), v.minValue(1))),
});
const timeReply = v.looseObject({ t0: num, t1: num, t2: num });
/** What became of a bid, from its receipt; the proof in it is for other eyes. */
const fate = v.looseObject({
  rostrum: v.literal('receipt'),
  id: text,
  inLog: v.boolean(),
  outcome: v.picklist(['accepted', 'rejected', 'refused', 'unknown']),
  reason: v.nullable(text),
  seq: v.optional(num),
  times: v.looseObject({ receivedAt: v.nullable(num), decidedAt: v.nullable(num) }),
});
export type Fate = v.InferOutput<typeof fate>;

const STATUSES: ReadonlySet<unknown> = new Set(['upcoming', 'open', 'warned', 'sold', 'passed', 'withdrawn']);

/** Every tick passes here, thousands a second: fields are looked at, nothing is built. */
export function isTick(value: unknown): value is Tick {
  if (typeof value !== 'object' || value === null) return false;
  const tick = value as Record<string, unknown>;
  return (
    typeof tick.lot === 'string' &&
    Number.isSafeInteger(tick.rev) &&
    Number.isSafeInteger(tick.seq) &&
    typeof tick.at === 'number' &&
    STATUSES.has(tick.status) &&
    isAmount(tick.priceMinor) &&
    isAmount(tick.askMinor) &&
    (tick.closesAt === null || typeof tick.closesAt === 'number') &&
    (tick.leader === null || typeof tick.leader === 'string')
  );
}

function isAmount(value: unknown): boolean {
  return value === null || (Number.isSafeInteger(value) && (value as number) >= 0);
}

export const read = {
  tick: (bytes: Uint8Array): Tick | null => {
    const decoded = decodeJson(bytes, MESSAGE_BYTES_MAX);
    return decoded.ok && isTick(decoded.value) ? decoded.value : null;
  },
  bidReply: reader<BidReply>(bidReply),
  notice: reader<Notice>(notice),
  saleWord: reader<SaleWord>(saleWord),
  head: reader<Head>(head),
  snapshot: reader<Snapshot>(snapshot),
  timeReply: reader<TimeReply>(timeReply),
  fate: reader<Fate>(fate),
  anything: (bytes: Uint8Array): unknown => {
    const decoded = decodeJson(bytes, MESSAGE_BYTES_MAX);
    return decoded.ok ? decoded.value : null;
  },
} as const;

function reader<T>(schema: v.GenericSchema): (bytes: Uint8Array) => T | null {
  return (bytes) => {
    const decoded = decodeJson(bytes, MESSAGE_BYTES_MAX);
    return decoded.ok && v.is(schema, decoded.value) ? (decoded.value as T) : null;
  };
}
