/**
 * Lines of events as bytes, exactly as `JSON.stringify` would have them. The events of a bid, which are nearly all, are written field by
 * field at a third of its cost; all others, and texts that need more than themselves between two quotes, are left to it.
 */
import type { Event } from '../../protocol/event.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Gathered before it is written, and what a buffer has; one that grew with a large event is given up. */
const [FULL_BYTES, ROOM_BYTES, KEPT_BYTES_MAX] = [262_144, 524_288, 4_194_304];
/** What is kept of the buffer for what is written without asking: the longest names, numbers and all between them. */
const SLACK_BYTES = 8192;
/** The longest text that is written character by character; ids and names are shorter. */
const PLAIN_LENGTH_MAX = 256;

export class EventLines {
  #bytes = Buffer.allocUnsafe(ROOM_BYTES);
  #at = 0;

  /** True when it is time to write what was gathered. */
  get isFull(): boolean {
    return this.#at >= FULL_BYTES;
  }

  /** `{"n":1,"events":[…]}` and the end of the line. */
  add(n: number, events: readonly Event[]): void {
    this.#raw(LINE);
    this.#number(n);
    this.#raw(EVENTS);
    for (let i = 0; i < events.length; i += 1) {
      const event = events[i];
      if (event === undefined) continue;
      if (i > 0) this.#raw(MORE);
      const from = this.#at;
      if (this.#event(event)) continue;
      this.#at = from;
      this.addText(JSON.stringify(event));
    }
    this.#raw(LINE_END);
  }

  /** Any text. */
  addText(text: string): void {
    this.#reserve(text.length < SLACK_BYTES ? 3 * text.length : Buffer.byteLength(text));
    this.#at += this.#bytes.write(text, this.#at);
  }

  /** What was gathered, to be read until `clear`. */
  gathered(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  clear(): void {
    this.#at = 0;
    if (this.#bytes.length > KEPT_BYTES_MAX) this.#bytes = Buffer.allocUnsafe(ROOM_BYTES);
  }

  /** False for an event that is not written here; then nothing that was written of it counts. */
  #event(event: Event): boolean {
    this.#reserve(0);
    switch (event.type) {
      case 'BidAccepted':
        return (
          this.#text(ACCEPTED, event.id) &&
          this.#text(LOT, event.lot) &&
          this.#count(REV, event.rev) &&
          this.#text(BIDDER, event.bidder) &&
          this.#count(AMOUNT, event.amountMinor) &&
          this.#text(KIND, event.kind) &&
          this.#text(CHANNEL, event.channel) &&
          this.#raw(END)
        );
      case 'BidRejected':
        return (
          this.#text(REJECTED, event.id) &&
          this.#text(LOT, event.lot) &&
          this.#text(BIDDER, event.bidder) &&
          this.#text(REASON, event.reason) &&
          this.#count(ASK, event.askMinor) &&
          (event.rev === undefined ? !('rev' in event) : this.#count(REV, event.rev)) &&
          this.#raw(END)
        );
      case 'PriceChanged':
        return (
          this.#text(PRICED, event.lot) &&
          this.#count(REV, event.rev) &&
          this.#count(PRICE, event.priceMinor) &&
          (event.leader === null ? this.#raw(NO_LEADER) : this.#text(LEADER, event.leader)) &&
          this.#count(ASK, event.askMinor) &&
          this.#raw(event.reserveMet ? MET : NOT_MET)
        );
      case 'LotExtended':
        return (
          this.#text(EXTENDED, event.lot) &&
          this.#count(REV, event.rev) &&
          this.#count(CLOSES, event.closesAt) &&
          this.#raw(END)
        );
      default:
        return false;
    }
  }

  /** A name and a text; false for a text that is none, or is not its own JSON. */
  #text(before: Uint8Array, text: unknown): boolean {
    if (typeof text !== 'string' || text.length > PLAIN_LENGTH_MAX) return false;
    this.#raw(before);
    const bytes = this.#bytes;
    let at = this.#at;
    bytes[at] = QUOTE;
    for (let i = 0; i < text.length; i += 1) {
      const unit = text.charCodeAt(i);
      if (unit < 0x20 || unit > 0x7e || unit === QUOTE || unit === BACKSLASH) return false;
      at += 1;
      bytes[at] = unit;
    }
    bytes[at + 1] = QUOTE;
    this.#at = at + 2;
    return true;
  }

  /** A name and a count or null; false for a number that is no count. */
  #count(before: Uint8Array, value: number | null): boolean {
    this.#raw(before);
    if (value === null) return this.#raw(NULL);
    if (!Number.isSafeInteger(value) || value < 0) return false;
    this.#number(value);
    return true;
  }

  #number(value: number): void {
    if (value >= SMALL) {
      this.#number(Math.floor(value / SMALL));
      this.#digits(value % SMALL, SMALL_DIGITS);
      return;
    }
    let digits = 1;
    for (let power = 10; power <= value; power *= 10) digits += 1;
    this.#digits(value, digits);
  }

  /** Of a number below `SMALL`, which the processor divides as a whole one. */
  #digits(value: number, digits: number): void {
    const bytes = this.#bytes;
    let rest = value | 0;
    for (let at = this.#at + digits - 1; at >= this.#at; at -= 1) {
      const tenth = (rest / 10) | 0;
      bytes[at] = ZERO + rest - 10 * tenth;
      rest = tenth;
    }
    this.#at += digits;
  }

  #raw(text: Uint8Array): true {
    const bytes = this.#bytes;
    const at = this.#at;
    for (let i = 0; i < text.length; i += 1) bytes[at + i] = text[i] ?? 0;
    this.#at = at + text.length;
    return true;
  }

  /** Room for so many bytes, and for what is written without asking. */
  #reserve(length: number): void {
    const needed = this.#at + length + SLACK_BYTES / 2;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(needed + ROOM_BYTES);
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}

const ZERO = 0x30;
const SMALL_DIGITS = 9;
const SMALL = 10 ** SMALL_DIGITS;

/** In the order in which the core gives an event its fields. */
const [LINE, EVENTS, MORE, LINE_END] = [ascii('{"n":'), ascii(',"events":['), ascii(','), ascii(']}\n')];
const ACCEPTED = ascii('{"type":"BidAccepted","id":');
const REJECTED = ascii('{"type":"BidRejected","id":');
const PRICED = ascii('{"type":"PriceChanged","lot":');
const EXTENDED = ascii('{"type":"LotExtended","lot":');
const [LOT, REV, BIDDER, AMOUNT] = [ascii(',"lot":'), ascii(',"rev":'), ascii(',"bidder":'), ascii(',"amountMinor":')];
const [KIND, CHANNEL, REASON, ASK] = [
  ascii(',"kind":'),
  ascii(',"channel":'),
  ascii(',"reason":'),
  ascii(',"askMinor":'),
];
const [PRICE, LEADER, CLOSES] = [ascii(',"priceMinor":'), ascii(',"leader":'), ascii(',"closesAt":')];
const [NO_LEADER, NULL, END] = [ascii(',"leader":null'), ascii('null'), ascii('}')];
const [MET, NOT_MET] = [ascii(',"reserveMet":true}'), ascii(',"reserveMet":false}')];

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
