/** A lot's story is what its ticks told, step by step, whatever happened to it; it is bounded, and comes in pages that join. */
import { describe, expect, test } from 'vitest';
import type { Command } from '../../protocol/command.ts';
import type { LogRecord } from '../../protocol/event.ts';
import type { Sale } from '../../protocol/sale.ts';
import type { LotStep } from '../../protocol/wire.ts';
import { saleOf } from '../core/given.fixture.ts';
import { emptyState, execute, fold } from '../core/sale.ts';
import { demoSale } from '../demo/sale.ts';
import { rehearsal } from '../rehearsal/rehearsal.ts';
import { createBoard } from '../speech/board.ts';
import { tickOf } from '../speech/ticks.ts';
import { createStory, STORY_STEPS_MAX, type Story } from './story.ts';

type Order = Readonly<Record<string, unknown>>;

/** What the ticks of one lot told, a record each, and the story beside it. */
function toldAndKept(records: Iterable<LogRecord>): { told: Map<string, LotStep[]>; story: Story } {
  const state = emptyState();
  const board = createBoard(state);
  const story = createStory(state);
  const told = new Map<string, LotStep[]>();
  for (const record of records) {
    fold(state, record);
    board.apply(record);
    story.took([record]);
    const touched = new Set(record.events.flatMap((e) => ('lot' in e && e.type !== 'BidRejected' ? [e.lot] : [])));
    for (const lot of touched) {
      const tick = tickOf(state, board, lot);
      if (tick === null) continue;
      const { rev, seq, at, status, priceMinor, askMinor, leader, bids, last } = tick;
      told.set(lot, [...(told.get(lot) ?? []), { rev, seq, at, status, priceMinor, askMinor, leader, bids, last }]);
    }
  }
  return { told, story };
}

function* played(sale: Sale, orders: readonly Order[]): Generator<LogRecord> {
  const state = emptyState();
  const people = ['b1', 'b2', 'b3'].map((bidder) => ({ type: 'RegisterBidder', bidder, limitMinor: null }));
  let seq = 0;
  for (const order of [{ type: 'CreateSale', sale }, ...people, ...orders]) {
    const given: unknown = { at: seq, ...order };
    const command = given as Command;
    seq += 1;
    yield { seq, at: command.at, rules: 1, command, events: execute(state, command) };
  }
}

function whole(story: Story, lot: string): readonly LotStep[] {
  const steps: LotStep[] = [];
  for (let before: number | null = Number.POSITIVE_INFINITY; before !== null; ) {
    const page = story.page(lot, before);
    steps.unshift(...page.steps);
    before = page.before;
  }
  return steps;
}

const bid = (id: string, bidder: string, amountMinor: number, more: Order = {}): Order => ({
  ...{ type: 'PlaceBid', id, lot: 'l1', bidder, amountMinor, kind: 'bid', channel: 'online', ...more },
});
const book = (id: string, bidder: string, amountMinor: number) =>
  bid(id, bidder, amountMinor, { kind: 'max', channel: 'book' });
const lot = (type: string, more: Order = {}): Order => ({ type, lot: 'l1', ...more });

describe('a story', () => {
  test('of a whole evening with live, timed, Dutch and sealed lots is what the ticks told', () => {
    const { told, story } = toldAndKept(rehearsal(demoSale('r1', 1_800_000_000_000), { seed: 4, startAt: 0 }));
    expect(told.size).toBeGreaterThan(10);
    for (const [id, steps] of told) expect(whole(story, id)).toEqual(steps);
  });

  test.each(['recompute', 'revivesNothing'] as const)('with a void (%s), a jump, a reopening is the same', (policy) => {
    const { told, story } = toldAndKept(
      played(saleOf({ void: policy }), [
        book('k1', 'b1', 300),
        book('k2', 'b2', 200),
        lot('OpenLot'),
        bid('x1', 'b3', 250),
        lot('FairWarning'),
        bid('x2', 'b3', 400),
        lot('SetAsk', { askMinor: 900, reason: 'a jump' }),
        bid('x3', 'room', 900, { channel: 'floor' }),
        { type: 'VoidBid', bidId: 'x3', reason: 'made in error' },
        { type: 'VoidBid', bidId: 'k1', reason: 'made in error' },
        bid('x4', 'b2', 1000, { kind: 'max' }),
        lot('Hammer'),
        lot('Reopen', { reason: 'a bid was missed' }),
        lot('Pass', { reason: 'enough' }),
      ]),
    );
    expect(told.get('l1')?.length).toBeGreaterThan(11);
    expect(whole(story, 'l1')).toEqual(told.get('l1'));
  });

  test('tells whose book bid opened the lot, and never how high it goes', () => {
    const { story } = toldAndKept(
      played(saleOf(), [
        book('k1', 'b1', 300),
        book('k2', 'b2', 200),
        lot('OpenLot'),
        { type: 'VoidBid', bidId: 'k1', reason: 'withdrawn by letter' },
      ]),
    );
    const [secret, secret2, opened, voided] = whole(story, 'l1');
    expect([secret?.last, secret2?.last]).toEqual([null, null]);
    expect(opened).toMatchObject({
      priceMinor: 210,
      leader: '1',
      last: { kind: 'max', channel: 'book', amountMinor: 210, bidder: '1' },
    });
    expect(voided).toMatchObject({
      priceMinor: 100,
      leader: '2',
      last: { channel: 'book', amountMinor: 100, bidder: '2' },
    });
    expect(JSON.stringify(whole(story, 'l1'))).not.toContain('300');
  });

  test('is bounded, its pages join without a gap, and an unknown lot has none', () => {
    const bids = Array.from({ length: 700 }, (_, i) => bid(`x${i}`, i % 2 === 0 ? 'b1' : 'b2', 100 + i * 10));
    const { told, story } = toldAndKept(played(saleOf(), [lot('OpenLot'), ...bids]));
    const steps = whole(story, 'l1');
    expect(steps).toEqual(told.get('l1')?.slice(-STORY_STEPS_MAX));
    expect(story.page('l1', Number.POSITIVE_INFINITY).steps).toHaveLength(100);
    expect(story.page('nothing', Number.POSITIVE_INFINITY)).toEqual({ steps: [], before: null });
  });
});
