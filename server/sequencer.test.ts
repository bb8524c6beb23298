import { describe, expect, it } from 'vitest';
import type { UnstampedCommand } from '../protocol/command.ts';
import type { DoorReason, LogRecord } from '../protocol/event.ts';
import type { BidReply, Tick } from '../protocol/wire.ts';
import { type SteeredClock, steeredClock } from './clock.ts';
import { emptyState } from './core/sale.ts';
import type { Journal } from './journal/journal.ts';
import type { Decided, Order, Origin } from './order.ts';
import { createPublisher } from './publisher.ts';
import { createSequencer, type Sequencer } from './sequencer.ts';
import { createBoard } from './speech/board.ts';
import { liveLot, smallSale, timedLot } from './stage/sales.ts';

const START_AT = 1_700_000_000_000;

/** A sequencer with its publisher on a journal that does as it is told. */
type Bench = {
  readonly sequencer: Sequencer;
  readonly clock: SteeredClock;
  readonly appended: LogRecord[][];
  readonly said: { readonly subject: string; readonly message: unknown }[];
  readonly refused: (readonly [Order, DoorReason])[];
  readonly faults: unknown[];
  /** Lets the batch under way become durable, or fail. */
  settle(cause?: Error): Promise<void>;
  order(command: UnstampedCommand, origin?: Origin, at?: number): void;
  bid(id: string, bidder: string, amountMinor: number, kind?: 'bid' | 'max'): void;
  /** Runs what was put off to a later turn. */
  turn(): void;
};

function bench(sale = smallSale('s1'), batchMax = 100): Bench {
  const clock = steeredClock(START_AT);
  const state = emptyState();
  const board = createBoard(state);
  const appended: LogRecord[][] = [];
  const said: { subject: string; message: unknown }[] = [];
  const refused: [Order, DoorReason][] = [];
  const faults: unknown[] = [];
  let waiting: { resolve: () => void; reject: (cause: Error) => void } | null = null;
  let turns: (() => void)[] = [];
  const journal: Journal = {
    append(batch) {
      appended.push([...batch]);
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
      });
    },
    async *read() {},
    room: () => true,
    get lastSeq() {
      return appended.flat().length;
    },
    close: () => Promise.resolve(),
  };
  const spoken: LogRecord[] = [];
  const publisher = createPublisher({
    saleId: sale.saleId,
    state,
    board,
    now: clock.now,
    seqOf: (id) => spoken.find(({ command }) => 'id' in command && command.id === id)?.seq ?? null,
    send: (subject, bytes) => void said.push({ subject, message: JSON.parse(Buffer.from(bytes).toString()) }),
  });
  const sequencer = createSequencer({
    state,
    lastAt: 0,
    journal,
    clock,
    batchMax,
    publish(batch) {
      publisher.publish(batch);
      spoken.push(...batch.flatMap(({ record }) => record ?? []));
    },
    refuse: (orders, reason) => void refused.push(...orders.map((order): [Order, DoorReason] => [order, reason])),
    fault: (cause) => void faults.push(cause),
    defer: (call) => void turns.push(call),
  });
  const self: Bench = {
    sequencer,
    clock,
    appended,
    said,
    refused,
    faults,
    async settle(cause) {
      if (cause === undefined) waiting?.resolve();
      else waiting?.reject(cause);
      waiting = null;
      await Promise.resolve();
      await Promise.resolve();
    },
    order(command, origin = { kind: 'house', answer: () => {} }, at = clock.now()) {
      sequencer.submit({ command: { ...command, at }, origin });
    },
    bid(id, bidder, amountMinor, kind = 'bid') {
      const command = { type: 'PlaceBid', id, lot: 'l1', bidder, amountMinor, kind, channel: 'online' } as const;
      const request = { id, lot: 'l1', kind, amountMinor, basedOnRev: 0, sentAt: 0 };
      self.order(command, { kind: 'bid', reply: `to.${bidder}.${id}`, id, bidder, request });
    },
    turn() {
      const due = turns;
      turns = [];
      for (const call of due) call();
    },
  };
  self.order({ type: 'CreateSale', sale });
  for (const bidder of ['anna', 'ben']) self.order({ type: 'RegisterBidder', bidder, limitMinor: null });
  return self;
}

async function opened(sale = smallSale('s1'), batchMax = 100): Promise<Bench> {
  const made = bench(sale, batchMax);
  if (sale.lots[0]?.format === 'live') made.order({ type: 'OpenLot', lot: 'l1' });
  made.turn();
  await made.settle();
  made.said.length = 0;
  return made;
}

