/**
 * The one writer of a sale: gives orders their turn, has the rules decide, makes the batch durable, and only then has it published.
 * Journal, clock and publisher are plain arguments; it knows no bus, no wire message and no file.
 */
import type { Command } from '../protocol/command.ts';
import type { DoorReason, LogRecord } from '../protocol/event.ts';
import type { HouseClock } from './clock.ts';
import { RULES_VERSION } from './core/rules.ts';
import { execute, nextDueAt, type SaleState } from './core/sale.ts';
import type { Journal } from './journal/journal.ts';
import type { Decided, Order } from './order.ts';

export type SequencerInput = {
  /** Owned from now on: nobody else may change it. */
  readonly state: SaleState;
  /** The `at` of the last record, 0 for an empty log. */
  readonly lastAt: number;
  readonly journal: Journal;
  readonly clock: HouseClock;
  readonly batchMax: number;
  /** Called in one synchronous block a batch, after it is durable. */
  readonly publish: (batch: readonly Decided[]) => void;
  /** Called with orders that were never made durable. */
  readonly refuse: (orders: readonly Order[], reason: DoorReason) => void;
  /** The journal is dead: nothing more will be decided. */
  readonly fault: (cause: unknown) => void;
  /** Runs a call in a later turn of the loop. */
  readonly defer?: (call: () => void) => void;
};

export type Sequencer = {
  submit(order: Order): void;
  /** Calls when state and log agree: now, or once the batch under way is durable and published. */
  read(call: (state: SaleState) => void): void;
  /** Stops deciding (the bus is away); orders wait. */
  pause(): void;
  /** Goes on, with `first` before all that waited. */
  resume(first: Order | null): void;
  /** Resolves when nothing is queued or under way. Orders after this are refused `overloaded`. */
  drain(): Promise<void>;
  readonly lastSeq: number;
  readonly lastAt: number;
  /** The next moment at which the rules have something to do by themselves. */
  nextDueAt(): number | null;
};

const CLOCK_WAIT_MS_MAX = 3_600_000;

export function createSequencer(input: SequencerInput): Sequencer {
  const { state, journal, clock, batchMax } = input;
  const defer = input.defer ?? setImmediate;
  let queue: Order[] = [];
  let seq = journal.lastSeq;
  let lastAt = input.lastAt;
  let underWay = false;
  let scheduled = false;
  let mode: 'open' | 'paused' | 'draining' | 'dead' = 'open';
  let readers: ((state: SaleState) => void)[] = [];
  let drained: (() => void)[] = [];
  let cancelDue: (() => void) | null = null;
  let dueAt: number | null = null;

  function schedule(): void {
    if (scheduled || underWay || mode === 'paused' || mode === 'dead' || queue.length === 0) return;
    scheduled = true;
    defer(turn);
  }

  function turn(): void {
    scheduled = false;
    if (underWay || mode === 'paused' || mode === 'dead' || queue.length === 0) return;
    underWay = true;
    const orders = queue.length <= batchMax ? queue : queue.slice(0, batchMax);
    queue = orders === queue ? [] : queue.slice(batchMax);
    const batch: Decided[] = [];
    const records: LogRecord[] = [];
    for (const order of orders) {
      const record = decide(order);
      if (record !== null) records.push(record);
      batch.push({ order, record });
    }
    if (records.length === 0) settle(batch);
    else
      journal.append(records).then(
        () => settle(batch),
        (cause: unknown) => die(orders, cause),
      );
  }

  function decide(order: Order): LogRecord | null {
    const command: Command = order.command.at >= lastAt ? order.command : { ...order.command, at: lastAt };
    lastAt = command.at;
    const events = execute(state, command);
    if (events.length === 0) return null;
    seq += 1;
    return { seq, at: command.at, rules: RULES_VERSION, command, events };
  }

  function settle(batch: readonly Decided[]): void {
    input.publish(batch);
    underWay = false;
    const waiting = readers;
    readers = [];
    for (const reader of waiting) reader(state);
    watchDue();
    if (queue.length > 0) schedule();
    else if (mode === 'draining') finishDrain();
  }

  function die(orders: readonly Order[], cause: unknown): void {
    mode = 'dead';
    cancelDue?.();
    const lost = [...orders, ...queue];
    queue = [];
    underWay = false;
    readers = [];
    input.refuse(lost, 'journal-unavailable');
    input.fault(cause);
    finishDrain();
  }

  function watchDue(): void {
    const next = mode === 'open' ? nextDueAt(state) : null;
    if (next === dueAt) return;
    cancelDue?.();
    cancelDue = null;
    dueAt = next;
    if (next === null) return;
    const waitMs = next - clock.now();
    cancelDue = clock.after(Math.min(Math.max(0, waitMs), CLOCK_WAIT_MS_MAX), () => {
      dueAt = null;
      // A timer may be early by a fraction, or cut to the longest wait: then it is set again.
      if (clock.now() < next) watchDue();
      else submit({ command: { type: 'Clock', at: clock.now() }, origin: { kind: 'house', answer: ignore } });
    });
  }

  function finishDrain(): void {
    const waiting = drained;
    drained = [];
    for (const resolve of waiting) resolve();
  }

  function submit(order: Order): void {
    if (mode === 'dead') input.refuse([order], 'journal-unavailable');
    else if (mode === 'draining') input.refuse([order], 'overloaded');
    else {
      queue.push(order);
      schedule();
    }
  }

  watchDue();
  return {
    submit,
    read(call) {
      if (mode === 'dead') return;
      if (underWay) readers.push(call);
      else call(state);
    },
    pause() {
      if (mode !== 'open') return;
      mode = 'paused';
      watchDue();
    },
    resume(first) {
      if (mode !== 'paused') return;
      mode = 'open';
      if (first !== null) queue.unshift(first);
      watchDue();
      schedule();
    },
    drain() {
      if (mode === 'open' || mode === 'paused') mode = 'draining';
      watchDue();
      return new Promise((resolve) => {
        if (mode === 'dead' || (!underWay && queue.length === 0)) resolve();
        else drained.push(resolve);
        schedule();
      });
    },
    get lastSeq() {
      return journal.lastSeq;
    },
    get lastAt() {
      return lastAt;
    },
    nextDueAt: () => nextDueAt(state),
  };
}

function ignore(): void {}
