/** Orders of the naive model: why each is refused, and what it does (see `naive.ts`). */
import type { Command, PlaceBid } from '../../protocol/command.ts';
import type { Event, RefuseReason } from '../../protocol/event.ts';
import type { Lot } from '../../protocol/sale.ts';
import {
  type House,
  isEnglish,
  isOver,
  isRunning,
  type NaiveLot,
  open,
  passes,
  see,
  sell,
  standing,
  tellPrice,
  touch,
} from './naive-house.ts';
import type { Act } from './naive-lot.ts';

type Order = Exclude<Command, PlaceBid>;

export function whyRefused(house: House, c: Order): RefuseReason | null {
  const lot = 'lot' in c ? house.lots.find((one) => one.def.lotId === c.lot) : undefined;
  const bidden = c.type === 'VoidBid' ? findBid(house, c.bidId) : undefined;
  const isKnown = 'bidder' in c && house.bidders.some((one) => one.id === c.bidder);
  const mayWhileHeld = ['ResumeSale', 'VoidBid', 'RegisterBidder', 'SuspendBidder', 'ReinstateBidder', 'Clock'];
  const running = house.lots.find((one) => isRunning(one) && ['live', 'dutch'].includes(one.def.format));
  const isLive = lot !== undefined && lot.def.format === 'live' && isRunning(lot);
  const now = lot !== undefined && isEnglish(lot) ? standing(house, lot) : null;
  const seen = lot === undefined ? null : see(house, lot);
  const book =
    c.type === 'LowerMax' && lot?.status === 'upcoming' ? now?.book.find((one) => one.bidder === c.bidder) : undefined;
  const max = c.type === 'LowerMax' ? (book?.max ?? (now?.leader === c.bidder ? now.leaderMax : undefined)) : undefined;
  const floor = book === undefined ? (now?.price ?? 0) + 1 : (lot?.def.openingMinor ?? 0);
  const wrong: Readonly<Record<Order['type'], boolean>> = {
    CreateSale: house.sale !== null,
    RegisterBidder: false,
    SuspendBidder: false,
    ReinstateBidder: false,
    OpenLot: lot?.status !== 'upcoming' || !['live', 'dutch'].includes(lot.def.format),
    LowerMax: lot === undefined || isOver(lot) || max === undefined,
    SetAsk: !isLive,
    FairWarning: !isLive || lot.status === 'warned',
    Hammer: !isLive,
    Pass: lot === undefined || !isRunning(lot) || !['live', 'dutch'].includes(lot.def.format),
    Withdraw: lot !== undefined && isOver(lot),
    Reopen: !(lot?.def.format === 'live' && /sold|passed/.test(lot.status) && house.lastOpened === lot),
    VoidBid: bidden !== undefined && isOver(bidden.lot),
    HoldSale: false,
    ResumeSale: house.held === null,
    Clock: false,
  };
  const tests: readonly (readonly [boolean, RefuseReason])[] = [
    [house.sale === null && c.type !== 'CreateSale', 'wrong-state'],
    ['lot' in c && lot === undefined, 'unknown-lot'],
    ['bidder' in c && c.type !== 'RegisterBidder' && !isKnown, 'unknown-bidder'],
    [c.type === 'VoidBid' && (bidden === undefined || bidden.lot.status === 'upcoming'), 'unknown-bid'],
    [c.type === 'VoidBid' && bidden?.lot.def.format === 'dutch', 'unknown-bid'],
    [house.held !== null && !mayWhileHeld.includes(c.type), 'held'],
    [c.type === 'OpenLot' && running !== undefined && running !== lot, 'another-lot-open'],
    [wrong[c.type], 'wrong-state'],
    [c.type === 'Hammer' && seen?.leader === null, 'no-bid'],
    [c.type === 'Hammer' && seen?.met === false, 'reserve-not-met'],
    [c.type === 'SetAsk' && now?.price != null && c.askMinor <= now.price, 'below-price'],
    [c.type === 'LowerMax' && c.amountMinor < floor, 'below-price'],
    [c.type === 'LowerMax' && c.amountMinor >= (max ?? 0), 'max-not-lowered'],
  ];
  return tests.find(([applies]) => applies)?.[1] ?? null;
}

function findBid(house: House, id: string): { readonly lot: NaiveLot; readonly act: Act } | undefined {
  for (const lot of house.lots) {
    const act = lot.acts.find((one) => one.what === 'bid' && one.id === id);
    if (act !== undefined) return { lot, act };
  }
  return undefined;
}

