/** One lot worked out from all that happened to it, by sorting the maxima (the naive model's half; see `naive.ts`). */
import type { BidKind, Channel } from '../../protocol/command.ts';
import type { Increments, Lot, Sale } from '../../protocol/sale.ts';

/** What happened to a lot, in order: an accepted bid, a lowering, an ask that was set. `early`: before the opening. */
export type Act = {
  readonly what: 'bid' | 'lower' | 'ask';
  readonly id: string;
  readonly bidder: string;
  readonly amount: number;
  readonly kind: BidKind;
  readonly channel: Channel;
  readonly early: boolean;
};

type Maximum = { readonly bidder: string; readonly max: number; readonly channel: Channel };
export type Standing = {
  readonly price: number | null;
  readonly leader: string | null;
  readonly leaderMax: number;
  readonly ask: number | null;
  readonly book: readonly Maximum[];
  judged(amount: number): number;
  isOnLadder(amount: number): boolean;
};
type Table = { price: number | null; ask: number; setAsk: number | null; maxima: Maximum[] };

/** Where an English lot stands after these acts. */
export function standingOf(sale: Sale, lot: Lot, acts: readonly Act[], isUpcoming: boolean): Standing {
  const table: Table = { price: null, ask: lot.openingMinor ?? 0, setAsk: null, maxima: [] };
  const ladder = sale.increments;
  const judged = (amount: number): number => {
    if (sale.policies.offLadder !== 'down' || amount === table.ask) return amount;
    let down = amount;
    while (down > 0 && !onLadder(ladder, down)) down -= 1;
    return amount >= table.ask && down < table.ask ? table.ask : down;
  };
  const fits = (amount: number) => amount === table.ask || onLadder(ladder, amount);
  let book: Maximum[] = [];
  for (const act of acts.filter((one) => one.early)) {
    const mine = book.find((one) => one.bidder === act.bidder);
    if (act.what === 'lower') {
      if (mine !== undefined && act.amount < mine.max)
        book = book.map((one) => (one === mine ? { ...one, max: act.amount } : one));
      continue;
    }
    const max = judged(act.amount);
    if (max < table.ask || (mine !== undefined && max <= mine.max)) continue;
    if (sale.policies.offLadder === 'refuse' && !fits(max)) continue;
    book = [...book.filter((one) => one !== mine), { bidder: act.bidder, max, channel: 'book' }];
  }
  if (!isUpcoming) {
    for (const { bidder, max } of book) take(sale, lot, table, bidder, max, 'max', 'book', () => true);
    for (const act of acts.filter((one) => !one.early)) {
      const [first, ...rest] = table.maxima;
      if (act.what === 'ask') {
        table.ask = act.amount;
        table.setAsk = act.amount;
      } else if (act.what === 'lower') {
        if (first?.bidder === act.bidder && act.amount > (table.price ?? 0) && act.amount < first.max)
          table.maxima = [{ ...first, max: act.amount }, ...rest];
      } else take(sale, lot, table, act.bidder, judged(act.amount), act.kind, act.channel, fits);
    }
  }
  const [first] = table.maxima;
  return {
    price: table.price,
    leader: first?.bidder ?? null,
    leaderMax: first?.max ?? 0,
    ask: table.ask,
    book,
    judged,
    isOnLadder: fits,
  };
}

/** Takes one bid if the rules let it stand: the maxima are sorted again, the price follows from the two highest. */
function take(
  sale: Sale,
  lot: Lot,
  table: Table,
  bidder: string,
  amount: number,
  kind: BidKind,
  channel: Channel,
  fits: (amount: number) => boolean,
): void {
  const { policies, increments } = sale;
  const [old, ...others] = table.maxima;
  const isLeader = old?.bidder === bidder;
  const reserve = lot.reserveMinor ?? null;
  if (isLeader ? kind === 'bid' || amount <= old.max : amount < table.ask) return;
  if (policies.offLadder === 'refuse' && !fits(amount)) return;
  if (!isLeader && policies.tie === 'refuse' && amount === old?.max) return;
  if (channel === 'house' && (reserve === null || amount >= reserve)) return;

  const isTie = !isLeader && amount === old?.max;
  const isRoomFirst =
    policies.tie === 'room' && isTie && /floor|phone/.test(channel) && /online|book/.test(old.channel);
  const mine: Maximum = { bidder, max: amount, channel };
  const rest = table.maxima.filter((one) => one.bidder !== bidder);
  // A stable sort keeps the earlier of equals first, unless the room comes before.
  table.maxima = (isRoomFirst ? [mine, ...rest] : [...rest, mine]).sort((a, b) => b.max - a.max);
  const leads = table.maxima[0]?.bidder === bidder;
  const up = (price: number) => nextAbove(increments, price);
  const runnerUp = others[0]?.max;
  let price: number;
  if (old === undefined) price = kind === 'bid' ? amount : table.ask;
  else if (isLeader) {
    price = table.price ?? 0;
    if (policies.leaderRaise === 'reprice' && runnerUp !== undefined)
      price = Math.max(price, Math.min(amount, up(runnerUp)));
  } else if (isTie) price = amount;
  else if (!leads) price = Math.min(old.max, up(amount));
  else price = kind === 'bid' ? amount : Math.min(amount, Math.max(table.setAsk ?? 0, up(old.max)));
  const top = table.maxima[0]?.max ?? 0;
  if (reserve !== null && top >= reserve) price = Math.max(price, reserve);
  if (reserve !== null && top < reserve && policies.reserve === 'full') price = top;
  table.price = price;
  table.setAsk = null;
  table.ask = up(price);
}

/** The least value above, from a list of the ladder's values or the row of the table. */
export function nextAbove(increments: Increments, price: number): number {
  if (increments.kind === 'steps') return price + stepOf(increments, price);
  return values(increments.minorPerUnit ?? 100, price * 10).find((value) => value > price) ?? Number.NaN;
}

function onLadder(increments: Increments, amount: number): boolean {
  if (increments.kind === 'steps') return amount % stepOf(increments, amount) === 0;
  return values(increments.minorPerUnit ?? 100, amount * 10).includes(amount);
}

function stepOf(increments: Increments & { kind: 'steps' }, price: number): number {
  const rows = increments.rows.filter(([from]) => (increments.bound === 'low' ? from <= price : from < price));
  return (rows.at(-1) ?? increments.rows[0])?.[1] ?? Number.NaN;
}

function values(unit: number, upTo: number): number[] {
  const list = [10, 20, 30, 40, 50, 60, 70, 80, 90];
  for (let power = 100; power * unit <= upTo + 1000 * unit; power *= 10) {
    for (let tenths = 10; tenths < 20; tenths += 1) list.push((tenths * power) / 10);
    for (let n = 2; n < 5; n += 1) for (const t of [0, 2, 5, 8]) list.push(n * power + (t * power) / 10);
    for (let fives = 10; fives < 20; fives += 1) list.push((fives * power) / 2);
  }
  return list.map((value) => value * unit);
}

/** The premium by whole minor units of each tier, in BigInt. */
export function naivePremium(tiers: readonly (readonly [number, number])[], hammer: number): number {
  const parts = tiers.map(([from, rate], i) => {
    const to = tiers[i + 1]?.[0] ?? Number.POSITIVE_INFINITY;
    return BigInt(Math.max(0, Math.min(hammer, to) - from)) * BigInt(rate);
  });
  const total = parts.reduce((sum, part) => sum + part, 0n);
  return Number((total * 2n + 10_000n) / 20_000n);
}
