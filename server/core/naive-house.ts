/** What the naive model remembers, what is due in it, and who promised what (see `naive.ts`). */
import type { Event } from '../../protocol/event.ts';
import type { Lot, Sale } from '../../protocol/sale.ts';
import { type Act, naivePremium, type Standing, standingOf } from './naive-lot.ts';

export type NaiveLot = {
  readonly def: Lot;
  status: 'upcoming' | 'open' | 'warned' | 'sold' | 'passed' | 'withdrawn';
  rev: number;
  opensAt: number;
  closesAt: number;
  startedAt: number;
  moved: number;
  acts: Act[];
  /** Sealed amounts that a void took away. */
  gone: readonly Act[];
  buyer: string | null;
  hammer: number;
};
type NaiveBidder = { readonly id: string; limit: number | null; suspended: boolean; outOfHouse: boolean };
export type House = {
  sale: Sale | null;
  held: number | null;
  hardEnd: number;
  lots: NaiveLot[];
  bidders: NaiveBidder[];
  decided: { readonly id: string; readonly bidder: string }[];
  lastOpened: NaiveLot | null;
  touched: Set<NaiveLot>;
};

export const isOver = (lot: NaiveLot) => ['sold', 'passed', 'withdrawn'].includes(lot.status);
export const isEnglish = (lot: NaiveLot) => lot.def.format === 'live' || lot.def.format === 'timed';
export const isRunning = (lot: NaiveLot) => lot.status === 'open' || lot.status === 'warned';

export function touch(house: House, lot: NaiveLot): { lot: string; rev: number } {
  if (!house.touched.has(lot)) lot.rev += 1;
  house.touched.add(lot);
  return { lot: lot.def.lotId, rev: lot.rev };
}

export type Seen = { price: number | null; leader: string | null; ask: number | null; met: boolean };

export function see(house: House, lot: NaiveLot): Seen {
  const reserve = lot.def.reserveMinor ?? null;
  const met = (price: number | null) => reserve === null || (price !== null && price >= reserve);
  if (!isEnglish(lot)) {
    const price = lot.status === 'sold' ? lot.hammer : null;
    return { price, leader: lot.buyer, ask: null, met: met(price) };
  }
  const now = standing(house, lot);
  return { price: now.price, leader: now.leader, ask: isOver(lot) ? null : now.ask, met: met(now.price) };
}

export function standing(house: House, lot: NaiveLot): Standing {
  if (house.sale === null) throw new Error('no sale');
  return standingOf(house.sale, lot.def, lot.acts, lot.status === 'upcoming');
}

export function tellPrice(house: House, out: Event[], lot: NaiveLot, before: Seen): void {
  const now = see(house, lot);
  if (JSON.stringify(now) === JSON.stringify(before)) return;
  const { price, leader, ask, met } = now;
  out.push({ type: 'PriceChanged', ...touch(house, lot), priceMinor: price, leader, askMinor: ask, reserveMet: met });
}

export function due(house: House, out: Event[], at: number): void {
  if (house.held !== null) return;
  for (;;) {
    const list = house.lots.map((lot, i) => ({ lot, i, when: dueAt(lot), opens: lot.status === 'upcoming' ? 1 : 0 }));
    const [next] = list
      .filter((one) => one.when <= at)
      .sort((a, b) => a.when - b.when || a.opens - b.opens || a.lot.def.number - b.lot.def.number || a.i - b.i);
    if (next === undefined) return;
    if (next.opens === 1) open(house, out, next.lot);
    else close(house, out, next.lot);
  }
}

function dueAt(lot: NaiveLot): number {
  const never = Number.POSITIVE_INFINITY;
  if (lot.def.format === 'timed' || lot.def.format === 'sealed')
    return lot.status === 'upcoming' ? lot.opensAt : lot.status === 'open' ? lot.closesAt : never;
  if (lot.def.format !== 'dutch' || lot.status !== 'open') return never;
  let t = lot.startedAt;
  for (let price = lot.def.startMinor; price >= lot.def.floorMinor; price -= lot.def.dropMinor) t += lot.def.everyMs;
  return t;
}

export function open(house: House, out: Event[], lot: NaiveLot): void {
  const before = see(house, lot);
  lot.status = 'open';
  out.push({ type: 'LotOpened', ...touch(house, lot) });
  tellPrice(house, out, lot, before);
}

export function sell(house: House, out: Event[], lot: NaiveLot, buyer: string, hammer: number): void {
  lot.status = 'sold';
  lot.buyer = buyer;
  lot.hammer = hammer;
  const premiumMinor = naivePremium(house.sale?.premium ?? [], hammer);
  out.push({ type: 'LotSold', ...touch(house, lot), buyer, hammerMinor: hammer, premiumMinor });
}

export function passes(house: House, out: Event[], lot: NaiveLot, reason: string): void {
  lot.status = 'passed';
  out.push({ type: 'LotPassed', ...touch(house, lot), reason });
}

function close(house: House, out: Event[], lot: NaiveLot): void {
  const reserve = lot.def.reserveMinor ?? 0;
  if (lot.def.format !== 'sealed') {
    const seen = see(house, lot);
    if (seen.leader === null || seen.price === null) passes(house, out, lot, 'no-bid');
    else if (seen.price < reserve) passes(house, out, lot, 'reserve-not-met');
    else sell(house, out, lot, seen.leader, seen.price);
    return;
  }
  const ranked = sealedAmounts(lot).sort((a, b) => b.amount - a.amount);
  const [first, second] = ranked;
  if (first === undefined) passes(house, out, lot, 'no-bid');
  else if (first.amount < reserve) passes(house, out, lot, 'reserve-not-met');
  else if (lot.def.pricing === 'first') sell(house, out, lot, first.bidder, first.amount);
  else sell(house, out, lot, first.bidder, Math.max(second?.amount ?? 0, reserve, lot.def.openingMinor));
}

/** In order of the time from which each counts. */
export function sealedAmounts(lot: NaiveLot): { bidder: string; amount: number }[] {
  const standing = lot.acts.filter((act) => !lot.gone.includes(act));
  const last = standing.filter((act, i) => !standing.slice(i + 1).some((later) => later.bidder === act.bidder));
  return last.map((act) => ({ bidder: act.bidder, amount: act.amount }));
}

function promised(house: House, lot: NaiveLot, bidder: string): number {
  if (isOver(lot)) return 0;
  if (lot.def.format === 'sealed') return sealedAmounts(lot).find((one) => one.bidder === bidder)?.amount ?? 0;
  if (!isEnglish(lot)) return 0;
  const now = standing(house, lot);
  if (lot.status === 'upcoming') return now.book.find((one) => one.bidder === bidder)?.max ?? 0;
  return now.leader === bidder ? now.leaderMax : 0;
}

export function isOverLimit(house: House, lot: NaiveLot, bidder: string, amount: number): boolean {
  const policy = house.sale?.policies.limit ?? 'none';
  const limit = house.bidders.find((one) => one.id === bidder)?.limit ?? null;
  if (policy === 'none' || limit === null) return false;
  let sum = amount;
  for (const one of house.lots) {
    if (one.status === 'sold' && one.buyer === bidder) sum += one.hammer;
    if (policy === 'exposure' && one !== lot) sum += promised(house, one, bidder);
  }
  return sum > limit;
}