export function obey(house: House, out: Event[], c: Order): void {
  const lot = 'lot' in c ? house.lots.find((one) => one.def.lotId === c.lot) : undefined;
  const who = 'bidder' in c ? house.bidders.find((one) => one.id === c.bidder) : undefined;
  switch (c.type) {
    case 'CreateSale':
      house.sale = c.sale;
      house.hardEnd = c.sale.policies.extension?.hardEndAt ?? Number.POSITIVE_INFINITY;
      house.lots = c.sale.lots.map(naiveLot);
      out.push({ type: 'SaleCreated', sale: c.sale });
      return;
    case 'RegisterBidder':
      if (who === undefined)
        house.bidders.push({ id: c.bidder, limit: c.limitMinor, suspended: false, outOfHouse: false });
      else who.limit = c.limitMinor;
      out.push({ type: 'BidderRegistered', bidder: c.bidder, limitMinor: c.limitMinor });
      return;
    case 'SuspendBidder':
      if (who !== undefined && c.by === 'house') who.outOfHouse = true;
      else if (who !== undefined) who.suspended = true;
      if (c.by === 'house') out.push({ type: 'BidderSuspended', bidder: c.bidder, reason: c.reason, by: 'house' });
      else out.push({ type: 'BidderSuspended', bidder: c.bidder, reason: c.reason });
      return;
    case 'ReinstateBidder':
      if (who !== undefined && c.by === 'house') who.outOfHouse = false;
      else if (who !== undefined) who.suspended = false;
      if (c.by === 'house') out.push({ type: 'BidderReinstated', bidder: c.bidder, by: 'house' });
      else out.push({ type: 'BidderReinstated', bidder: c.bidder });
      return;
    case 'HoldSale':
      house.held = c.at;
      out.push({ type: 'SaleHeld', reason: c.reason });
      return;
    case 'ResumeSale': {
      const shift = c.at - (house.held ?? 0) + c.graceMs;
      house.held = null;
      house.hardEnd += shift;
      for (const one of house.lots) {
        if (isOver(one)) continue;
        one.closesAt += shift;
        if (one.status === 'upcoming') one.opensAt += shift;
        one.startedAt += shift;
      }
      out.push({ type: 'SaleResumed', graceMs: c.graceMs });
      return;
    }
    case 'VoidBid': {
      const found = findBid(house, c.bidId);
      if (found !== undefined) voids(house, out, found.lot, found.act, c.reason);
      return;
    }
    case 'Clock':
      return;
  }
  if (lot !== undefined) obeyOnLot(house, out, lot, c);
}

function naiveLot(def: Lot): NaiveLot {
  const isTimed = def.format === 'timed' || def.format === 'sealed';
  return {
    def,
    status: 'upcoming',
    rev: 0,
    opensAt: isTimed ? def.opensAt : 0,
    closesAt: isTimed ? def.closesAt : 0,
    startedAt: 0,
    moved: 0,
    acts: [],
    gone: [],
    buyer: null,
    hammer: 0,
  };
}

function voids(house: House, out: Event[], lot: NaiveLot, act: Act, reason: string): void {
  const before = see(house, lot);
  if (lot.def.format === 'sealed') {
    lot.acts = lot.acts.filter((one) => one !== act);
    lot.gone = [...lot.gone, ...lot.acts.filter((one) => one.bidder === act.bidder)];
  } else if (house.sale?.policies.void === 'revivesNothing') lot.acts = [];
  else lot.acts = lot.acts.filter((one) => one !== act && one.what !== 'ask');
  lot.status = 'open';
  out.push({ type: 'BidVoided', ...touch(house, lot), bidId: act.id, reason });
  tellPrice(house, out, lot, before);
}

function obeyOnLot(house: House, out: Event[], lot: NaiveLot, c: Extract<Order, { lot: string }>): void {
  switch (c.type) {
    case 'OpenLot':
      lot.startedAt = c.at;
      house.lastOpened = lot;
      open(house, out, lot);
      return;
    case 'LowerMax': {
      const { id, bidder, amountMinor } = c;
      lot.acts.push({
        what: 'lower',
        id,
        bidder,
        amount: amountMinor,
        kind: 'max',
        channel: 'book',
        early: lot.status === 'upcoming',
      });
      out.push({ type: 'MaxLowered', id, ...touch(house, lot), bidder, amountMinor });
      return;
    }
    case 'SetAsk': {
      const { askMinor, reason } = c;
      lot.acts.push({ what: 'ask', id: '', bidder: '', amount: askMinor, kind: 'bid', channel: 'floor', early: false });
      out.push({ type: 'AskSet', ...touch(house, lot), askMinor, reason });
      return;
    }
    case 'FairWarning':
      lot.status = 'warned';
      out.push({ type: 'FairWarningGiven', ...touch(house, lot) });
      return;
    case 'Hammer': {
      const seen = see(house, lot);
      sell(house, out, lot, seen.leader ?? '', seen.price ?? 0);
      return;
    }
    case 'Pass':
      passes(house, out, lot, c.reason);
      return;
    case 'Withdraw':
      lot.status = 'withdrawn';
      out.push({ type: 'LotWithdrawn', ...touch(house, lot), reason: c.reason });
      return;
    case 'Reopen':
      lot.status = 'open';
      lot.buyer = null;
      out.push({ type: 'LotReopened', ...touch(house, lot), reason: c.reason });
      return;
  }
}
