/** A column of numbers as bytes and back, so that a million of them are read without a parser. Knows no meaning of them. */

const FORMS = { u1: Uint8Array, u2: Uint16Array, i4: Int32Array, f8: Float64Array } as const;
type Form = keyof typeof FORMS;
type Typed = Uint8Array | Uint16Array | Int32Array | Float64Array;

/** The form, and a word that reads otherwise on a machine with the other order of bytes. */
const HEAD_BYTES = 8;
const ORDER = 0x0102_0304;

/** Anything but whole numbers of 32 bits takes eight bytes each. */
export function bytesOfColumn(column: ArrayLike<number>): Uint8Array {
  const typed = typedOf(column);
  const bytes = new Uint8Array(HEAD_BYTES + typed.byteLength);
  const form = (Object.keys(FORMS) as Form[]).find((name) => typed instanceof FORMS[name]) ?? 'f8';
  bytes.set([form.charCodeAt(0), form.charCodeAt(1)]);
  bytes.set(new Uint8Array(Int32Array.of(ORDER).buffer), 4);
  bytes.set(new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength), HEAD_BYTES);
  return bytes;
}

/** Throws for bytes that are no column, or of a machine that orders them the other way. */
export function columnOf(bytes: Uint8Array): ArrayLike<number> {
  // A copy of its own begins where an array of eight bytes may begin.
  const own = new Uint8Array(bytes).buffer;
  if (own.byteLength < HEAD_BYTES || new Int32Array(own, 4, 1)[0] !== ORDER)
    throw new RangeError('not a column of this machine');
  const name = String.fromCharCode(bytes[0] ?? 0, bytes[1] ?? 0);
  const form = (Object.keys(FORMS) as Form[]).find((one) => one === name);
  if (form === undefined) throw new RangeError(`no column has the form ${name}`);
  return new FORMS[form](own, HEAD_BYTES);
}

function typedOf(column: ArrayLike<number>): Typed {
  for (const form of Object.values(FORMS)) if (column instanceof form) return column;
  const narrow = new Int32Array(column);
  for (let at = 0; at < narrow.length; at += 1) if (narrow[at] !== column[at]) return new Float64Array(column);
  return narrow;
}
