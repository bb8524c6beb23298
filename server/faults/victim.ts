/**
 * A house without a network, to be killed: the real sequencer and journal under load, telling each decision on standard output
 * after it is durable. `victim DIR SEED CONTROL`. Exits with status 70 when the journal dies.
 */
import fs from 'node:fs';
import type { Command } from '../../protocol/command.ts';
import type { LogRecord } from '../../protocol/event.ts';
import { monotonicClock } from '../clock.ts';
import { emptyState, fold } from '../core/sale.ts';
import { type Disk, type DiskFile, nodeDisk } from '../journal/disk.ts';
import { openJournal } from '../journal/file.ts';
import type { Journal } from '../journal/journal.ts';
import type { Order } from '../order.ts';
import { createSequencer } from '../sequencer.ts';
import { BIDDERS, randomCommand, randomSale } from '../sim/auction.ts';
import { createRandom } from '../sim/random.ts';
import type { FaultControl } from './watch.ts';

const [, , dir = '', seed = '1', control = 'none'] = process.argv;
const FAULT_STATUS = 70;
const AGAIN = 40;

const random = createRandom(Number(seed));
const state = emptyState();
const ids: Command[] = [];
const journal = await openJournal({
  dir,
  disk: is('no-sync') ? unsynced() : is('sync-retried') ? retrying() : nodeDisk,
  limits: { segmentBytes: 100_000 },
  onRecord(record) {
    fold(state, record);
    if ('id' in record.command) ids.push(record.command);
  },
});
if (is('ids-forgotten')) state.decisions.clear();

const kept: Journal = is('told-before-durable')
  ? { ...journal, append: tellFirst, lastSeq: journal.lastSeq }
  : is('fault-ignored')
    ? {
        ...journal,
        append: (batch) => journal.append(batch).catch(() => {}),
        room: () => true,
        lastSeq: journal.lastSeq,
      }
    : journal;
const clock = monotonicClock(Math.max(Date.now(), state.at));
const sequencer = createSequencer({
  state,
  lastAt: state.at,
  journal: kept,
  clock,
  batchMax: 256,
  publish(batch) {
    tell(batch.flatMap(({ record }) => record ?? []));
  },
  refuse: () => {},
  fault(cause) {
    fs.writeSync(1, `{"fault":${JSON.stringify(String(cause))}}\n`);
    process.exit(FAULT_STATUS);
  },
});
fs.writeSync(1, `{"open":${journal.lastSeq},"pid":${process.pid}}\n`);

if (state.sale === null) {
  submit({ type: 'CreateSale', at: clock.now(), sale: randomSale(random, 12) });
  for (const bidder of BIDDERS) submit({ type: 'RegisterBidder', at: clock.now(), bidder, limitMinor: null });
} else submit({ type: 'ResumeSale', at: clock.now(), graceMs: 0 });
// Those who may not have had their answer ask again.
for (const command of ids.slice(-AGAIN)) submit({ ...command, at: clock.now() });
let count = 0;
setImmediate(load);

function load(): void {
  for (let n = random.int(1, 20); n > 0; n -= 1) {
    count += 1;
    if (state.sale !== null && kept.room()) submit(randomCommand(random, state, clock.now(), `${seed}-${count}`));
  }
  setImmediate(load);
}

function submit(command: Command): void {
  const order: Order = { command, origin: { kind: 'house', answer: () => {} } };
  sequencer.submit(order);
}

function tell(records: readonly LogRecord[]): void {
  let text = '';
  for (const record of records) text += `{"told":${record.seq},"record":${JSON.stringify(JSON.stringify(record))}}\n`;
  for (let rest = Buffer.from(text); rest.length > 0; ) rest = rest.subarray(fs.writeSync(1, rest));
}

function tellFirst(records: readonly LogRecord[]): Promise<void> {
  tell(records);
  return journal.append(records);
}

function is(one: FaultControl): boolean {
  return control === one;
}

function unsynced(): Disk {
  const lazy = (file: DiskFile): DiskFile => ({ ...file, datasyncNow: () => {}, datasync: async () => {} });
  return {
    ...nodeDisk,
    create: (file) => lazy(nodeDisk.create(file)),
    open: (file) => lazy(nodeDisk.open(file)),
    syncDirNow: () => {},
    syncDir: async () => {},
  };
}

const TRIES = 10;

/** A sync that fails is simply tried again: a later one says that all is well, and the disk may have nothing. */
function retrying(): Disk {
  const again = (file: DiskFile): DiskFile => ({
    ...file,
    datasyncNow() {
      for (let tries = 1; ; tries += 1)
        try {
          return file.datasyncNow();
        } catch (cause) {
          if (tries === TRIES) throw cause;
        }
    },
    async datasync() {
      for (let tries = 1; ; tries += 1)
        try {
          return await file.datasync();
        } catch (cause) {
          if (tries === TRIES) throw cause;
        }
    },
  });
  return {
    ...nodeDisk,
    create: (file) => again(nodeDisk.create(file)),
    open: (file) => again(nodeDisk.open(file)),
  };
}
