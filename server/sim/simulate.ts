/**
 * One seeded run of the real sequencer and the real journal on a simulated disk, clock and network: bidders send, messages are
 * doubled, delayed and reordered, the power goes at any operation, the house comes back, again and again. At the end everything
 * that anybody was told must be in the log, once, and equal. Returns what is wrong; an empty list is a good run.
 */
import type { Command } from '../../protocol/command.ts';
import type { Event, LogRecord } from '../../protocol/event.ts';
import type { HouseClock } from '../clock.ts';
import { emptyState, execute, fold, type SaleState, stateHash } from '../core/sale.ts';
import { type FileJournal, openJournal } from '../journal/file.ts';
import type { Order } from '../order.ts';
import { createSequencer } from '../sequencer.ts';
import { BIDDERS, randomCommand, randomSale, SALE_AT } from './auction.ts';
import { createSimDisk, PowerCut } from './disk.ts';
import { createRandom, type Random } from './random.ts';

/** Guards taken out, one at a time: with each of them some seeds must fail. */
export type Control = 'none' | 'no-sync' | 'told-before-durable' | 'ids-forgotten';

export type SimReport = {
  readonly seed: number;
  readonly wrong: readonly string[];
  readonly cuts: number;
  readonly told: number;
  readonly records: number;
};

const DIR = '/log';
const COMMANDS_A_LIFE = 60;
const LIVES = 4;