const replies = ({ said }: Bench) =>
  said.filter(({ subject }) => subject.startsWith('to.')).map(({ message }) => message as BidReply);
const ticks = ({ said }: Bench) =>
  said.filter(({ subject }) => subject.startsWith('rostrum.v1.tick')).map(({ message }) => message as Tick);

describe('the sequencer', () => {
  it('says nothing before it is durable', async () => {
    const house = await opened();
    house.bid('a1', 'anna', 1_000);
    house.turn();
    expect(house.appended.at(-1)).toHaveLength(1);
    expect(house.said).toEqual([]);
    await house.settle();
    expect(replies(house)).toMatchObject([{ id: 'a1', outcome: 'accepted', seq: 5 }]);
  });

  it('makes what came in one turn durable as one batch, and what comes meanwhile as the next', async () => {
    const house = await opened();
    house.bid('a1', 'anna', 1_000);
    house.bid('b1', 'ben', 1_100);
    house.turn();
    house.bid('a2', 'anna', 1_200);
    house.turn();
    expect(house.appended.slice(1).map((batch) => batch.map(({ seq }) => seq))).toEqual([[5, 6]]);
    await house.settle();
    house.turn();
    await house.settle();
    expect(house.appended.slice(1).map((batch) => batch.map(({ seq }) => seq))).toEqual([[5, 6], [7]]);
    expect(replies(house).map(({ id }) => id)).toEqual(['a1', 'b1', 'a2']);
  });

  it('takes no more than a batch at a time', async () => {
    const house = await opened(smallSale('s1'), 3);
    // What is left of the setting up.
    house.turn();
    await house.settle();
    for (let n = 0; n < 7; n += 1) house.bid(`a${n}`, 'anna', 1);
    for (let n = 0; n < 4; n += 1) {
      house.turn();
      await house.settle();
    }
    expect(Math.max(...house.appended.map(({ length }) => length))).toBe(3);
    expect(replies(house)).toHaveLength(7);
  });

  it('folds the ticks of one lot in one batch, and says where they began; decisions and records never', async () => {
    const house = await opened();
    house.bid('a1', 'anna', 1_000);
    house.bid('b1', 'ben', 1_100);
    house.bid('a2', 'anna', 1_200);
    house.turn();
    await house.settle();
    expect(ticks(house)).toMatchObject([{ rev: 4, fromRev: 1, seq: 7, priceMinor: 1_200, leader: '1' }]);
    expect(replies(house)).toHaveLength(3);
    expect(house.appended.at(-1)).toHaveLength(3);
  });

  it('gives the first decision of an id again, and journals it once', async () => {
    const house = await opened();
    house.bid('a1', 'anna', 1_000);
    house.bid('a1', 'anna', 1_000);
    house.turn();
    await house.settle();
    house.bid('b1', 'ben', 1_100);
    house.turn();
    await house.settle();
    house.bid('a1', 'anna', 9_999);
    house.turn();
    await house.settle();
    expect(replies(house)).toMatchObject([
      { id: 'a1', outcome: 'accepted' },
      { id: 'a1', outcome: 'accepted', duplicate: true },
      { id: 'b1', outcome: 'accepted' },
      { id: 'a1', outcome: 'accepted', duplicate: true, leading: false },
    ]);
    expect(replies(house)[0]).not.toHaveProperty('duplicate');
    // Its own place in the log too, whether it was decided in this batch or in one before.
    const [first, again, , late] = replies(house) as readonly { readonly seq?: number }[];
    expect(first?.seq).toBeGreaterThan(0);
    expect([again?.seq, late?.seq]).toEqual([first?.seq, first?.seq]);
    expect(house.appended.flat().filter(({ command }) => 'id' in command && command.id === 'a1')).toHaveLength(1);
  });

  it('has time never fall, whatever the clock says', async () => {
    const house = await opened();
    house.clock.advanceTo(START_AT + 100);
    house.bid('a1', 'anna', 1_000);
    house.order({ type: 'FairWarning', lot: 'l1' }, undefined, START_AT - 5_000);
    house.turn();
    await house.settle();
    expect(house.appended.at(-1)?.map(({ at }) => at)).toEqual([START_AT + 100, START_AT + 100]);
    expect(house.appended.at(-1)?.[1]?.events[0]).toMatchObject({ type: 'FairWarningGiven' });
  });

  it('closes a timed lot by itself at its time, by a Clock command', async () => {
    const house = await opened(smallSale('s1', [timedLot('l1', 1, START_AT + 10, START_AT + 1_000)]));
    house.clock.advanceTo(START_AT + 10);
    house.turn();
    await house.settle();
    house.clock.advanceTo(START_AT + 999);
    house.turn();
    expect(ticks(house).map(({ status }) => status)).toEqual(['open']);
    house.clock.advanceTo(START_AT + 1_000);
    house.turn();
    await house.settle();
    expect(ticks(house).map(({ status }) => status)).toEqual(['open', 'passed']);
    expect(house.appended.at(-1)?.[0]?.command).toEqual({ type: 'Clock', at: START_AT + 1_000 });
  });

  it('stops at the first journal fault: refuses what waits and what comes, and publishes nothing of the batch', async () => {
    const house = await opened();
    house.bid('a1', 'anna', 1_000);
    house.turn();
    house.bid('b1', 'ben', 1_100);
    await house.settle(new Error('disk full'));
    house.bid('a2', 'anna', 1_200);
    house.turn();
    expect(house.said).toEqual([]);
    expect(house.refused.map(([order, reason]) => [order.origin.kind === 'bid' && order.origin.id, reason])).toEqual([
      ['a1', 'journal-unavailable'],
      ['b1', 'journal-unavailable'],
      ['a2', 'journal-unavailable'],
    ]);
    expect(house.faults).toHaveLength(1);
    expect(house.appended).toHaveLength(2);
  });

  it('answers a reader of durable states only', async () => {
    const house = await opened();
    house.bid('a1', 'anna', 1_000);
    house.turn();
    const seen: (number | null | undefined)[] = [];
    house.sequencer.read((state) => seen.push(state.lots.get('l1')?.priceMinor));
    expect(seen).toEqual([]);
    await house.settle();
    expect(seen).toEqual([1_000]);
  });

  it('waits while it is paused, takes first what it is given to resume, and drains to the end', async () => {
    const house = await opened(smallSale('s1', [liveLot('l1', 1)]));
    house.sequencer.pause();
    house.bid('a1', 'anna', 1_000);
    house.turn();
    expect(house.appended).toHaveLength(1);
    const hold: Order = {
      command: { type: 'HoldSale', reason: 'bus lost', at: START_AT },
      origin: { kind: 'house', answer: () => {} },
    };
    house.sequencer.resume(hold);
    const drained = house.sequencer.drain();
    house.turn();
    await house.settle();
    await drained;
    expect(replies(house)).toMatchObject([{ id: 'a1', outcome: 'rejected', reason: 'held' }]);
    house.bid('a2', 'anna', 1_000);
    expect(house.refused.at(-1)?.[1]).toBe('overloaded');
  });
});

