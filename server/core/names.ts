/**
 * Texts numbered in the order of their first coming. Lots and bidders are named by a million decisions: each of these keeps a number,
 * and the text stands once.
 */
import { fail } from './broken.ts';

export class Names {
  readonly #all: string[];
  readonly #numbers: Map<string, number>;

  /** `all`: those that it begins with, each once. */
  constructor(all: readonly string[] = []) {
    this.#all = [...all];
    this.#numbers = new Map(all.map((text, number) => [text, number]));
  }

  /** The number of a text: the same one again, or the next. */
  of(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#all.length);
    return this.#all.push(text) - 1;
  }

  at(number: number): string {
    return this.#all[number] ?? fail('a name that is none', `${number}`);
  }

  all(): readonly string[] {
    return this.#all;
  }
}
