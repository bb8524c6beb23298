import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HOUSE_HOLDS, type UnstampedCommand } from '../../protocol/command.ts';
import type { LotStatus } from '../../protocol/sale.ts';
import { subjects } from '../../protocol/subjects.ts';
import type { Snapshot, Tick } from '../../protocol/wire.ts';
import { takeRostrum } from './auctioneer.ts';
import { demoSale } from './sale.ts';

const SALE = 'demo-1';
const CLERK = subjects.clerk(SALE, 'sim');

/** A house of one page: it keeps one lot's status, and can lose a reply. */
function openHouse(options: { readonly held?: string } = {}) {
  const { policies: _, ...sale } = demoSale(SALE, 0);
  const lots = sale.lots.filter((lot) => lot.format === 'live').slice(0, 2);
  const [first] = lots;
  const heard = new Map<string, (message: unknown) => void>();
  const orders: UnstampedCommand[] = [];
  let seq = 10;
  let losesReplies = false;
  const ticks = new Map(lots.map((lot) => [lot.lotId, tickOf(lot.lotId, 'upcoming', 1, seq)]));
  const say = (subject: string, message: unknown) => heard.get(subject)?.(message);
  const turn = (lot: string, status: LotStatus) => {
    seq += 1;
    const tick = tickOf(lot, status, (ticks.get(lot)?.rev ?? 0) + 1, seq);
    ticks.set(lot, tick);
    say(subjects.tick(SALE, '*'), tick);
  };
  const house = {
    first: first?.lotId ?? '',
    orders,
    gaveWay: vi.fn(),
    turn,
    word: (message: object) => say(subjects.sale(SALE), { seq: ++seq, at: 0, ...message }),
    loseReplies: (yes: boolean) => {
      losesReplies = yes;
    },
    session: {
      id: 'sim',
      paddle: null,
      listen: (pattern: string, take: (message: unknown) => void) => void heard.set(pattern, take),
      close: async () => {},
      ask: async (subject: string, message: unknown): Promise<unknown> => {
        if (subject !== CLERK)
          return {
            sale: { ...sale, lots },
            ticks: [...ticks.values()],
            held: options.held === undefined ? null : { reason: options.held, at: 0 },
          } as unknown as Snapshot;
        const order = message as UnstampedCommand;
        orders.push(order);
        await Promise.resolve();
        if (order.type === 'OpenLot') turn(order.lot, 'open');
        if (order.type === 'Pass') {
          house.word({ type: 'override', lot: order.lot, what: 'LotPassed', reason: order.reason });
          turn(order.lot, 'passed');
        }
        if (order.type === 'ResumeSale') house.word({ type: 'resumed', graceMs: order.graceMs });
        if (losesReplies) throw new Error('no reply in time');
        return { outcome: 'accepted', events: [], seq };
      },
    },
  };
  return house;
}

function tickOf(lot: string, status: LotStatus, rev: number, seq: number): Tick {
  const quiet = {
    priceMinor: null,
    askMinor: 100,
    leader: null,
    reserveMet: false,
    closesAt: null,
    bids: 0,
    last: null,
  };
  return { ...quiet, lot, status, rev, seq, at: 0 } as unknown as Tick;
}

const types = (orders: readonly UnstampedCommand[]) => orders.map(({ type }) => type);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('his own acts do not make him give way, also a pass, which is a word and a tick', async () => {
  const house = openHouse();
  const rostrum = await takeRostrum(house.session, SALE, house.gaveWay);
  await vi.advanceTimersByTimeAsync(33_000);
  expect(types(house.orders)).toEqual(['OpenLot', 'Pass', 'OpenLot']);
  expect(house.gaveWay).not.toHaveBeenCalled();
  rostrum.stop();
});

test('an act of his whose reply was lost is still his', async () => {
  const house = openHouse();
  house.loseReplies(true);
  const rostrum = await takeRostrum(house.session, SALE, house.gaveWay);
  await vi.advanceTimersByTimeAsync(10_000);
  house.loseReplies(false);
  await vi.advanceTimersByTimeAsync(23_000);
  expect(types(house.orders)).toEqual(['OpenLot', 'Pass', 'OpenLot']);
  expect(house.gaveWay).not.toHaveBeenCalled();
  rostrum.stop();
});

test('a clerk who acts has the sale for good', async () => {
  const house = openHouse();
  await takeRostrum(house.session, SALE, house.gaveWay);
  await vi.advanceTimersByTimeAsync(6_000);
  house.turn(house.first, 'withdrawn');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(house.gaveWay).toHaveBeenCalledOnce();
  expect(types(house.orders)).toEqual(['OpenLot']);
});

test.each(Object.values(HOUSE_HOLDS))(
  'a hold of the house (%s) is no clerk: he lets the sale go on',
  async (reason) => {
    const house = openHouse();
    const rostrum = await takeRostrum(house.session, SALE, house.gaveWay);
    house.word({ type: 'held', reason });
    await vi.advanceTimersByTimeAsync(4_000);
    expect(types(house.orders)).toEqual(['ResumeSale']);
    expect(house.gaveWay).not.toHaveBeenCalled();
    rostrum.stop();
  },
);

test('a sale that comes back held from a restart goes on; one that a clerk holds does not', async () => {
  const restarted = openHouse({ held: HOUSE_HOLDS.restarted });
  const one = await takeRostrum(restarted.session, SALE, restarted.gaveWay);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(types(restarted.orders)).toEqual(['ResumeSale']);
  one.stop();
  const held = openHouse({ held: 'A moment, please' });
  const other = await takeRostrum(held.session, SALE, held.gaveWay);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(held.orders).toEqual([]);
  other.stop();
});

test('a clerk who holds the sale has it', async () => {
  const house = openHouse();
  await takeRostrum(house.session, SALE, house.gaveWay);
  house.word({ type: 'held', reason: 'A moment, please' });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(house.gaveWay).toHaveBeenCalledOnce();
  expect(house.orders).toEqual([]);
});
