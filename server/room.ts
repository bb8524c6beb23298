/**
 * One sale with all that it needs to run: log, state, proof, sequencer, publisher, feed. Opens from its folder, and comes back held
 * when it had begun. Knows no subject and no HTTP.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from '../protocol/codec.ts';
import { HOUSE_HOLDS, type UnstampedCommand } from '../protocol/command.ts';
import type { DoorReason, LogRecord } from '../protocol/event.ts';
import type { Sale } from '../protocol/sale.ts';
import type { Head, LogHead, SaleWord } from '../protocol/wire.ts';
import { keepBooks } from './answers/bookkeeping.ts';
import { follow } from './answers/follower.ts';
import { createSnapshots, type Snapshots } from './answers/snapshots.ts';
import { createStory, type Story } from './answers/story.ts';
import type { HouseClock } from './clock.ts';
import { placeOf, type SaleState, saleView } from './core/sale.ts';
import type { Limits } from './door/limits.ts';
import { createFeed, type Feed } from './http/feed.ts';
import type { LogSecrets } from './identity/logsecrets.ts';
import type { Shared } from './identity/places.ts';
import { nodeDisk } from './journal/disk.ts';
import { JournalFault } from './journal/fault.ts';
import { type FileJournal, openJournal } from './journal/file.ts';
import { ClaimRefused } from './journal/recovery.ts';
import { firstSeqOf } from './journal/segment.ts';
import { createProgress } from './keeping/progress.ts';
import { advance, advanceLots, type Standing, standings } from './keeping/saved.ts';
import { createSaver } from './keeping/saver.ts';
import { startUpkeep, type UpkeepRun } from './keeping/upkeep.ts';
import type { Decided, HouseOutcome, Order } from './order.ts';
import type { LogKeeper } from './proof/keeper.ts';
import { createReceipts, type Receipts } from './proof/receipts.ts';
import { createPublisher } from './publisher.ts';
import { createReview, type Review } from './review/review.ts';
import { createSequencer, type Sequencer } from './sequencer.ts';
import type { Board } from './speech/board.ts';
import { createHeads } from './speech/heads.ts';

export type Room = {
  readonly id: string;
  readonly sequencer: Sequencer;
  readonly journal: FileJournal;
  readonly keeper: LogKeeper;
  readonly receipts: Receipts;
  /** The seq of the snapshot that it was opened from, 0 for none. */
  readonly openedFrom: number;
  /** Resolves when receipts and stories know the whole log. */
  readonly indexed: Promise<void>;
  /** Resolves when what the start passed over has been checked; the house has then ended, if it was not sound. */
  readonly scrubbed: Promise<unknown>;
  readonly review: Review;
  readonly board: Board;
  /** As far as the log is indexed. */
  readonly story: Pick<Story, 'page'>;
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
  /** Told how far long work has come. */
  readonly tell?: (message: string) => void;
  /** Who of these came in by one desk or address. */
  readonly shared?: (isAskedFor: (user: string) => boolean) => readonly Shared[];
  /** Resolves when the house answers: what reads a long log in the background begins then. */
  readonly calm?: Promise<void>;
};

export class RoomFault extends Error {
  readonly code = 'sale-empty';
}

