/** What decisions say beside their names and numbers, numbered: a sale has a few dozen of them for a million decisions. */
import type { BidAccepted, BidRejected, Event } from '../../protocol/event.ts';
import { fail } from './broken.ts';

/** A lowered maximum, as the log tells it. */
export type MaxLowered = Extract<Event, { type: 'MaxLowered' }>;
/** A refusal, as the log tells it. */
export type CommandRefused = Extract<Event, { type: 'CommandRefused' }>;

export type Outcome =
  | Pick<BidAccepted, 'type' | 'kind' | 'channel'>
  | Pick<MaxLowered, 'type'>
  | Pick<BidRejected, 'type' | 'reason'>
  | CommandRefused;

export class Outcomes {
  readonly #all: Outcome[] = [];
  readonly #bids = new Map<string, number>();
  readonly #maxima = new Map<string, number>();
  readonly #rejections = new Map<string, number>();
  readonly #refusals = new Map<string, number>();
  #lowered: number | null = null;

  /** The number of an outcome: equal outcomes have the same. */
  of(said: Outcome): number {
    switch (said.type) {
      case 'BidAccepted': {
        const known = said.kind === 'max' ? this.#maxima : this.#bids;
        return known.get(said.channel) ?? this.#keep(known, said.channel, said);
      }
      case 'BidRejected':
        return this.#rejections.get(said.reason) ?? this.#keep(this.#rejections, said.reason, said);
      case 'CommandRefused':
        return this.#refusals.get(said.reason) ?? this.#keep(this.#refusals, said.reason, said);
      case 'MaxLowered':
        this.#lowered ??= this.#all.push({ type: said.type }) - 1;
        return this.#lowered;
    }
  }

  at(number: number): Outcome {
    return this.#all[number] ?? fail('a decision that is none', `${number}`);
  }

  #keep(known: Map<string, number>, name: string, said: Exclude<Outcome, { type: 'MaxLowered' }>): number {
    const { type } = said;
    const number = this.#all.push(
      type === 'BidAccepted'
        ? { type, kind: said.kind, channel: said.channel }
        : ({ type, reason: said.reason } as Outcome),
    );
    known.set(name, number - 1);
    return number - 1;
  }
}
