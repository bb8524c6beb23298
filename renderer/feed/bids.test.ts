/** A bid on its way: decided once, asked after by its id, and never sent by itself. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { subjects } from '../../protocol/subjects.ts';
import type { BidRequest } from '../../protocol/wire.ts';
import { BID_ANSWER_MS_MAX } from './bids.ts';
import { live, snapshotAt } from './session.fixture.ts';

const bid: BidRequest = { id: 'b1', lot: 'l1', kind: 'bid', amountMinor: 150, basedOnRev: 1, sentAt: 0 };
const reply = { id: 'b1', outcome: 'accepted', receivedAt: 1, decidedAt: 2 };

const bidSubject = subjects.bid('s1', 'anna');
const receiptSubject = subjects.receipt('s1', 'anna');

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a bid', () => {
  test('is answered by the decision of the house', async () => {
    const { session, answers, of } = await live();
    answers.set(bidSubject, () => reply);
    session.take({ type: 'bid', sale: 's1', request: bid });
    await vi.advanceTimersByTimeAsync(1);
    expect(of('decision').map(({ reply: { id, outcome } }) => [id, outcome])).toEqual([['b1', 'accepted']]);
  });

  test('is not sent at all when the desk is not live, now or later', async () => {
    const { session, links, asks, of } = await live();
    links[0]?.events.onDown();
    session.take({ type: 'bid', sale: 's1', request: bid });
    expect(of('unsent')).toHaveLength(1);
    links[0]?.events.onUp();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(asks(bidSubject)).toHaveLength(0);
  });

  test('without an answer is unknown, and asked again with the same id on the same connection', async () => {
    const { session, answers, asks, of } = await live();
    session.take({ type: 'bid', sale: 's1', request: bid });
    await vi.advanceTimersByTimeAsync(BID_ANSWER_MS_MAX + 1);
    expect(of('unanswered').map(({ id }) => id)).toEqual(['b1']);
    answers.set(bidSubject, () => ({ ...reply, duplicate: true }));
    await vi.advanceTimersByTimeAsync(BID_ANSWER_MS_MAX + 8_000);
    expect(of('decision')).toHaveLength(1);
    expect(new Set(asks(bidSubject).map(({ value }) => value.id))).toEqual(new Set(['b1']));
    expect(of('unreceived')).toHaveLength(0);
  });

  test('after a reconnect is asked for by its receipt only; nothing is sent by itself', async () => {
    const { session, links, answers, asks, of } = await live();
    session.take({ type: 'bid', sale: 's1', request: bid });
    expect(asks(bidSubject)).toHaveLength(1);
    links[0]?.events.onDown();
    expect(of('unanswered')).toHaveLength(1);
    answers.set(bidSubject, () => reply);
    answers.set(receiptSubject, () => ({
      rostrum: 'receipt',
      id: 'b1',
      inLog: true,
      outcome: 'rejected',
      reason: 'below-ask',
      seq: 7,
      times: { receivedAt: 1, decidedAt: 2 },
    }));
    links[0]?.events.onUp();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asks(bidSubject)).toHaveLength(1);
    expect(of('decision').map(({ reply: { outcome, reason, seq } }) => [outcome, reason, seq])).toEqual([
      ['rejected', 'below-ask', 7],
    ]);
  });

  test('that the house does not know after a reconnect was never received; before that it stays unknown', async () => {
    const { session, links, answers, of } = await live();
    answers.set(receiptSubject, () => ({
      rostrum: 'receipt',
      id: 'b1',
      inLog: false,
      outcome: 'unknown',
      reason: null,
      times: { receivedAt: null, decidedAt: null },
    }));
    session.take({ type: 'bid', sale: 's1', request: bid });
    await vi.advanceTimersByTimeAsync(12_000);
    expect(of('unreceived')).toHaveLength(0);
    links[0]?.events.onDown();
    links[0]?.events.onUp();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(of('unreceived').map(({ id }) => id)).toEqual(['b1']);
  });

  test('of a life before this one is resolved by its id and never sent', async () => {
    const { session, answers, asks, of } = await live();
    answers.set(receiptSubject, ({ id }) => ({
      rostrum: 'receipt',
      id,
      inLog: true,
      outcome: 'accepted',
      reason: null,
      seq: 3,
      times: { receivedAt: 1, decidedAt: 2 },
    }));
    session.take({ type: 'resolve', ids: ['old'] });
    await vi.advanceTimersByTimeAsync(1_500);
    expect(of('decision').map(({ reply: { id } }) => id)).toEqual(['old']);
    expect(asks(bidSubject)).toHaveLength(0);
  });

  /** Live in `s1`, then in `s2`, where the house answers as well. */
  const moved = async (before: (house: Awaited<ReturnType<typeof live>>) => void = () => {}) => {
    const house = await live();
    house.answers.set(subjects.snapshot('s2', 'anna'), () => {
      const found = snapshotAt(1);
      return { ...found, sale: { ...found.sale, saleId: 's2' } };
    });
    before(house);
    house.session.take({ type: 'watch', sale: 's2' });
    await vi.advanceTimersByTimeAsync(100);
    expect(house.state()).toBe('live');
    return house;
  };

  test('for a sale that the desk has left is not sent to the one that it came to, and no order or question is', async () => {
    const { session, asked, of } = await moved();
    const before = asked.length;
    session.take({ type: 'bid', sale: 's1', request: bid });
    session.take({ type: 'ask', ticket: 1, sale: 's1', topic: 'clerk', payload: { type: 'Hammer', lot: 'l1' } });
    await vi.advanceTimersByTimeAsync(1);
    expect(of('unsent').map(({ id }) => id)).toEqual(['b1']);
    expect(of('answer').map(({ ok, error }) => [ok, error])).toEqual([[false, 'The desk has left that sale.']]);
    expect(asked.slice(before).filter(({ subject }) => !subject.includes('.time.'))).toEqual([]);
  });

  test('under way when the desk goes to another sale is asked after in its own', async () => {
    const { of, asks } = await moved(({ session, answers }) => {
      session.take({ type: 'bid', sale: 's1', request: bid });
      answers.set(receiptSubject, () => ({
        rostrum: 'receipt',
        id: 'b1',
        inLog: true,
        outcome: 'accepted',
        reason: null,
        seq: 9,
        times: { receivedAt: 1, decidedAt: 2 },
      }));
    });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(of('decision').map(({ reply: { outcome, seq } }) => [outcome, seq])).toEqual([['accepted', 9]]);
    expect([of('unreceived').length, asks(subjects.receipt('s2', 'anna')).length]).toEqual([0, 0]);
  });
});
