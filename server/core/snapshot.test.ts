/** A state as text and back: nothing that was decided is lost, and what is torn is not taken. */
import { expect, test } from 'vitest';
import { House, said, saleOf } from './given.fixture.ts';
import {
  bidsOf,
  decisionOf,
  execute,
  fromSnapshot,
  lotView,
  type SaleState,
  stateHash,
  suspendedBy,
  toSnapshot,
} from './sale.ts';

const again = (state: SaleState): SaleState => fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(state))));

/** Every kind of decision, and a void that takes entries away. */
function played(): House {
  const house = new House(saleOf({ offLadder: 'refuse' }));
  house.max('b1', 300, { channel: 'book' });
  house.max('b1', 500, { channel: 'book' });
  house.do({ type: 'LowerMax', id: 'low ü', lot: 'l1', bidder: 'b1', amountMinor: 400 });
  house.open();
  house.max('b2', 700);
  house.max('b3', 900);
  house.do({ type: 'VoidBid', bidId: 'x3', reason: 'because' });
  house.bid('b4', 905);
  house.bid('nobody', 100, 'bid', { lot: 'nowhere', id: 'x "9" \u{1f528}' });
  house.do({ type: 'LowerMax', id: 'refused', lot: 'l1', bidder: 'b4', amountMinor: 400 });
  return house;
}

test('decisions, entries and the last bid come back as they were, and go on alike', () => {
  const { state } = played();
  const restored = again(state);
  expect(stateHash(restored)).toBe(stateHash(state));
  expect([...restored.decisions]).toEqual([...state.decisions]);
  expect(lotView(restored, 'l1')).toEqual(lotView(state, 'l1'));
  expect(decisionOf(restored, 'x5')).toMatchObject({ reason: 'off-ladder', rev: 7 });
  expect(decisionOf(restored, 'x "9" \u{1f528}')).toEqual({
    type: 'BidRejected',
    id: 'x "9" \u{1f528}',
    lot: 'nowhere',
    bidder: 'nobody',
    reason: 'unknown-lot',
    askMinor: null,
  });
  // A refused lowering's id is still its bidder's; voids find the same entries.
  const lower = { type: 'LowerMax', at: 0, id: 'refused', lot: 'l1', amountMinor: 400 } as const;
  expect(said(execute(restored, { ...lower, bidder: 'b4' }))).toBe('');
  expect(said(execute(restored, { ...lower, bidder: 'b5' }))).toBe('CommandRefused:malformed');
  for (const bidId of ['x3', 'x4', 'x2']) {
    const voided = { type: 'VoidBid', at: 0, bidId, reason: 'because' } as const;
    expect(execute(restored, voided)).toEqual(execute(state, voided));
  }
  expect(stateHash(restored)).toBe(stateHash(state));
});

test('who suspended a bidder comes back; one of before, which does not tell, is a clerk’s', () => {
  const house = new House(saleOf());
  const out = { type: 'SuspendBidder', reason: 'unpaid' } as const;
  house.do({ ...out, bidder: 'b1' });
  house.do({ ...out, bidder: 'b2', by: 'house' });
  for (const side of [{}, { by: 'house' as const }]) house.do({ ...out, bidder: 'b3', ...side });
  const of = (state: SaleState) => ['b1', 'b2', 'b3', 'b4'].map((bidder) => suspendedBy(state, bidder));
  expect(of(again(house.state))).toEqual(['clerk', 'house', 'both', null]);
  expect(stateHash(again(house.state))).toBe(stateHash(house.state));
  const snapshot = toSnapshot(house.state);
  const before = {
    ...snapshot,
    bidders: snapshot.bidders.map((one) => ({ ...one, suspended: one.suspended !== false })),
  };
  expect(of(fromSnapshot(before))).toEqual(['clerk', 'clerk', 'clerk', null]);
});

test('what a bidder bid comes back: of a voided bid nothing, of a lowered one what is left, and it goes on alike', () => {
  const house = played();
  const of = (state: SaleState) => ['b1', 'b2', 'b3', 'b4', 'b5'].map((bidder) => bidsOf(state, bidder).get('l1'));
  // b2's 700 is void, b4's 905 is off the ladder, and b5 has bid nothing.
  expect(of(house.state)).toEqual([400, undefined, 900, undefined, undefined]);
  const restored = again(house.state);
  expect(of(restored)).toEqual(of(house.state));
  const more = { type: 'PlaceBid', at: 0, id: 'more', lot: 'l1', bidder: 'b1', amountMinor: 1000 } as const;
  for (const state of [house.state, restored]) {
    execute(state, { ...more, kind: 'bid', channel: 'online' });
    execute(state, { type: 'VoidBid', at: 0, bidId: 'x4', reason: 'because' });
    expect(of(state)).toEqual([1000, undefined, undefined, undefined, undefined]);
  }
});

test('a state without a decision', () => {
  const { state } = new House(saleOf());
  expect(stateHash(again(state))).toBe(stateHash(state));
  expect(again(state).decisions.size).toBe(0);
});

test('another form, other rules, and a torn column are not taken', () => {
  const snapshot = toSnapshot(played().state);
  const { decisions } = snapshot;
  expect(() => fromSnapshot({ ...snapshot, form: 1 })).toThrow(/another form/);
  expect(() => fromSnapshot({ ...snapshot, rules: 0 })).toThrow(/other rules/);
  const short = { ...decisions, rev: Array.from(decisions.rev).slice(1) };
  expect(() => fromSnapshot({ ...snapshot, decisions: short })).toThrow(/torn column/);
  expect(() => fromSnapshot({ ...snapshot, decisions: { ...decisions, ids: `${decisions.ids}\u007f` } })).toThrow(
    /torn/,
  );
});
