/**
 * Lines of events as bytes, exactly as `JSON.stringify` would have them. The events of a bid, which are nearly all, are written field by
 * field at a third of its cost; all others, and texts that need more than themselves between two quotes, are left to it.
 */
import { type Event, REJECT_REASONS } from '../../protocol/event.ts';
import { BID_CHANNELS, BID_KINDS } from './bid-lines.ts';
import { FixedText } from './fixed-text.ts';

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
  #view: DataView = viewOf(this.#bytes);
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
    if (this.#bytes.length <= KEPT_BYTES_MAX) return;
    this.#bytes = Buffer.allocUnsafe(ROOM_BYTES);
    this.#view = viewOf(this.#bytes);
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
          this.#oneOf(KINDS, event.kind) &&
          this.#oneOf(CHANNELS, event.channel) &&
          this.#raw(END)
        );
      case 'BidRejected':
        return (
          this.#text(REJECTED, event.id) &&
          this.#text(LOT, event.lot) &&
          this.#text(BIDDER, event.bidder) &&
          this.#oneOf(REASONS, event.reason) &&
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
  #text(before: FixedText, text: unknown): boolean {
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

  /** A name and one of few texts; false for any other. */
  #oneOf(texts: ReadonlyMap<string, FixedText>, value: string): boolean {
    const text = texts.get(value);
    return text !== undefined && this.#raw(text);
  }

  /** A name and a count or null; false for a number that is no count. */
  #count(before: FixedText, value: number | null): boolean {
    this.#raw(before);
    if (value === null) return this.#raw(NULL);
    if (!Number.isSafeInteger(value) || value < 0) return false;
    this.#number(value);
    return true;
  }

  #number(value: number): void {
    if (value < GROUP) {
      const digits = value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : 4;
      // The zeros before it are the low bytes, and fall out.
      this.#view.setInt32(this.#at, (GROUPS[value] ?? 0) >> (8 * (GROUP_DIGITS - digits)), true);
      this.#at += digits;
      return;
    }
    const rest = Math.floor(value / GROUP);
    this.#number(rest);
    this.#view.setInt32(this.#at, GROUPS[value - rest * GROUP] ?? 0, true);
    this.#at += GROUP_DIGITS;
  }

  #raw(text: FixedText): true {
    this.#at = text.write(this.#view, this.#at);
    return true;
  }

  /** Room for so many bytes, and for what is written without asking. */
  #reserve(length: number): void {
    const needed = this.#at + length + SLACK_BYTES / 2;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(needed + ROOM_BYTES);
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
    this.#view = viewOf(larger);
  }
}

/** Digits are written in groups of four, which is a word. */
const GROUP_DIGITS = 4;
const GROUP = 10 ** GROUP_DIGITS;
/** `0000` to `9999`, as a little-endian view writes them. */
const GROUPS = Int32Array.from({ length: GROUP }, (_, value) => {
  const units = Buffer.from(String(value).padStart(GROUP_DIGITS, '0'), 'latin1');
  return units.readInt32LE();
});

/** In the order in which the core gives an event its fields. */
const [LINE, EVENTS, MORE, LINE_END] = [ascii('{"n":'), ascii(',"events":['), ascii(','), ascii(']}\n')];
const ACCEPTED = ascii('{"type":"BidAccepted","id":');
const REJECTED = ascii('{"type":"BidRejected","id":');
const PRICED = ascii('{"type":"PriceChanged","lot":');
const EXTENDED = ascii('{"type":"LotExtended","lot":');
const [LOT, REV, BIDDER, AMOUNT] = [ascii(',"lot":'), ascii(',"rev":'), ascii(',"bidder":'), ascii(',"amountMinor":')];
const ASK = ascii(',"askMinor":');
const KINDS = each(',"kind":', BID_KINDS);
const CHANNELS = each(',"channel":', BID_CHANNELS);
const REASONS = each(',"reason":', REJECT_REASONS);
const [PRICE, LEADER, CLOSES] = [ascii(',"priceMinor":'), ascii(',"leader":'), ascii(',"closesAt":')];
const [NO_LEADER, NULL, END] = [ascii(',"leader":null'), ascii('null'), ascii('}')];
const [MET, NOT_MET] = [ascii(',"reserveMet":true}'), ascii(',"reserveMet":false}')];

function ascii(text: string): FixedText {
  return new FixedText(text);
}

/** A name with each of its values. */
function each(name: string, values: readonly string[]): ReadonlyMap<string, FixedText> {
  return new Map(values.map((value) => [value, ascii(`${name}${JSON.stringify(value)}`)]));
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
