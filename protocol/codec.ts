/** Bytes to values and back, for every message. Decoding gives a result and never throws. */

export type Decoded<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

/** How deep JSON may nest: a catalogue needs 6; a bomb needs thousands. */
export const DEPTH_MAX = 16;

type Bytes = Uint8Array;
declare const TextDecoder: new (label: string, options: { fatal: boolean }) => { decode(bytes: Bytes): string };
declare const TextEncoder: new () => { encode(text: string): Bytes };

const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

/** Encodes a message as UTF-8 JSON. */
export function encode(message: unknown): Bytes {
  return encoder.encode(JSON.stringify(message));
}

/** Decodes UTF-8 JSON of at most `bytesMax` bytes and `DEPTH_MAX` levels. The caller checks the shape. */
export function decodeJson(bytes: Bytes, bytesMax: number): Decoded<unknown> {
  if (bytes.length > bytesMax) return { ok: false, error: `larger than ${bytesMax} bytes` };
  if (depthOf(bytes) > DEPTH_MAX) return { ok: false, error: `nested deeper than ${DEPTH_MAX}` };
  try {
    return { ok: true, value: JSON.parse(decoder.decode(bytes)) };
  } catch (cause) {
    return { ok: false, error: cause instanceof Error ? cause.message : 'not JSON' };
  }
}

/** Counted on the bytes, before anything is parsed. */
function depthOf(bytes: Bytes): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    if (inString) {
      if (byte === 0x5c) i += 1;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return deepest;
}
