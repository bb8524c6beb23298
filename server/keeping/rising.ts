/** Whole numbers in rising order. */

/** The index of the last entry that is not above `limit`, of the first `count`; -1 when there is none. */
export function lastAtMost(rising: ArrayLike<number>, limit: number, count = rising.length): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const ROOM_MIN = 4;

/** A list of them that only grows: four bytes each, where an array has eight and the collector walks it. */
export class Rising {
  #numbers = new Uint32Array(ROOM_MIN);
  #count = 0;

  /** One that is not above the last adds nothing. */
  push(number: number): void {
    if (this.#count > 0 && number <= this.at(this.#count - 1)) return;
    if (this.#count === this.#numbers.length) {
      // By half: the room that is not used yet is memory too.
      const longer = new Uint32Array(this.#count + (this.#count >> 1));
      longer.set(this.#numbers);
      this.#numbers = longer;
    }
    this.#numbers[this.#count] = number;
    this.#count += 1;
  }

  at(index: number): number {
    return this.#numbers[index] ?? 0;
  }

  lastAtMost(limit: number): number {
    return lastAtMost(this.#numbers, limit, this.#count);
  }
}
