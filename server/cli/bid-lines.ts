/**
 * A bid read from the bytes of its line. Nearly every line of a long file is one, and looks as `JSON.stringify` writes it: then its
 * fields can be picked up where they stand, at a third of a parser's cost. Whatever looks otherwise is not read here but parsed.
 */
import type { BidKind, Channel, PlaceBid } from '../../protocol/command.ts';

/** More digits might not be one exact number. */
const DIGITS_MAX = 15;

const [QUOTE, COMMA, COLON, SPACE, OPEN, CLOSE, BACKSLASH, RETURN, LINE_END] = codesOf('",: {}\\\r\n');
const ZERO = 0x30;
const FIELDS = ['type', 'at', 'id', 'lot', 'bidder', 'amountMinor', 'kind', 'channel'] as const;
const [AT, ID, LOT, BIDDER, AMOUNT, KIND, CHANNEL] = [1, 2, 3, 4, 5, 6, 7] as const;
const ALL = 2 ** FIELDS.length - 1;
const FIELD_TEXTS = FIELDS.map((name) => codesOf(`${name}"`));
const PLACE_BID = codesOf('PlaceBid"');
const KINDS = ['bid', 'max'] as const satisfies readonly BidKind[];
const CHANNELS = ['online', 'floor', 'phone', 'book', 'house'] as const satisfies readonly Channel[];
const KIND_TEXTS = KINDS.map((name) => codesOf(`${name}"`));
/** 1 for a character that stands for itself in a JSON text, and is one byte of UTF-8. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, unit) =>
  unit >= 0x20 && unit < 0x7f && unit !== QUOTE && unit !== BACKSLASH ? 1 : 0,
);
/** From here on V8 makes a window of a slice, not a copy. */
const SLICED_LENGTH_MIN = 13;
const CHANNEL_TEXTS = CHANNELS.map((name) => codesOf(`${name}"`));

export class BidLines {
  #bytes: Buffer = Buffer.alloc(0);
  /** The same, a character a byte. */
  #characters = '';
  /** The field of each place in the line before. */
  readonly #likely = new Int8Array(FIELDS.length);
  /** Where the last value that was read ended; -1 where there was none. */
  #end = 0;

  /** The bytes that are read from now on. */
  take(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#characters = bytes.toString('latin1');
  }

  /** Where the line of the last bid ended. */
  get lineEnd(): number {
    return this.#end;
  }

  /** What `JSON.parse` would make of the line that begins there, when it is a bid in its plainest form; null otherwise, which says nothing about it. */
  read(from: number): PlaceBid | null {
    const bytes = this.#bytes;
    if (bytes[from] !== OPEN) return null;
    let [seen, at, amountMinor] = [0, 0, 0];
    let [id, lot, bidder] = ['', '', ''];
    let kind: BidKind = 'bid';
    let channel: Channel = 'online';
    let i = from + 1;
    let place = 0;
    for (;;) {
      if (bytes[i] !== QUOTE) return null;
      const field = fieldAt(bytes, i + 1, this.#likely[place] ?? 0);
      if (field < 0) return null;
      this.#likely[place] = field;
      place += 1;
      // The last of a field that stands twice counts, as a parser has it.
      seen |= 1 << field;
      i += 1 + (FIELD_TEXTS[field]?.length ?? 0);
      if (bytes[i] !== COLON) return null;
      i += bytes[i + 1] === SPACE ? 2 : 1;
      if (field === AT) at = this.#number(bytes, i);
      else if (field === AMOUNT) amountMinor = this.#number(bytes, i);
      else if (bytes[i] !== QUOTE) return null;
      else if (field === ID) id = this.#text(bytes, i + 1);
      else if (field === LOT) lot = this.#text(bytes, i + 1);
      else if (field === BIDDER) bidder = this.#text(bytes, i + 1);
      else if (field === KIND) kind = this.#oneOf(bytes, i + 1, KIND_TEXTS, KINDS);
      else if (field === CHANNEL) channel = this.#oneOf(bytes, i + 1, CHANNEL_TEXTS, CHANNELS);
      else this.#end = isAt(bytes, i + 1, PLACE_BID) ? i + 1 + PLACE_BID.length : -1;
      i = this.#end;
      if (i < 0) return null;
      if (bytes[i] === CLOSE) break;
      if (bytes[i] !== COMMA) return null;
      i += bytes[i + 1] === SPACE ? 2 : 1;
    }
    i += bytes[i + 1] === RETURN ? 2 : 1;
    if (bytes[i] !== LINE_END || seen !== ALL) return null;
    this.#end = i;
    return { type: 'PlaceBid', at, id, lot, bidder, amountMinor, kind, channel };
  }

  /** Digits without a sign, a point, or a zero before them. */
  #number(bytes: Uint8Array, from: number): number {
    let value = 0;
    let i = from;
    for (; ; i += 1) {
      const digit = (bytes[i] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    const isPlain = i > from && i - from <= DIGITS_MAX && (i === from + 1 || bytes[from] !== ZERO);
    this.#end = isPlain ? i : -1;
    return value;
  }

  #text(bytes: Buffer, from: number): string {
    let to = from;
    while (PLAIN[bytes[to] ?? 0] === 1) to += 1;
    this.#end = bytes[to] === QUOTE ? to + 1 : -1;
    // A longer slice would be a window on the whole piece, and hold it as long as somebody holds the slice.
    return to - from < SLICED_LENGTH_MIN ? this.#characters.slice(from, to) : bytes.toString('latin1', from, to);
  }

  #oneOf<T extends string>(
    bytes: Uint8Array,
    from: number,
    texts: readonly Uint8Array[],
    values: readonly [T, ...T[]],
  ): T {
    for (let which = 0; which < texts.length; which += 1) {
      const text = texts[which];
      if (text === undefined || !isAt(bytes, from, text)) continue;
      this.#end = from + text.length;
      return values[which] ?? values[0];
    }
    this.#end = -1;
    return values[0];
  }
}

/** `likely`: the one to try first. Most lines have the order of those before them. */
function fieldAt(bytes: Uint8Array, from: number, likely: number): number {
  for (let i = 0; i < FIELD_TEXTS.length; i += 1) {
    const field = (likely + i) % FIELD_TEXTS.length;
    const text = FIELD_TEXTS[field];
    if (text !== undefined && isAt(bytes, from, text)) return field;
  }
  return -1;
}

function isAt(bytes: Uint8Array, from: number, text: Uint8Array): boolean {
  for (let i = 0; i < text.length; i += 1) if (bytes[from + i] !== text[i]) return false;
  return true;
}

function codesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
