/** A text of ASCII that stands the same in line after line, compared and written four bytes at a time. Knows no line. */

export class FixedText {
  readonly length: number;
  /** Its bytes, in words as a little-endian view reads them; the last is filled up with zeros. */
  readonly #words: Int32Array;
  /** Where its last word begins, when it is not whole. */
  readonly #wholeBytes: number;

  constructor(text: string) {
    this.length = text.length;
    this.#wholeBytes = text.length - (text.length % 4);
    this.#words = new Int32Array(Math.ceil(text.length / 4));
    for (let i = 0; i < text.length; i += 1) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7e) throw new RangeError(`a fixed text that is not ASCII: ${JSON.stringify(text)}`);
      this.#words[i >> 2] = (this.#words[i >> 2] ?? 0) | (unit << (8 * (i % 4)));
    }
  }

  /** True when it stands there; the view must go on to its end. */
  isAt(view: DataView, from: number): boolean {
    const words = this.#words;
    const whole = this.#wholeBytes;
    let i = 0;
    for (; i < whole; i += 4) if (view.getInt32(from + i, true) !== words[i >> 2]) return false;
    const last = words[whole >> 2] ?? 0;
    for (; i < this.length; i += 1) if (view.getUint8(from + i) !== ((last >> (8 * (i - whole))) & 0xff)) return false;
    return true;
  }

  /** Writes it and up to three bytes that mean nothing, and answers where it ends. */
  write(view: DataView, from: number): number {
    const words = this.#words;
    for (let i = 0; i < words.length; i += 1) view.setInt32(from + 4 * i, words[i] ?? 0, true);
    return from + this.length;
  }
}
