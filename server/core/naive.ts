/**
 * The rules a second time, naively: nothing is kept but what happened, and every answer is worked out from it again. Slow on
 * purpose; tests and checkers hold the house's decisions against it. Shares no code with the core and takes well-formed
 * commands in order of time only.
 */
import type { Command, PlaceBid } from '../../protocol/command.ts';
import type { Event, RejectReason } from '../../protocol/event.ts';
import {
  due,
  type House,
  isEnglish,
  isOver,
  isOverLimit,
  isRunning,
  type NaiveLot,
  sealedAmounts,
  see,
  sell,
  standing,
  tellPrice,
  touch,
} from './naive-house.ts';
import { obey, whyRefused } from './naive-orders.ts';

/** A house that decides naively. */
export function naiveHouse(): { decide(command: Command): readonly Event[] } {
  const house: House = {
    sale: null,
    held: null,
    hardEnd: Number.POSITIVE_INFINITY,
    lots: [],
    bidders: [],
    decided: [],
    lastOpened: null,
    touched: new Set(),
  };
  return {
    decide(command) {
      const out: Event[] = [];
      house.touched.clear();
      due(house, out, command.at);
      decide(house, out, command);
      return out;
    },
  };
}

function decide(house: House, out: Event[], c: Command): void {
  if (c.type === 'PlaceBid') {
    bid(house, out, c);
    return;
  }
  if (c.type === 'LowerMax') {
    const earlier = house.decided.find((one) => one.id === c.id);
    if (earlier?.bidder === c.bidder) return;
    if (earlier === undefined) house.decided.push({ id: c.id, bidder: c.bidder });
    else {
      out.push({ type: 'CommandRefused', reason: 'malformed' });
      return;
    }
  }
  const refusal = whyRefused(house, c);
  if (refusal !== null) out.push({ type: 'CommandRefused', reason: refusal });
  else obey(house, out, c);
}

function whyNot(house: House, lot: NaiveLot, c: PlaceBid, amount: number, dutchPrice: number): RejectReason | null {
  const sale = house.sale;
  if (sale === null) return 'unknown-lot';
  const who = house.bidders.find((one) => one.id === c.bidder);
  const isFree =
    (c.channel === 'house' && c.bidder === 'house') || (['floor', 'phone'].includes(c.channel) && c.bidder === 'room');
  const isBook = lot.status === 'upcoming' && c.channel === 'book' && isEnglish(lot);
  const isWaiting = isBook || lot.def.format === 'sealed';
  const now = isEnglish(lot) ? standing(house, lot) : null;
  const leads = !isWaiting && now?.leader === c.bidder;
  const left =
    lot.def.format === 'sealed'
      ? sealedAmounts(lot).find((one) => one.bidder === c.bidder)?.amount
      : isBook
        ? now?.book.find((one) => one.bidder === c.bidder)?.max
        : undefined;
  const reserve = lot.def.reserveMinor ?? null;
  const ask = lot.def.format === 'dutch' ? dutchPrice : isWaiting ? (lot.def.openingMinor ?? 0) : (now?.ask ?? 0);
  const tests: readonly (readonly [boolean, RejectReason])[] = [
    [who === undefined && !isFree, 'not-registered'],
    [who?.suspended === true || who?.outOfHouse === true, 'suspended'],
    [house.held !== null, 'held'],
    [lot.status === 'upcoming' && !isBook, 'not-open'],
    [isOver(lot), 'closed'],
    [leads && c.kind === 'bid', 'already-leading'],
    [leads && amount <= (now?.leaderMax ?? 0), 'max-not-raised'],
    [left !== undefined && amount <= left, 'max-not-raised'],
    [!leads && amount < ask, 'below-ask'],
    [now !== null && sale.policies.offLadder === 'refuse' && !now.isOnLadder(amount), 'off-ladder'],
    [!leads && !isWaiting && now?.leader != null && sale.policies.tie === 'refuse' && amount === now.leaderMax, 'tie'],
    [c.channel === 'house' && (reserve === null || amount >= reserve), 'house-at-reserve'],
    [isOverLimit(house, lot, c.bidder, lot.def.format === 'dutch' ? dutchPrice : amount), 'over-limit'],
  ];
  return tests.find(([applies]) => applies)?.[1] ?? null;
}

function bid(house: House, out: Event[], c: PlaceBid): void {
  const lot = house.lots.find((one) => one.def.lotId === c.lot);
  const reject = (reason: RejectReason) => {
    const tail = lot === undefined ? { askMinor: null } : { askMinor: see(house, lot).ask, rev: lot.rev };
    out.push({ type: 'BidRejected', id: c.id, lot: c.lot, bidder: c.bidder, reason, ...tail });
  };
  const earlier = house.decided.find((one) => one.id === c.id);
  if (earlier !== undefined) {
    if (earlier.bidder !== c.bidder) reject('malformed');
    return;
  }
  house.decided.push({ id: c.id, bidder: c.bidder });
  if (lot === undefined) {
    reject('unknown-lot');
    return;
  }
  const amount = isEnglish(lot) && !isOver(lot) ? standing(house, lot).judged(c.amountMinor) : c.amountMinor;
  const { def } = lot;
  const clock =
    def.format === 'dutch' ? def.startMinor - def.dropMinor * Math.floor((c.at - lot.startedAt) / def.everyMs) : 0;
  const reason = whyNot(house, lot, c, amount, clock);
  if (reason !== null) {
    reject(reason);
    return;
  }
  const before = see(house, lot);
  const { id, bidder, kind, channel } = c;
  lot.acts.push({ what: 'bid', id, bidder, amount, kind, channel, early: lot.status === 'upcoming' });
  out.push({ type: 'BidAccepted', id, ...touch(house, lot), bidder, amountMinor: amount, kind, channel });
  if (def.format === 'dutch') {
    sell(house, out, lot, bidder, clock);
    return;
  }
  if (!isRunning(lot)) return;
  if (before.leader !== bidder) {
    lot.status = 'open';
    extend(house, out, lot, c.at);
  }
  tellPrice(house, out, lot, before);
}

function extend(house: House, out: Event[], lot: NaiveLot, at: number): void {
  const rule = house.sale?.policies.extension ?? null;
  if (rule === null || lot.def.format !== 'timed' || lot.closesAt - at > rule.windowMs) return;
  if (rule.maxCount !== null && lot.moved >= rule.maxCount) return;
  const end = Math.min((rule.base === 'bid' ? at : lot.closesAt) + rule.addMs, house.hardEnd);
  if (end <= lot.closesAt) return;
  lot.moved += 1;
  const others = house.lots
    .filter((one) => one !== lot && rule.scope === 'sale' && one.def.format === 'timed' && one.status === 'open')
    .filter((one) => one.closesAt < end)
    .sort((a, b) => a.def.number - b.def.number);
  for (const one of [lot, ...others]) {
    one.closesAt = end;
    out.push({ type: 'LotExtended', ...touch(house, one), closesAt: end });
  }
}
