/** An order: a command on its way to the sequencer, and where its answer goes. Types that the door, the sequencer and the publisher share. */
import type { Command } from '../protocol/command.ts';
import type { DoorReason, LogRecord } from '../protocol/event.ts';
import type { BidRequest } from '../protocol/wire.ts';

export type Origin =
  /** A bidder's own bid, by the bus. */
  | {
      readonly kind: 'bid';
      readonly reply: string;
      readonly id: string;
      readonly bidder: string;
      /** As it was asked, for its receipt. */
      readonly request: BidRequest;
    }
  /** A clerk's command, by the bus. */
  | { readonly kind: 'clerk'; readonly reply: string; readonly clerk: string }
  /** The house's own: its clock, a registration, a restart. */
  | { readonly kind: 'house'; readonly answer: (outcome: HouseOutcome) => void };

/** `record` is null when the command changed nothing. */
export type HouseOutcome =
  | { readonly ok: true; readonly record: LogRecord | null }
  | { readonly ok: false; readonly reason: DoorReason };

export type Order = { readonly command: Command; readonly origin: Origin };

/** An order after the rules, durable. Without a record nothing new happened: the command repeated an id, or had no effect. */
export type Decided = { readonly order: Order; readonly record: LogRecord | null };
