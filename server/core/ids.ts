/**
 * Ids in the order of their coming, and the place of each, found by its hash. A sale remembers every id for ever, so that this is
 * what grows with it: all of it stands in a few flat arrays of numbers, where a Map of a million strings waits for memory at every
 * step and the collector walks it again and again. Knows nothing of what was decided.
 */
import { fail } from './broken.ts';

/** Stands between ids. No id holds it (it is a control character), and JSON needs no escape for it. */
export const ID_END = '\u007f';
/** The place of an id that is not there. */
export const NOWHERE = -1;
/**
 * How many neighbours are looked at. Ids are made by desks: whoever makes thousands that fall into one slot finds them in a Map,
 * whose hash he cannot know, and has made the table as slow as a Map and no slower.
 */
const NEIGHBOURS_MAX = 64;
const SLOTS_MIN = 16;
const UNITS_MIN = 256;
/** So many of the ids of a table are looked for. */
const SAMPLE = 1024;
const END = ID_END.charCodeAt(0);

/** Ids as they stand in memory, with the hash of each and the way to find it: read back, none is hashed or entered again. */
export type IdTable = {
  readonly units: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
  readonly hashes: ArrayLike<number>;
  readonly slots: ArrayLike<number>;
  /** Places that found no slot. */
  readonly crowded: ArrayLike<number>;
};

export class Ids {
  /** The ids one after another, each with its end, as UTF-16 units (bytes until one of them needs more); where each ends; and its hash. */
  #units: Uint8Array | Uint16Array;
  #ends: Int32Array;
  #hashes: Int32Array;
  #size = 0;
  /** Those before it were forgotten. */
  #from = 0;
  /** Twice as many as ids or more. In each a place and one (none: 0) below, and in the bits that are left the same bits of its hash. */
  #slots: Int32Array;
  readonly #crowded = new Map<string, number>();
  /** What was asked for last: an id is asked for before it is added, and hashed once. */
  #asked: string | null = null;
  #askedHash = 0;

