/**
 * One sale with all that it needs to run: log, state, proof, sequencer, publisher, feed. Opens from its folder, and comes back held
 * when it was running. Knows no subject and no HTTP.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from '../protocol/codec.ts';
import type { UnstampedCommand } from '../protocol/command.ts';
import type { DoorReason, LogRecord } from '../protocol/event.ts';
import type { Sale } from '../protocol/sale.ts';
import type { Head, SaleWord } from '../protocol/wire.ts';
import { type Board, createBoard } from './board.ts';
import type { HouseClock } from './clock.ts';
import { emptyState, fold, type SaleState, saleView } from './core/sale.ts';
import { createFeed, type Feed } from './http/feed.ts';
import type { LogSecrets } from './identity/logsecrets.ts';
import { type FileJournal, openJournal } from './journal/file.ts';
import type { Limits } from './limits.ts';
import type { Decided, HouseOutcome, Order } from './order.ts';
import { createLogKeeper, type LogKeeper } from './proof/keeper.ts';
import { createReceipts, type Receipts } from './proof/receipts.ts';
import { createPublisher } from './publisher.ts';
import { createReview, type Review } from './review/review.ts';
import { createSequencer, type Sequencer } from './sequencer.ts';
import { createSnapshots, type Snapshots } from './snapshots.ts';

export type Room = {
  readonly id: string;
  readonly sequencer: Sequencer;
  readonly journal: FileJournal;
  readonly keeper: LogKeeper;
  readonly receipts: Receipts;
  readonly review: Review;
  readonly board: Board;
  readonly feed: Feed;
  readonly snapshots: Snapshots;
  readonly state: SaleState;
  /** Submits a command of the house itself; resolves when it is durable or refused. */
  order(command: UnstampedCommand): Promise<HouseOutcome>;
  head(): Head;
  now(): number;
  /** A word to everybody that is not of the log. */
  say(word: SaleWord): void;
  isUpcoming(lot: string): boolean;
  /** True while a lot is open or still to come. */
  isRunning(): boolean;
  /** Notes that the house was alive at this moment: a later restart holds the sale from here. */
  markAlive(): Promise<void>;
  close(): Promise<void>;
};

export type RoomInput = {
  readonly id: string;
  /** The sale's folder: `log/`, `images/`, `alive`. */
  readonly dir: string;
  readonly clock: HouseClock;
  readonly limits: Limits;
  readonly secrets: LogSecrets;
  readonly send: (subject: string, bytes: Uint8Array) => void;
  readonly refuse: (room: string, orders: readonly Order[], reason: DoorReason) => void;
  readonly published: (room: string, batch: readonly Decided[]) => void;
  readonly fault: (cause: unknown) => void;
  readonly warn: (message: string) => void;
};

export class RoomFault extends Error {
  readonly code = 'sale-empty';
}

/** Opens the sale's log; `create` is the sale to begin with when the log is empty. */
export async function openRoom(input: RoomInput, create: Sale | null): Promise<Room> {
  const { id, dir, clock, limits } = input;
  await mkdir(join(dir, 'images'), { recursive: true, mode: 0o700 });
  const state = emptyState();
  const board = createBoard(state);
  let journalRecords: (seq: number) => Iterable<LogRecord> = () => [];
  const keeper = createLogKeeper({
    sale: id,
    secret: input.secrets.secret,
    signingKey: input.secrets.signingKey,
    recordsFrom: (seq) => journalRecords(seq),
  });
  const receipts = createReceipts(id, keeper, (seq) => journalRecords(seq));
  let lastAt = 0;
  const journal = await openJournal({
    dir: join(dir, 'log'),
    onWarn: input.warn,
    onRecord(record) {
      fold(state, record);
      board.apply(record);
      keeper.took([record]);
      receipts.took([record]);
      lastAt = record.at;
    },
  });
  journalRecords = journal.records;
  const feed = createFeed(limits, journal.lastSeq);
  const snapshots = createSnapshots({ saleId: id, state, board, seq: () => journal.lastSeq, now: clock.now });
  const publisher = createPublisher({
    saleId: id,
    state,
    board,
    now: clock.now,
    send: input.send,
    overhear: feed.say,
  });
  const sequencer = createSequencer({
    state,
    lastAt,
    journal,
    clock,
    batchMax: limits.batchMax,
    publish(batch) {
      const records = batch.flatMap(({ record }) => (record === null ? [] : [record]));
      keeper.took(records);
      receipts.took(records);
      snapshots.changed();
      publisher.publish(batch);
      input.published(id, batch);
    },
    refuse: (orders, reason) => input.refuse(id, orders, reason),
    fault: input.fault,
  });
  const alivePath = join(dir, 'alive');

  function orderAt(command: UnstampedCommand, at: number): Promise<HouseOutcome> {
    return new Promise((answer) =>
      sequencer.submit({ command: { ...command, at }, origin: { kind: 'house', answer } }),
    );
  }

  const room: Room = {
    id,
    sequencer,
    journal,
    keeper,
    receipts,
    review: createReview(journal, () => keeper.head(clock.now())),
    board,
    feed,
    snapshots,
    state,
    order: (command) => orderAt(command, clock.now()),
    now: clock.now,
    head() {
      const at = clock.now();
      return { at, seq: journal.lastSeq, revs: snapshots.revs(), log: keeper.head(at) };
    },
    say(word) {
      input.send(snapshots.saleSubject, encode(word));
    },
    isUpcoming: (lot) => snapshots.statusOf(lot) === 'upcoming',
    isRunning: () => snapshots.isRunning(),
    markAlive: () => writeFile(alivePath, String(clock.now()), { mode: 0o600 }),
    async close() {
      await sequencer.drain();
      await writeFile(alivePath, String(clock.now()), { mode: 0o600 });
      feed.close();
      await journal.close();
    },
  };
  if (saleView(state).sale === null) {
    if (create !== null) await room.order({ type: 'CreateSale', sale: create });
    if (saleView(state).sale !== null) return room;
    await room.close();
    throw new RoomFault(`The sale ${id} has no sale in its log, or the rules refuse it; import it again.`);
  }
  if (room.isRunning() && saleView(state).held === null) {
    // Held from when the house was last known to be alive: what was due while it was away is not lost to the bidders.
    const aliveAt = Number(await readFile(alivePath, 'utf8').catch(() => '0'));
    const at = Math.max(lastAt, Math.min(Number.isSafeInteger(aliveAt) ? aliveAt : 0, clock.now()));
    await orderAt({ type: 'HoldSale', reason: 'house restarted' }, at);
  }
  return room;
}
