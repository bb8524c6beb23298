/**
 * Says the ticks of row `paint` in the house's place, in its words and over its bus, in a thread of its own, which takes a tenth of a core. A
 * house with its load takes eight, and a page beside it on two cores is measured by what they leave it.
 */
import { setImmediate as nextTurn, setTimeout as passed } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { subjects } from '../../../protocol/subjects.ts';
import type { Tick } from '../../../protocol/wire.ts';
import { tickText } from '../../speech/ticks.ts';
import { houseBus } from '../floors/house-bus.ts';

type Order = {
  /** Of the stage, and the port of its server. */
  readonly dir: string;
  readonly port: number;
  readonly sale: string;
  /** The last words of the house: a page that joins starts from them, and so do the ticks. */
  readonly from: readonly Tick[];
  readonly ticksPerSecond: number;
  readonly ms: number;
};
export type Ticking = {
  /** How many were said so far. */
  readonly count: () => number;
  /** The last tick of each lot, when all is said. */
  readonly last: Promise<readonly Tick[]>;
  /** When each revision of a lot was said (milliseconds of the clock that a page has too), in their order from the one after `rev`. */
  readonly told: () => ReadonlyMap<string, { readonly rev: number; readonly atMs: readonly number[] }>;
};

/** What leaves the house in one write under five thousand bids a second: some seven ticks, seven hundred times a second. */
const TOGETHER = 7;
const STRIDE = 37;

type Said = { readonly count: Int32Array; readonly atMs: Float64Array };

export function sayTicks(order: Order): Ticking {
  const { from } = order;
  const all = Math.round((order.ticksPerSecond * order.ms) / 1000);
  const said: Said = {
    count: new Int32Array(new SharedArrayBuffer(4)),
    atMs: new Float64Array(new SharedArrayBuffer(8 * all)),
  };
  const worker = new Worker(import.meta.filename, { workerData: { ...order, said } });
  const last = new Promise<readonly Tick[]>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  const count = () => Atomics.load(said.count, 0);
  return {
    count,
    last,
    told() {
      const atMs = from.map((): number[] => []);
      for (let each = 0; each < count(); each += 1)
        atMs[turnOf(each, from.length)]?.push(said.atMs[each] ?? Number.NaN);
      return new Map(from.map(({ lot, rev }, at) => [lot, { rev, atMs: atMs[at] ?? [] }]));
    },
  };
}

/** Lots take turns in no order that one sees. */
const turnOf = (count: number, lots: number): number => (count * STRIDE) % lots;

async function say({ dir, port, sale, from, ticksPerSecond }: Order, said: Said): Promise<readonly Tick[]> {
  const bus = await houseBus(dir, port);
  const ticks = [...from];
  const together = Math.min(TOGETHER, Math.ceil(ticksPerSecond / 100));
  const all = said.atMs.length;
  const began = performance.now();
  for (let count = 0; count < all; ) {
    const due = Math.min(all, ((performance.now() - began) * ticksPerSecond) / 1000);
    if (due < count + together && due < all) {
      await passed(1);
      continue;
    }
    for (let each = 0; each < together && count < all; each += 1, count += 1) {
      const at = turnOf(count, ticks.length);
      const tick = next(ticks[at] as Tick);
      ticks[at] = tick;
      said.atMs[count] = performance.timeOrigin + performance.now();
      bus.publish(subjects.tick(sale, tick.lot), tickText(tick, JSON.stringify(tick.lot)));
    }
    Atomics.store(said.count, 0, count);
    // What is said in one turn leaves in one write.
    await nextTurn();
  }
  await bus.flush();
  await bus.close();
  return ticks;
}

/** One bid more, at what was asked. */
function next(tick: Tick): Tick {
  const { priceMinor, askMinor, last } = tick;
  if (priceMinor === null || askMinor === null || last === null) throw new Error(`lot ${tick.lot} has no price yet`);
  return {
    ...tick,
    ...{ rev: tick.rev + 1, seq: tick.seq + 1, at: Date.now(), bids: tick.bids + 1 },
    ...{ priceMinor: askMinor, askMinor: askMinor + (askMinor - priceMinor), last: { ...last, amountMinor: askMinor } },
  };
}

if (!isMainThread) {
  const { said, ...order } = workerData as Order & { readonly said: Said };
  parentPort?.postMessage(await say(order, said));
}