  /** The ids as `text` gave them; throws `InvariantBroken` when they are not `count`. */
  constructor(text = '', count = 0) {
    let slots = SLOTS_MIN;
    while (slots < 2 * count) slots *= 2;
    this.#slots = new Int32Array(slots);
    this.#ends = new Int32Array(Math.max(SLOTS_MIN, count));
    this.#hashes = new Int32Array(this.#ends.length);
    const units = emptyFor(text, Math.max(UNITS_MIN, text.length + 1));
    this.#units = units;
    let hash = SEED;
    const { length } = text;
    for (let i = 0; i <= length && count > 0; i += 1) {
      const unit = i < length ? text.charCodeAt(i) : END;
      units[i] = unit;
      if (unit === END) {
        this.#enter(this.#endAt(i, mixed(hash)));
        hash = SEED;
      } else hash = step(hash, unit);
    }
    if (this.#size !== count || this.#startOf(count) !== (count > 0 ? length + 1 : length))
      fail('a snapshot with a torn column', `${this.#size} ids, not ${count}`);
  }

  /** From the table of others, whose arrays it takes; throws `InvariantBroken` when they do not fit, or are not `count` ids. */
  static fromTable(table: IdTable, count: number): Ids {
    const ids = new Ids('', 0);
    const ends = wordsOf(table.ends);
    const length = count === 0 ? 0 : (ends[count - 1] ?? 0) + 1;
    if (ends.length !== count || table.hashes.length !== count || table.units.length !== length)
      fail('a snapshot with a torn column', `a table of ${ends.length} ids, not ${count}`);
    if (count === 0) return ids;
    ids.#units = table.units instanceof Uint8Array ? table.units : new Uint16Array(table.units);
    ids.#ends = ends;
    ids.#hashes = wordsOf(table.hashes);
    ids.#size = count;
    ids.#takeSlots(wordsOf(table.slots), table.crowded);
    // Slots that another version of this file made are made again; ids that it hashed otherwise would be decided twice.
    if (!ids.#areFound()) ids.#makeSlots(2 * count);
    if (!ids.#areFound()) fail('a snapshot of ids that are hashed otherwise', ids.at(0));
    return ids;
  }

  /** To be kept; good until the next id is added. */
  table(): IdTable {
    return {
      units: this.#units.subarray(0, this.#startOf(this.#size)),
      ends: this.#ends.subarray(0, this.#size),
      hashes: this.#hashes.subarray(0, this.#size),
      slots: this.#slots,
      crowded: Int32Array.from(this.#crowded.values()),
    };
  }

  #takeSlots(slots: Int32Array, crowded: ArrayLike<number>): void {
    if (slots.length < Math.max(SLOTS_MIN, 2 * this.#size) || (slots.length & (slots.length - 1)) !== 0) return;
    this.#slots = slots;
    for (const place of Array.from(crowded)) this.#crowded.set(this.at(place), place);
  }

  /** By a sample: what keeps them is sealed, so that they are wrong together or not at all. */
  #areFound(): boolean {
    const step = Math.ceil(this.#size / SAMPLE);
    for (let place = 0; place < this.#size; place += step) {
      const id = this.at(place);
      if (this.#hashes[place] !== hashOf(id) || this.placeOf(id) !== place) return false;
    }
    return true;
  }

  get size(): number {
    return this.#size;
  }

  /** The place of an id, counted from 0; `NOWHERE` for one that was never added. */
  placeOf(id: string): number {
    const hash = hashOf(id);
    this.#asked = id;
    this.#askedHash = hash;
    const slots = this.#slots;
    const last = slots.length - 1;
    let slot = hash & last;
    for (let i = 0; i < NEIGHBOURS_MAX; i += 1) {
      const found = slots[slot] ?? 0;
      if (found === 0) return NOWHERE;
      if (((found ^ hash) & ~last) === 0 && this.#isAt((found & last) - 1, id)) return (found & last) - 1;
      slot = (slot + 1) & last;
    }
    return this.#crowded.get(id) ?? NOWHERE;
  }

  /** Adds an id that has no place yet, and answers its place. */
  add(id: string): number {
    const hash = id === this.#asked ? this.#askedHash : hashOf(id);
    this.#asked = null;
    if (this.#size === this.#ends.length) {
      this.#ends = longer(this.#ends, new Int32Array(roomAbove(this.#size)));
      this.#hashes = longer(this.#hashes, new Int32Array(roomAbove(this.#size)));
    }
    const at = this.#startOf(this.#size);
    const needed = at + id.length + 1;
    if (needed > this.#units.length) this.#makeRoom(roomAbove(needed));
    if (write(this.#units, at, id) > NARROW_MAX && this.#units instanceof Uint8Array) {
      this.#units = longer(this.#units, new Uint16Array(this.#units.length));
      write(this.#units, at, id);
    }
    const place = this.#endAt(at + id.length, hash);
    if (2 * this.#size > this.#slots.length) this.#makeSlots(2 * this.#slots.length);
    else this.#enter(place);
    return place;
  }

  /** The id at a place. */
  at(place: number): string {
    return textOf(this.#units.subarray(this.#startOf(place), this.#ends[place]));
  }

  /** Forgets where they are, but not what they were. What a house without idempotency is tried with. */
  forget(): void {
    this.#from = this.#size;
    this.#slots.fill(0);
    this.#crowded.clear();
  }

  /** All of them as one text, with `ID_END` between them. */
  text(): string {
    const pieces: string[] = [];
    const length = Math.max(0, this.#startOf(this.#size) - 1);
    for (let from = 0; from < length; from += PIECE_UNITS)
      pieces.push(textOf(this.#units.subarray(from, Math.min(length, from + PIECE_UNITS))));
    return pieces.join('');
  }

  #makeRoom(length: number): void {
    const units = this.#units;
    this.#units =
      units instanceof Uint8Array ? longer(units, new Uint8Array(length)) : longer(units, new Uint16Array(length));
  }

  /** Notes where the next one ends, and answers its place. */
  #endAt(end: number, hash: number): number {
    const place = this.#size;
    this.#ends[place] = end;
    this.#hashes[place] = hash;
    this.#size = place + 1;
    return place;
  }

  #startOf(place: number): number {
    return place === 0 ? 0 : (this.#ends[place - 1] ?? 0) + 1;
  }

  #isAt(place: number, id: string): boolean {
    const start = this.#startOf(place);
    if ((this.#ends[place] ?? 0) - start !== id.length) return false;
    const units = this.#units;
    for (let i = 0; i < id.length; i += 1) if (units[start + i] !== id.charCodeAt(i)) return false;
    return true;
  }

  #enter(place: number): void {
    const hash = this.#hashes[place] ?? 0;
    const slots = this.#slots;
    const last = slots.length - 1;
    let slot = hash & last;
    for (let i = 0; i < NEIGHBOURS_MAX; i += 1) {
      if (slots[slot] === 0) {
        slots[slot] = (hash & ~last) | (place + 1);
        return;
      }
      slot = (slot + 1) & last;
    }
    this.#crowded.set(this.at(place), place);
  }

  #makeSlots(min: number): void {
    let slots = SLOTS_MIN;
    while (slots < min) slots *= 2;
    this.#slots = new Int32Array(slots);
    this.#crowded.clear();
    for (let place = this.#from; place < this.#size; place += 1) this.#enter(place);
  }
}

/** What a full column grows to: half as much again, because the room that is not used yet is memory too. */
export function roomAbove(count: number): number {
  return Math.max(SLOTS_MIN, count + (count >> 1));
}

/** As many arguments as a call surely takes. */
const PIECE_UNITS = 8192;
const SEED = 0x811c9dc5 | 0;

/** 32 bits of an id: FNV-1a over its units, then mixed so that every one of them reaches the low bits. */
export function hashOf(id: string): number {
  let hash = SEED;
  for (let i = 0; i < id.length; i += 1) hash = step(hash, id.charCodeAt(i));
  return mixed(hash);
}

function step(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** Nearly all ids are below: half the bytes to keep. */
const NARROW_MAX = 0xff;

/** Writes an id with its end, and answers which bits its units have. */
function write(units: Uint8Array | Uint16Array, at: number, id: string): number {
  let bits = 0;
  for (let i = 0; i < id.length; i += 1) {
    const unit = id.charCodeAt(i);
    units[at + i] = unit;
    bits |= unit;
  }
  units[at + id.length] = END;
  return bits;
}

function isNarrow(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > NARROW_MAX) return false;
  return true;
}

function emptyFor(text: string, length: number): Uint8Array | Uint16Array {
  return isNarrow(text) ? new Uint8Array(length) : new Uint16Array(length);
}

function wordsOf(column: ArrayLike<number>): Int32Array {
  return column instanceof Int32Array ? column : new Int32Array(column);
}

/** A spread would ask the array for one unit after another, at six times the cost. */
function textOf(units: Uint8Array | Uint16Array): string {
  return Reflect.apply(String.fromCharCode, null, units);
}

function longer<A extends Int32Array | Uint8Array | Uint16Array>(array: ArrayLike<number>, empty: A): A {
  empty.set(array);
  return empty;
}