/** Opens the sale's log; `create` is the sale to begin with when the log is empty. */
export async function openRoom(input: RoomInput, create: Sale | null): Promise<Room> {
  const { id, dir, clock, limits } = input;
  await mkdir(join(dir, 'images'), { recursive: true, mode: 0o700 });
  const logDir = join(dir, 'log');
  const alivePath = join(dir, 'alive');
  const aliveAt = Number(await readFile(alivePath, 'utf8').catch(() => '0'));
  const { standing, journal } = await openStanding(input, logDir);
  const { state, board, keeper } = standing;
  const lastAt = state.at;
  const receipts = createReceipts(id, keeper, journal.records, (bid) => placeOf(state, bid));
  const story = createStory(state);
  const learn = (records: readonly LogRecord[]) => {
    keeper.took(records.filter((record) => record.seq > keeper.size));
    receipts.took(records);
    story.took(records);
  };
  const { calm = Promise.resolve(), tell = () => {} } = input;
  const progress = createProgress({ what: 'receipts and stories follow', total: journal.lastSeq, tell });
  const index = follow({ lastSeq: () => journal.lastSeq, recordsFrom: journal.records, take: learn, calm, progress });
  const books = keepBooks((records) => {
    // Without a snapshot the proof of old records is still being made again, and these come in their turn.
    if (keeper.size + 1 === records[0]?.seq) keeper.took(records);
    index.came(records);
  });
  function answerReceipt(...asked: Parameters<Receipts['answer']>): ReturnType<Receipts['answer']> {
    books.settle();
    return receipts.answer(...asked);
  }
  function signedHead(at: number): LogHead {
    books.settle();
    return keeper.head(at);
  }
  let isClosing = false;
  let isDamaged = false;
  function damaged(why: string): void {
    if (isClosing || isDamaged) return;
    isDamaged = true;
    input.fault(new JournalFault('journal-damaged', why));
  }
  index.ready.catch((cause: unknown) => damaged(cause instanceof Error ? cause.message : String(cause)));
  const claim = () => ({ seq: journal.lastSeq, hash: journal.lastHash });
  const { secret, signingKey } = input.secrets;
  const savedSeq = standing.claim.seq;
  const saver = createSaver({
    ...{ sale: id, logDir, secret, signingKey, savedSeq, claim },
    everyRecords: limits.snapshotRecords,
    warn: input.warn,
  });
  let scrub: UpkeepRun | null = null;
  /** What lies before the snapshot was not read at the start: it is read now, and the house ends if it is not sound. */
  async function scrubPassedOver(): Promise<void> {
    await calm;
    if (isClosing) return;
    saver.changed();
    if (savedSeq === 0) return;
    scrub = startUpkeep({ kind: 'scrub', logDir, seq: savedSeq });
    const done = await scrub.done;
    if (!done.ok) damaged(done.why);
  }
  const scrubbed = scrubPassedOver();
  const feed = createFeed(limits, journal.lastSeq);
  const snapshots = createSnapshots({ saleId: id, state, board, seq: () => journal.lastSeq, now: clock.now });
  const heads = createHeads(state.lots);
  const publisher = createPublisher({
    saleId: id,
    state,
    board,
    now: clock.now,
    send: input.send,
    seqOf(bidId) {
      books.settle();
      return receipts.seqOf(bidId);
    },
    overhear: feed.say,
  });
  const sequencer = createSequencer({
    state,
    lastAt,
    journal,
    clock,
    batchMax: limits.batchMax,
    publish(batch) {
      snapshots.changed();
      heads.moved(batch);
      publisher.publish(batch);
      input.published(id, batch);
      books.came(batch.flatMap(({ record }) => (record === null ? [] : [record])));
      saver.changed();
    },
    refuse: (orders, reason) => input.refuse(id, orders, reason),
    fault: input.fault,
  });

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
    receipts: { ...receipts, answer: answerReceipt },
    openedFrom: savedSeq,
    indexed: index.ready,
    scrubbed,
    review: createReview(
      journal,
      () => signedHead(clock.now()),
      ({ command }) =>
        command.type === 'PlaceBid' || command.type === 'LowerMax'
          ? answerReceipt({ id: command.id }, command.bidder, clock.now())
          : null,
      () => input.shared?.((bidder) => state.bidders.has(bidder)) ?? [],
    ),
    board,
    story: {
      page(lot, before) {
        books.settle();
        return story.page(lot, before);
      },
    },
    feed,
    snapshots,
    state,
    order: (command) => orderAt(command, clock.now()),
    now: clock.now,
    head() {
      const at = clock.now();
      return { at, seq: journal.lastSeq, revs: heads.revs(), log: signedHead(at) };
    },
    say(word) {
      input.send(snapshots.saleSubject, encode(word));
    },
    isUpcoming: (lot) => snapshots.statusOf(lot) === 'upcoming',
    isRunning: () => snapshots.isRunning(),
    markAlive: () => writeFile(alivePath, String(clock.now()), { mode: 0o600 }),
    async close() {
      await sequencer.drain();
      books.settle();
      isClosing = true;
      index.stop();
      await scrub?.stop();
      await saver.close({ ...standing, claim: claim() });
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
  if (room.isRunning() && saleView(state).held === null && (hasBegun(state) || isDue(sequencer, clock.now()))) {
    // Held from when the house was last known to be alive: what was due while it was away is not lost to the bidders. Nothing is
    // waited for since the sequencer was made: its clock would do first what fell due, and close lots that nobody could bid on.
    const at = Math.max(lastAt, Math.min(Number.isSafeInteger(aliveAt) ? aliveAt : 0, clock.now()));
    await orderAt({ type: 'HoldSale', reason: HOUSE_HOLDS.restarted }, at);
  }
  return room;
}

/** Before its first lot opens a restart took nothing from anybody, and a hold would move the times that were announced. */
function hasBegun({ lots }: SaleState): boolean {
  for (const { status } of lots.values()) if (status !== 'upcoming') return true;
  return false;
}

function isDue({ nextDueAt }: Pick<Sequencer, 'nextDueAt'>, now: number): boolean {
  const dueAt = nextDueAt();
  return dueAt !== null && dueAt <= now;
}

/** From the newest snapshot that is of this log, else from the beginning. */
async function openStanding(
  input: RoomInput,
  logDir: string,
): Promise<{ readonly standing: Standing; readonly journal: FileJournal }> {
  let records: (seq: number) => Iterable<LogRecord> = () => [];
  const { secret, signingKey } = input.secrets;
  const parts = { sale: input.id, secret, signingKey, recordsFrom: (seq: number) => records(seq) };
  const checkAside = async (seq: number) => {
    const done = await startUpkeep({ kind: 'scrub', logDir, seq }).done;
    if (!done.ok) throw new JournalFault('journal-damaged', done.why);
  };
  // Of the last segment only its beginning is known before it is read.
  const total = firstSeqOf(nodeDisk.list(logDir).findLast((name) => firstSeqOf(name) !== null) ?? '') ?? 0;
  for (const standing of standings(parts, logDir, input.warn)) {
    const take = standing.claim.seq > 0 ? advance : advanceLots;
    const progress = createProgress({ what: 'the log is read', total, tell: input.tell ?? (() => {}) });
    try {
      const journal = await openJournal({
        dir: logDir,
        onWarn: input.warn,
        claim: standing.claim,
        checkAside,
        onRecord(record) {
          take(standing, record);
          progress.reached(record.seq);
        },
      });
      records = journal.records;
      return { standing, journal };
    } catch (cause) {
      if (!(cause instanceof ClaimRefused)) throw cause;
      input.warn(cause.message);
    }
  }
  throw new JournalFault('journal-open', `The log in ${logDir} could not be opened from its beginning.`);
}
