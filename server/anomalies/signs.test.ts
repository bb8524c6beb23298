import { describe, expect, it } from 'vitest';
import type { Sign } from '../../protocol/anomaly.ts';
import type { Command, UnstampedCommand } from '../../protocol/command.ts';
import type { LogRecord } from '../../protocol/event.ts';
import { saleOf } from '../core/given.fixture.ts';
import { RULES_VERSION } from '../core/rules.ts';
import { emptyState, execute, lotView } from '../core/sale.ts';
import { createReview } from '../review/review.ts';
import { randomLog } from '../sim/records.ts';
import { SIGNS, signsOf } from './signs.ts';
import { BURST_MS, createTally, QUICK_MS } from './tally.ts';

const tallied = (records: readonly LogRecord[]) => {
  const tally = createTally();
  for (const record of records) tally.take(record);
  return tally;
};

describe('the tally', () => {
  it.each([1, 2, 3, 4, 5, 6])('is the same live and from the log, whoever looks in between (seed %i)', (seed) => {
    const { records } = randomLog(seed, 400, true);
    const live = createTally();
    for (const [n, record] of records.entries()) {
      live.take(record);
      if (n % 37 === 0) expect(signsOf(live)).toEqual(signsOf(tallied(records.slice(0, n + 1))));
    }
    expect(live.lots).toEqual(tallied(records).lots);
  });

  it.each([1, 2, 3, 4, 5, 6])('counts what a plain look at the log counts (seed %i)', (seed) => {
    const { records } = randomLog(seed, 400, true);
    const bids = records.flatMap(({ at, events }) =>
      events.flatMap((event) => (event.type === 'BidAccepted' ? [{ ...event, at }] : [])),
    );
    let compared = 0;
    for (const [lot, { marks }] of tallied(records).lots) {
      const here = bids.filter((bid) => bid.lot === lot);
      for (const [bidder, mark] of marks) {
        const own = here.filter((bid) => bid.bidder === bidder && bid.channel === 'online');
        const quick = own.filter((bid) => {
          const before = here[here.indexOf(bid) - 1];
          return before !== undefined && before.bidder !== bidder && bid.at - before.at <= QUICK_MS;
        });
        const asked = records.flatMap(({ at, command, events }) =>
          command.type === 'PlaceBid' &&
          command.channel === 'online' &&
          command.bidder === bidder &&
          command.lot === lot &&
          events.some((event) => event.type === 'BidAccepted' || event.type === 'BidRejected')
            ? [at]
            : [],
        );
        const burst = Math.max(0, ...asked.map((to) => asked.filter((at) => at > to - BURST_MS && at <= to).length));
        expect({ lot, bidder, accepted: mark.accepted, quick: mark.quick, burst: mark.burst }).toEqual({
          lot,
          bidder,
          accepted: own.length,
          quick: quick.length,
          burst,
        });
        compared += own.length;
      }
    }
    expect(compared).toBeGreaterThan(10);
  });
});

/** Five lots of one section: `b1` pushes `b2` in small quick steps and stops; `b3` bids late and seldom. */
function shilled(): readonly LogRecord[] {
  const state = emptyState();
  const records: LogRecord[] = [];
  let at = 0;
  let ids = 0;
  const give = (order: UnstampedCommand, afterMs = 0) => {
    at += afterMs;
    const command = { ...order, at } as Command;
    const events = execute(state, command);
    records.push({ seq: records.length + 1, at, rules: RULES_VERSION, command, events });
  };
  const lots = ['l1', 'l2', 'l3', 'l4', 'l5'];
  give({
    type: 'CreateSale',
    sale: saleOf(
      {},
      lots.map((lotId) => ({ lotId, section: 'Estate' })),
    ),
  });
  for (const bidder of ['b1', 'b2', 'b3']) give({ type: 'RegisterBidder', bidder, limitMinor: null });
  const bid = (bidder: string, lot: string, afterMs: number, overMinor = 0) => {
    ids += 1;
    const amountMinor = (lotView(state, lot)?.askMinor ?? 100) + overMinor;
    give({ type: 'PlaceBid', id: `x${ids}`, lot, bidder, amountMinor, kind: 'bid', channel: 'online' }, afterMs);
  };
  for (const lot of lots) {
    give({ type: 'OpenLot', lot });
    bid('b2', lot, 10);
    for (let n = 0; n < 5; n += 1) {
      bid('b1', lot, 500);
      bid('b2', lot, 9_000, 50);
    }
    if (lot === 'l5') {
      bid('b3', lot, 8_000, 100);
      bid('b2', lot, 9_000, 50);
    }
    give({ type: 'Hammer', lot }, 5_000);
  }
  return records;
}