export async function simulate(seed: number, control: Control = 'none'): Promise<SimReport> {
  const random = createRandom(seed);
  const sale = randomSale(random, 5);
  const wrong: string[] = [];
  /** What people were told, by id: the record that decided. */
  const told = new Map<string, LogRecord>();
  /** All records that were published. */
  const ticked = new Map<number, string>();
  let disk = createSimDisk(random, { syncIsLost: control === 'no-sync', shortWrites: true });
  let cuts = 0;
  let sent = 0;
  let at = SALE_AT;
  let resend: Command[] = [];
  let records = 0;

  // After the last life the log is opened once more, and judged.
  for (let life = 0; life <= LIVES && wrong.length === 0; life += 1) {
    const state = emptyState();
    const found: LogRecord[] = [];
    let journal: FileJournal;
    try {
      if (life < LIVES - 1) disk.cutAfter(random.int(2, 160));
      journal = await openJournal({
        dir: DIR,
        disk,
        lock: false,
        limits: {
          segmentBytes: random.pick([2000, 20_000]),
          batchRecords: random.int(1, 20),
          loopSyncMsMax: random.pick([-1, 1e9]),
          batchesBeforeAhead: random.pick([0, 4, Number.POSITIVE_INFINITY]),
        },
        onRecord: (record) => {
          found.push(record);
          fold(state, record);
        },
      });
    } catch (cause) {
      if (!disk.isCut) {
        wrong.push(`life ${life}: the log is not opened: ${String(cause)}`);
        break;
      }
      cuts += 1;
      disk = disk.restart();
      life -= 1;
      if (cuts > LIVES * 20) break;
      continue;
    }
    records = found.length;
    judge(found, state);
    if (wrong.length > 0 || life === LIVES) break;
    if (control === 'ids-forgotten') state.decisions.clear();
    await live(journal, state, life === LIVES - 1);
    if (!disk.isCut) await journal.close();
    if (disk.isCut) {
      cuts += 1;
      disk = disk.restart();
    } else if (random.once(2)) disk = disk.restart();
  }
  return { seed, wrong, cuts, told: told.size, records };

  /** Everything told or ticked is in the log, equal; the log is what the rules decide; no id was decided twice. */
  function judge(found: readonly LogRecord[], folded: SaleState): void {
    for (const [id, record] of told) {
      const kept = found[record.seq - 1];
      if (JSON.stringify(kept) !== JSON.stringify(record))
        wrong.push(
          `seed ${seed}: bid ${id} was answered by record ${record.seq}, which is ${kept === undefined ? 'lost' : 'another'}`,
        );
    }
    for (const [seq, text] of ticked)
      if (JSON.stringify(found[seq - 1]) !== text)
        wrong.push(`seed ${seed}: record ${seq} was ticked, and is lost or another`);
    const again = emptyState();
    const decided = new Set<string>();
    for (const [n, record] of found.entries()) {
      if (record.seq !== n + 1) wrong.push(`seed ${seed}: record ${record.seq} stands at ${n + 1}`);
      const { command } = record;
      if (JSON.stringify(execute(again, command)) !== JSON.stringify(record.events))
        wrong.push(`seed ${seed}: record ${record.seq} is not what the rules decide`);
      if (!('id' in command) || !record.events.some((event) => decides(event, command.id))) continue;
      if (decided.has(command.id)) wrong.push(`seed ${seed}: bid ${command.id} was decided twice`);
      decided.add(command.id);
    }
    if (wrong.length === 0 && stateHash(again) !== stateHash(folded))
      wrong.push(`seed ${seed}: folding and deciding differ`);
  }

  async function live(journal: FileJournal, state: SaleState, isLast: boolean): Promise<void> {
    const clock = stoppedClock(() => at);
    const deferred: (() => void)[] = [];
    let isDead = false;
    const sequencer = createSequencer({
      state,
      lastAt: state.at,
      journal: control === 'told-before-durable' ? hasty(journal) : journal,
      clock,
      batchMax: random.int(1, 16),
      defer: (call) => deferred.push(call),
      publish(batch) {
        for (const { order, record } of batch) {
          if (record === null) continue;
          ticked.set(record.seq, JSON.stringify(record));
          const { command } = order;
          if ('id' in command && !told.has(command.id) && record.events.some((event) => decides(event, command.id)))
            told.set(command.id, record);
        }
      },
      refuse: () => {},
      fault(cause) {
        isDead = true;
        if (!isPowerCut(cause)) wrong.push(`seed ${seed}: a fault that nobody made: ${String(cause)}`);
      },
    });
    const submit = (command: Command) => {
      const order: Order = { command, origin: { kind: 'house', answer: () => {} } };
      sequencer.submit(order);
    };
    if (state.sale === null) {
      submit({ type: 'CreateSale', at, sale });
      for (const bidder of BIDDERS) submit({ type: 'RegisterBidder', at, bidder, limitMinor: null });
    } else if (state.held === null) submit({ type: 'HoldSale', at, reason: 'house restarted' });
    submit({ type: 'ResumeSale', at, graceMs: 500 });
    // Those who got no answer ask again with the same id.
    const wires: Command[] = resend;
    resend = [];
    for (let n = 0; n < COMMANDS_A_LIFE && !isDead; n += 1) {
      at += random.int(0, 150);
      sent += 1;
      if (state.sale !== null) wires.push(randomCommand(random, state, at, `c${sent}`));
      while (wires.length > 0 && !random.once(3)) deliver(wires, submit);
      while (deferred.length > 0 && !random.once(4)) deferred.shift()?.();
      await turns(random);
    }
    while (wires.length > 0) submit({ ...take(wires, 0), at });
    for (let quiet = 0; quiet < 6 && !isDead; quiet += 1) {
      while (deferred.length > 0) deferred.shift()?.();
      await turns(random);
      if (deferred.length > 0 || journal.lastSeq < sequencer.lastSeq) quiet = 0;
    }
    if (!isLast) return;
    let isDrained = false;
    sequencer.drain().then(() => {
      isDrained = true;
    });
    while (!isDrained) {
      while (deferred.length > 0) deferred.shift()?.();
      await turns(random);
    }
  }

  /** The network: any message next, perhaps twice, perhaps again in the next life. */
  function deliver(wires: Command[], submit: (command: Command) => void): void {
    const command = take(wires, random.int(0, Math.min(3, wires.length - 1)));
    submit({ ...command, at });
    if (random.once(6)) wires.push(command);
    if ('id' in command && random.once(4)) resend.push(command);
  }
}

/** The control: an answer before the sync. */
function hasty(journal: FileJournal): FileJournal {
  return {
    ...journal,
    append(batch) {
      journal.append(batch).catch(() => {});
      return Promise.resolve();
    },
    get lastSeq() {
      return journal.lastSeq;
    },
  };
}

async function turns(random: Random): Promise<void> {
  for (let turn = random.int(1, 3); turn > 0; turn -= 1) await new Promise(setImmediate);
}

function take(wires: Command[], at: number): Command {
  const [command] = wires.splice(at, 1);
  if (command === undefined) throw new RangeError('no message');
  return command;
}

/** A repeated id decides nothing, though what was due by then may stand in its record; a malformed one is decided anew each time. */
function decides(event: Event, id: string): boolean {
  if ('reason' in event && event.reason === 'malformed') return false;
  return event.type === 'CommandRefused' || ('id' in event && event.id === id);
}

function isPowerCut(cause: unknown): boolean {
  return cause instanceof PowerCut || (cause instanceof Error && cause.cause !== undefined && isPowerCut(cause.cause));
}

/** Time goes on only when the simulation says so; timers are the random `Clock` commands. */
function stoppedClock(now: () => number): HouseClock {
  return { now, after: () => () => {} };
}
