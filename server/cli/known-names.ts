/**
 * Names that came before, found by their bytes: a lot or bidder that a million lines name is one string, which a Map finds by its
 * address. Holds so many and no more; one that falls on another's place takes it.
 */

const PLACES = 8192;

export class KnownNames {
  readonly #names = new Array<string>(PLACES).fill('');

  /**
   * The text of these bytes, one character each, of which `characters` is the text and `hash` is made. It is short: a long slice would
   * hold them all.
   */
  nameAt(hash: number, bytes: Uint8Array, characters: string, from: number, to: number): string {
    const place = (hash ^ (hash >>> 16)) & (PLACES - 1);
    const known = this.#names[place] ?? '';
    if (isAt(bytes, from, to, known)) return known;
    const name = characters.slice(from, to);
    this.#names[place] = name;
    return name;
  }
}

/** The hash of one byte more; of none it is 0. Names of a few letters and digits spread by it, and a crowd costs a slice each. */
export function hashed(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193);
}

function isAt(bytes: Uint8Array, from: number, to: number, name: string): boolean {
  if (name.length !== to - from) return false;
  for (let i = 0; i < name.length; i += 1) if (bytes[from + i] !== name.charCodeAt(i)) return false;
  return true;
}