describe('the signs', () => {
  const records = shilled();
  const found = signsOf(tallied(records));
  const of = (kind: Sign['kind']) => found.filter((sign) => sign.kind === kind);

  it('point at him who pushes and never buys, and at nobody else', () => {
    expect(new Set(found.map(({ bidder }) => bidder))).toEqual(new Set(['b1']));
    expect(of('shill-score')).toMatchObject([{ seller: 'Estate', lots: 5, ratings: { affinity: 1, losses: 1 } }]);
    expect(of('losses')).toMatchObject([{ lots: 5, lost: 5 }]);
    expect(of('quick-outbids')).toHaveLength(5);
  });

  it('say nothing of a quick bidder who buys, and take back a loss when the lot is open again', () => {
    const bought = records.map((record) => ({
      ...record,
      events: record.events.map((event) => (event.type === 'LotSold' ? { ...event, buyer: 'b1' } : event)),
    }));
    expect(signsOf(tallied(bought)).filter(({ bidder }) => bidder === 'b1')).toEqual([]);
    const state = emptyState();
    for (const { command } of records) execute(state, command);
    const command: Command = { type: 'Reopen', lot: 'l5', reason: 'a bid was missed', at: state.at };
    const events = execute(state, command);
    expect(events.map(({ type }) => type)).toContain('LotReopened');
    const seq = records.length + 1;
    const reopened = tallied([...records, { seq, at: state.at, rules: RULES_VERSION, command, events }]);
    expect(signsOf(reopened).filter(({ kind }) => kind === 'losses')).toMatchObject([{ lots: 4, lost: 4 }]);
  });

  it('count a bid for him who gave it, and not for the one whose maximum answers in the same record', () => {
    const record = records.findLast(({ command }) => command.type === 'PlaceBid');
    const bid = record?.events.find((event) => event.type === 'BidAccepted');
    if (record === undefined || bid === undefined) throw new Error('no bid');
    const answer = { ...bid, id: 'another', bidder: 'b9' };
    const mark = tallied([...records, { ...record, events: [bid, answer] }])
      .lots.get(bid.lot)
      ?.marks.get('b9');
    expect(mark).toMatchObject({ accepted: 1, burst: 0 });
  });

  it('see a burst, refused bids among it', () => {
    const last = records.findLast(({ command }) => command.type === 'PlaceBid');
    if (last === undefined) throw new Error('no bid');
    const tally = tallied(records);
    for (let n = 1; n <= SIGNS.burst; n += 1) {
      const command = { ...last.command, id: `y${n}`, bidder: 'b3' } as Command & { readonly type: 'PlaceBid' };
      const refusal = { type: 'BidRejected', id: command.id, lot: command.lot, bidder: 'b3' } as const;
      const events = [{ ...refusal, reason: 'below-ask', askMinor: 1 } as const];
      tally.take({ ...last, seq: records.length + n, at: last.at + 20_000 + n, command, events });
      expect(signsOf(tally).filter(({ kind }) => kind === 'burst')).toHaveLength(n < SIGNS.burst ? 0 : 1);
    }
  });

  it('are answered by a review, also of one bidder by his paddle', async () => {
    const review = createReview({ lastSeq: records.length, records: (from) => records.slice(from - 1) });
    const all = { view: 'signs', seq: records.length, signs: found, paddles: { b1: '1' }, leftOut: 0 };
    expect(await Promise.all([1, 2].map(() => review.answer({ view: 'signs' })))).toEqual([all, all]);
    expect(await review.answer({ view: 'signs', bidder: '1' })).toEqual(all);
    expect(await review.answer({ view: 'signs', bidder: 'b2' })).toMatchObject({ signs: [] });
  });
});
