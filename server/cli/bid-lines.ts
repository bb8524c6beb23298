/**
 * A bid read from the bytes of its line. Nearly every line of a long file is one, and written as those before it: then its values can
 * be picked up where they stand, at half a parser's cost. Whatever looks otherwise is not read here but parsed.
 */
import type { BidKind, Channel, PlaceBid } from '../../protocol/command.ts';
import { type BidShape, shapeOf } from './bid-shape.ts';
import { FixedText } from './fixed-text.ts';
import { hashed, KnownNames } from './known-names.ts';

/** More digits might not be one exact number. */
const DIGITS_MAX = 15;
/** A file from several hands has a few ways of writing; the oldest makes place. */
const SHAPES_MAX = 4;
/** So many lines are learned from: a file in which each is written otherwise is parsed, and not learned as well. */
const LESSONS_MAX = 1000;
/** A bid is short; a longer line is not learned from. */
const LEARNED_LENGTH_MAX = 1024;

const [QUOTE, BACKSLASH, ZERO] = [0x22, 0x5c, 0x30];
/** 1 for a character that stands for itself in a JSON text, and is one byte of UTF-8. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, unit) =>
  unit >= 0x20 && unit < 0x7f && unit !== QUOTE && unit !== BACKSLASH ? 1 : 0,
);
/** From here on V8 makes a window of a slice, not a copy, which would hold the whole piece as long as somebody holds the slice. */
const SLICED_LENGTH_MIN = 13;

export const BID_KINDS = ['bid', 'max'] as const satisfies readonly BidKind[];
export const BID_CHANNELS = ['online', 'floor', 'phone', 'book', 'house'] as const satisfies readonly Channel[];

type Named<T extends string> = readonly (readonly [T, FixedText])[];
const KINDS: Named<BidKind> = named(BID_KINDS);
const CHANNELS: Named<Channel> = named(BID_CHANNELS);

export class BidLines {
  #bytes: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** The same, a character a byte. */
  #characters = '';
  /** The last to fit comes first. */
  readonly #shapes: BidShape[] = [];
  #lessons = 0;
  readonly #names = new KnownNames();
  /** Where the last value that was read ended; -1 where there was none. */
  #end = 0;

  /** The bytes that are read from now on. */
  take(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#characters = bytes.toString('latin1');
  }

  /** Where the line of the last bid ended. */
  get lineEnd(): number {
    return this.#end;
  }

  /** Learns how bids are written from a line, without its line feed, of which a parser made one. */
  learn(line: string): void {
    if (this.#lessons === LESSONS_MAX || line.length > LEARNED_LENGTH_MAX) return;
    this.#lessons += 1;
    const shape = shapeOf(`${line}\n`);
    if (shape === null) return;
    this.#shapes.unshift(shape);
    this.#shapes.length = Math.min(this.#shapes.length, SHAPES_MAX);
  }

  /** What `JSON.parse` would make of the line that begins there, when it is a bid as others were; null otherwise, which says nothing about it. */
  read(from: number): PlaceBid | null {
    const shapes = this.#shapes;
    for (let i = 0; i < shapes.length; i += 1) {
      const shape = shapes[i];
      const bid = shape === undefined ? null : this.#readAs(shape, from);
      if (shape === undefined || bid === null) continue;
      if (i > 0) {
        shapes.splice(i, 1);
        shapes.unshift(shape);
      }
      return bid;
    }
    return null;
  }

  #readAs(shape: BidShape, from: number): PlaceBid | null {
    let [at, amountMinor] = [0, 0];
    let [id, lot, bidder] = ['', '', ''];
    let kind: BidKind = 'bid';
    let channel: Channel = 'online';
    const { fields } = shape;
    let i = from;
    for (let place = 0; place < fields.length; place += 1) {
      const one = fields[place];
      if (one === undefined || !this.#isAt(one.before, i)) return null;
      i += one.before.length;
      switch (one.field) {
        case 'at':
          at = this.#number(i);
          break;
        case 'id':
          id = this.#text(i);
          break;
        case 'lot':
          lot = this.#name(i);
          break;
        case 'bidder':
          bidder = this.#name(i);
          break;
        case 'amountMinor':
          amountMinor = this.#number(i);
          break;
        case 'kind':
          kind = this.#oneOf(i, KINDS) ?? kind;
          break;
        case 'channel':
          channel = this.#oneOf(i, CHANNELS) ?? channel;
          break;
      }
      i = this.#end;
      if (i < 0) return null;
    }
    if (!this.#isAt(shape.end, i)) return null;
    this.#end = i + shape.end.length - 1;
    return { type: 'PlaceBid', at, id, lot, bidder, amountMinor, kind, channel };
  }

  #isAt(text: FixedText, from: number): boolean {
    return from + text.length <= this.#bytes.length && text.isAt(this.#view, from);
  }

  /** Digits without a sign, a point, or a zero before them. */
  #number(from: number): number {
    const bytes = this.#bytes;
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

  #text(from: number): string {
    const to = this.#textEnd(from);
    return to - from < SLICED_LENGTH_MIN ? this.#characters.slice(from, to) : this.#bytes.toString('latin1', from, to);
  }

  /** A text that has probably come before. */
  #name(from: number): string {
    const bytes = this.#bytes;
    let hash = 0;
    let to = from;
    for (let unit = bytes[to] ?? 0; PLAIN[unit] === 1; unit = bytes[to] ?? 0) {
      hash = hashed(hash, unit);
      to += 1;
    }
    this.#end = bytes[to] === QUOTE ? to : -1;
    return to - from < SLICED_LENGTH_MIN
      ? this.#names.nameAt(hash, bytes, this.#characters, from, to)
      : bytes.toString('latin1', from, to);
  }

  #textEnd(from: number): number {
    const bytes = this.#bytes;
    let to = from;
    while (PLAIN[bytes[to] ?? 0] === 1) to += 1;
    this.#end = bytes[to] === QUOTE ? to : -1;
    return to;
  }

  #oneOf<T extends string>(from: number, all: Named<T>): T | null {
    for (let i = 0; i < all.length; i += 1) {
      const one = all[i];
      if (one === undefined || !this.#isAt(one[1], from)) continue;
      this.#end = from + one[0].length;
      return one[0];
    }
    this.#end = -1;
    return null;
  }
}

/** Each with its end: no name that only begins so is taken for it. */
function named<T extends string>(names: readonly T[]): Named<T> {
  return names.map((name) => [name, new FixedText(`${name}"`)] as const);
}
