/**
 * A sale rehearsed on a copy: the real rules on a state in memory, the demonstration's bidders and auctioneer, a clock that is
 * only a number. Gives the records that a log would have; writes nothing, waits for nothing, knows no house.
 */
import type { UnstampedCommand } from '../../protocol/command.ts';
import type { Event, LogRecord } from '../../protocol/event.ts';
import type { Sale } from '../../protocol/sale.ts';
import { publicSale } from '../answers/publicsale.ts';
import { RULES_VERSION } from '../core/rules.ts';
import { emptyState, execute, nextDueAt } from '../core/sale.ts';
import { openFloor } from '../demo/floor.ts';
import { nextOrder } from '../demo/pace.ts';
import { createRandom } from '../sim/random.ts';
import { createBoard } from '../speech/board.ts';
import { tickOf } from '../speech/ticks.ts';
import { type Company, type Press, seat } from './company.ts';

export type RehearsalTerms = {
  /** The same seed and start give the same evening. */
  readonly seed: number;
  /** Where a sale without a schedule begins, in milliseconds since the epoch. */
  readonly startAt: number;
};

export class RehearsalFault extends Error {
  readonly code: 'sale-refused' | 'rehearsal-stuck';
  constructor(code: RehearsalFault['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** The bidders look round, and the auctioneer looks up, this often. */
const LOOK_MS = 500;
/** So many orders in a row refused: nothing would ever come of it. */
const REFUSALS_MAX = 20;
const ENDED: readonly Event['type'][] = ['LotSold', 'LotPassed', 'LotWithdrawn'];

/** The whole sale, record by record, in its own time. It begins when its first timed lot opens, else at `startAt`. */
export function* rehearsal(sale: Sale, terms: RehearsalTerms): Generator<LogRecord, void> {
  const state = emptyState();
  const board = createBoard(state);
  const random = createRandom(terms.seed);
  const openings = sale.lots.flatMap((lot) => ('opensAt' in lot ? [lot.opensAt] : []));
  let now = openings.length === 0 ? terms.startAt : Math.min(...openings);
  let seq = 0;
  const floor = openFloor({
    seq: 0,
    at: now,
    sale: publicSale(sale),
    held: null,
    registered: 0,
    ticks: [],
    standing: null,
  });
  const lots = new Map(floor.lots.map((lot) => [lot.lotId, lot]));
  const open = new Set<string>();
  const waiting = new Set(sale.lots.map((lot) => lot.lotId));
  let heardAt = now;
  let refused = 0;

  /** What the house does with a command, less the journal and the wire. */
  function take(command: UnstampedCommand, company: Company | null): LogRecord {
    const stamped = { ...command, at: now };
    const events = execute(state, stamped);
    seq += 1;
    const record: LogRecord = { seq, at: now, rules: RULES_VERSION, command: stamped, events };
    board.apply(record);
    const touched = new Set<string>();
    for (const event of events) {
      if (event.type === 'SaleCreated') for (const lot of sale.lots) touched.add(lot.lotId);
      if (!('lot' in event) || event.type === 'BidRejected') continue;
      touched.add(event.lot);
      if (event.type === 'LotOpened') open.add(event.lot);
      if (!ENDED.includes(event.type)) continue;
      open.delete(event.lot);
      waiting.delete(event.lot);
    }
    for (const lotId of touched) {
      const tick = tickOf(state, board, lotId);
      const lot = lots.get(lotId);
      if (tick === null || lot === undefined || !floor.take(tick)) continue;
      if (lot.format === 'live' || lot.format === 'dutch') heardAt = now;
      company?.look(lot, tick, now);
    }
    return record;
  }

  const created = take({ type: 'CreateSale', sale }, null);
  if (created.events[0]?.type !== 'SaleCreated')
    throw new RehearsalFault('sale-refused', 'The rules refuse this sale; see docs/reference/sale.md.');
  yield created;
  const company = seat(sale, floor.lots, random);
  for (const { id, paddle, limitMinor } of company.bidders)
    yield take({ type: 'RegisterBidder', bidder: id, paddle, limitMinor }, null);
  for (const lot of floor.lots) {
    const tick = floor.tick(lot.lotId);
    if (tick !== undefined) company.look(lot, tick, now);
  }

  while (waiting.size > 0) {
    const dueAt = nextDueAt(state);
    if (dueAt !== null && dueAt <= now) yield take({ type: 'Clock' }, company);
    for (const press of company.due(now)) {
      const record = take(placeBid(press, floor.tick(press.lot)?.status === 'upcoming', seq), company);
      company.heard(press, record.events);
      yield record;
      const lot = lots.get(press.lot);
      const tick = floor.tick(press.lot);
      if (lot !== undefined && tick !== undefined) company.look(lot, tick, now);
    }
    const order = nextOrder(floor, now - heardAt);
    if (order !== null) {
      const record = take(order, company);
      heardAt = now;
      refused = record.events.some((event) => event.type === 'CommandRefused') ? refused + 1 : 0;
      yield record;
      if (refused >= REFUSALS_MAX)
        throw new RehearsalFault(
          'rehearsal-stuck',
          `The rules refuse ${order.type} of the auctioneer again and again.`,
        );
    }
    // Whoever waits for nothing but the clock looks again: at what is called, and at what is about to close. The rest is looked at when it moves.
    for (const lotId of open) {
      const lot = lots.get(lotId);
      const tick = floor.tick(lotId);
      if (lot === undefined || tick === undefined) continue;
      if (tick.closesAt === null || tick.closesAt - company.lastCallMs <= now) company.look(lot, tick, now);
    }
    if (waiting.size > 0) now = nextMoment();
  }

  /** The next look; while nothing is called and nobody bids, the next thing that is due or planned. */
  function nextMoment(): number {
    const isCalled = floor.lots.some(
      ({ format, lotId }) => (format === 'live' || format === 'dutch') && waiting.has(lotId),
    );
    if (isCalled) return now + LOOK_MS;
    const dueAt = nextDueAt(state);
    const wakesAt = company.wakesAt();
    const closing = [...open].flatMap((lotId) => floor.tick(lotId)?.closesAt ?? []);
    // Who waits for the last minute is woken in time for it.
    const lastCalls = closing.map((at) => at - company.lastCallMs).filter((at) => at > now);
    const isLastCall = closing.some((at) => at - company.lastCallMs <= now);
    const next = Math.min(dueAt ?? Infinity, wakesAt ?? Infinity, ...lastCalls, isLastCall ? now + LOOK_MS : Infinity);
    if (next === Infinity)
      throw new RehearsalFault('rehearsal-stuck', 'A lot is left that nothing will ever open or close.');
    return Math.max(next, now + 1);
  }
}

/** As a desk's bid comes out of the door: a maximum before the opening goes to the book. */
function placeBid(press: Press, isUpcoming: boolean, seq: number): UnstampedCommand {
  const channel = isUpcoming ? 'book' : 'online';
  const { lot, bidder, amountMinor, kind } = press;
  return { type: 'PlaceBid', id: `r${seq}`, lot, bidder, amountMinor, kind, channel };
}
