import { expect, it } from 'vitest';
import type { PlaceBid } from '../../protocol/command.ts';
import type { Event, LogRecord } from '../../protocol/event.ts';
import type { BidReply, Notice, PublicBid, Tick } from '../../protocol/wire.ts';
import { House, saleOf } from '../core/given.fixture.ts';
import { decisionOf, execute, lotView, type SaleState } from '../core/sale.ts';
import type { Decided, Origin } from '../order.ts';
import { noticeText } from './notices.ts';
import { bidReplyText } from './replies.ts';
import { tickText } from './ticks.ts';

const random = (() => {
  let x = 0x2545_f491;
  return (below: number) => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) % below;
  };
})();
const oneOf = <T>(...values: readonly [T, ...T[]]): T => values[random(values.length)] ?? values[0];
const minor = () => oneOf(null, 0, random(1_000_000_000), 9_007_199_254_740_991);

/** What a reply says, as an object and in no hurry. */
function replyOf(
  state: SaleState,
  { order: { command }, record }: Decided,
  id: string,
  bidder: string,
  decidedAt: number,
  firstSeq: number | null,
) {
  const isOf = (event: Event) => ('id' in event && event.id === id) || event.type === 'CommandRefused';
  const fresh = record?.events.find(isOf) ?? null;
  const decision = fresh ?? decisionOf(state, id);
  const lot = lotView(state, 'lot' in command ? command.lot : '');
  const isBad = decision === null || decision.type === 'BidRejected' || decision.type === 'CommandRefused';
  const reason = decision === null ? 'malformed' : 'reason' in decision ? decision.reason : null;
  const standing =
    lot === null
      ? {}
      : { rev: lot.rev, askMinor: lot.askMinor, priceMinor: lot.priceMinor, leading: lot.leader === bidder };
  return {
    id,
    outcome: isBad ? 'rejected' : 'accepted',
    ...(reason === null ? {} : { reason: reason as NonNullable<BidReply['reason']> }),
    ...(record !== null && fresh !== null ? { seq: record.seq } : firstSeq === null ? {} : { seq: firstSeq }),
    ...standing,
    receivedAt: command.at,
    decidedAt,
    ...(fresh === null ? { duplicate: true } : {}),
  } satisfies BidReply;
}

it('writes a reply as JSON would, whatever was decided', () => {
  const house = new House(saleOf({ limit: 'exposure' }, [{}, {}]), { b3: 500 });
  house.do({ type: 'OpenLot', lot: 'l1' });
  const seen = new Set<string>();
  const firstSeqs = new Map<string, number>();
  for (let n = 0; n < 3_000; n += 1) {
    if (n === 2_500) house.do({ type: 'Hammer', lot: 'l1' });
    const id = `id${random(2_500)}`;
    const bidder = oneOf('b1', 'b2', 'b3', 'stranger');
    const lot = oneOf('l1', 'l1', 'l1', 'l2', 'nowhere');
    const bid = { id, lot, bidder, amountMinor: 100 + random(40) * 10 + Math.floor(n / 100) * 200, at: house.at };
    const command: PlaceBid | ({ readonly type: 'LowerMax' } & Omit<PlaceBid, 'type' | 'kind' | 'channel'>) =
      random(8) === 0
        ? { type: 'LowerMax', ...bid }
        : { type: 'PlaceBid', ...bid, kind: oneOf('bid', 'max'), channel: 'online' };
    const events = execute(house.state, command);
    const record: LogRecord | null =
      events.length === 0 ? null : { seq: n + 1, at: house.at, rules: 1, command, events };
    const request = { id, lot, kind: 'bid', amountMinor: 1, basedOnRev: 0, sentAt: 0 } as const;
    const origin = { kind: 'bid', reply: '', id, bidder, request } satisfies Origin;
    const decided: Decided = { order: { command, origin }, record };
    if (record !== null && !firstSeqs.has(id)) firstSeqs.set(id, record.seq);
    const firstSeqOf = (asked: string) => firstSeqs.get(asked) ?? null;
    const text = bidReplyText(house.state, decided, origin, house.at + 1, firstSeqOf);
    const expected = replyOf(house.state, decided, id, bidder, house.at + 1, firstSeqOf(id));
    expect(text).toBe(JSON.stringify(expected));
    seen.add(`${expected.outcome} ${'reason' in expected ? expected.reason : ''} ${'duplicate' in expected}`);
  }
  // The fuzz must have been somewhere.
  for (const kind of ['accepted  false', 'accepted  true', 'rejected below-ask false', 'rejected over-limit false'])
    expect(seen).toContain(kind);
  expect(seen).toContain('rejected unknown-lot false');
  expect(seen).toContain('rejected closed false');
});

it('writes ticks and notices as JSON would', () => {
  for (let n = 0; n < 2_000; n += 1) {
    const last: PublicBid | null = oneOf(null, {
      kind: oneOf('bid', 'max'),
      channel: oneOf('online', 'floor', 'book'),
      amountMinor: random(1e9),
      bidder: oneOf('17', 'room'),
    });
    const lot = oneOf('l1', 'a "lot" \\ of \u2028 東');
    const tick: Tick = {
      lot,
      ...{ rev: random(1e6), seq: random(1e9), at: 1_790_000_000_000 + random(1e9) },
      status: oneOf('open', 'warned', 'sold'),
      ...{ priceMinor: minor(), askMinor: minor(), leader: oneOf(null, '17') },
      ...{ reserveMet: oneOf(true, false), closesAt: oneOf(null, 1_790_000_000_000) },
      ...(random(2) === 0 ? { openedAt: random(1e9) } : {}),
      ...{ bids: random(1_000), last },
      ...(random(2) === 0 ? { fromRev: random(1e6) } : {}),
    };
    expect(tickText(tick, JSON.stringify(lot))).toBe(JSON.stringify(tick));
    const of = { lot, seq: random(1e9), at: random(1e9) };
    const notice: Notice = oneOf<Notice>(
      { type: oneOf('outbid', 'leading'), ...{ lot, rev: random(1e6) }, ...of, priceMinor: minor(), maxMinor: minor() },
      { type: 'max', ...of, maxMinor: minor() },
      { type: 'suspended', seq: of.seq, at: of.at, reason: 'He said "no" – 東' },
    );
    expect(noticeText(notice)).toBe(JSON.stringify(notice));
  }
});