describe('the publisher', () => {
  it('tells nobody of a maximum, or of who else bids', async () => {
    const house = await opened();
    house.bid('a1', 'anna', 7_777, 'max');
    house.turn();
    await house.settle();
    house.bid('b1', 'ben', 5_555, 'max');
    house.turn();
    await house.settle();
    house.bid('a2', 'anna', 8_888, 'max');
    house.turn();
    await house.settle();
    const open = house.said.filter(({ subject }) => !subject.endsWith('.anna') && !subject.startsWith('to.anna'));
    expect(open.length).toBeGreaterThan(4);
    expect(JSON.stringify(open)).not.toMatch(/7777|8888|anna/);
    const toAnna = house.said
      .filter(({ subject }) => subject === 'rostrum.v1.you.s1.anna')
      .map(({ message }) => message);
    expect(toAnna).toContainEqual(expect.objectContaining({ type: 'max', maxMinor: 8_888 }));
    expect(JSON.stringify(toAnna)).not.toMatch(/5555|ben/);
  });

  it('tells the one who was outbid, and the one who leads now', async () => {
    const house = await opened();
    house.bid('a1', 'anna', 1_000);
    house.bid('b1', 'ben', 1_100);
    house.turn();
    await house.settle();
    const notices = (bidder: string) =>
      house.said
        .filter(({ subject }) => subject === `rostrum.v1.you.s1.${bidder}`)
        .map(({ message }) => (message as Decided & { type: string }).type);
    expect(notices('anna')).toEqual(['leading', 'outbid']);
    expect(notices('ben')).toEqual(['leading']);
  });

  it('speaks in one order: the word before the tick, each lot once', async () => {
    const house = await opened();
    house.bid('a1', 'anna', 1_000);
    house.order({ type: 'Withdraw', lot: 'l1', reason: 'broken' });
    house.turn();
    await house.settle();
    expect(house.said.map(({ subject }) => subject.split('.').slice(0, 3).join('.'))).toEqual([
      'rostrum.v1.you',
      'to.anna.a1',
      'rostrum.v1.sale',
      'rostrum.v1.tick',
    ]);
  });
});
