/**
 * Lots and bidders by their names, in the order of their coming. Every bid names one of each in letters of its own: a Map compares them
 * with those of its key, which lie anywhere in memory, and here the letters of all names stand together (ids.ts). Nobody leaves.
 */
import { Ids, NOWHERE } from './ids.ts';

export class ByName<T> {
  readonly #ids = new Ids();
  readonly #names: string[] = [];
  readonly #all: T[] = [];

  get size(): number {
    return this.#all.length;
  }

  get(name: string): T | undefined {
    const place = this.#ids.placeOf(name);
    return place === NOWHERE ? undefined : this.#all[place];
  }

  has(name: string): boolean {
    return this.#ids.placeOf(name) !== NOWHERE;
  }

  /** Gives a name to a value; one that was given before keeps its place. */
  set(name: string, value: T): void {
    const place = this.#ids.placeOf(name);
    if (place === NOWHERE) {
      this.#ids.add(name);
      this.#names.push(name);
      this.#all.push(value);
    } else this.#all[place] = value;
  }

  keys(): IterableIterator<string> {
    return this.#names.values();
  }

  values(): IterableIterator<T> {
    return this.#all.values();
  }

  *[Symbol.iterator](): Generator<readonly [string, T], void> {
    for (const [place, value] of this.#all.entries()) yield [this.#names[place] ?? '', value];
  }
}
