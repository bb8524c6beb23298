/** SHA-256 and CRC-32 by the quickest way that the platform has. The reader of log files also runs on Node 18, which lacks both of the quick ones. */
import crypto from 'node:crypto';
import zlib from 'node:zlib';

const quickHash: typeof crypto.hash | undefined = crypto.hash;
const quickCrc: typeof zlib.crc32 | undefined = zlib.crc32;

/** 32 bytes as a latin1 string. */
export function sha256(data: string | Uint8Array): string {
  return quickHash === undefined
    ? crypto.createHash('sha256').update(data).digest('binary')
    : quickHash('sha256', data, 'binary');
}

/** Of a header the table is quicker than the call to the platform. */
const TABLE_BYTES_MAX = 64;

export function crc32(bytes: Uint8Array): number {
  return quickCrc === undefined || bytes.length <= TABLE_BYTES_MAX ? crcByTable(bytes) : quickCrc(bytes);
}

/** Four bytes a step. */
function crcByTable(bytes: Uint8Array): number {
  let crc = -1;
  const whole = bytes.length & ~3;
  let at = 0;
  for (; at < whole; at += 4) {
    crc ^= at4(bytes, at);
    crc = of(T3, crc) ^ of(T2, crc >>> 8) ^ of(T1, crc >>> 16) ^ of(T0, crc >>> 24);
  }
  for (; at < bytes.length; at += 1) crc = of(T0, crc ^ (bytes[at] ?? 0)) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function at4(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}
function of(table: Int32Array, byte: number): number {
  return table[byte & 0xff] ?? 0;
}

const T0 = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1;
  return value;
});
const T1 = further(T0);
const T2 = further(T1);
const T3 = further(T2);
/** The same with one more zero byte behind. */
function further(table: Int32Array): Int32Array {
  return table.map((value) => of(T0, value) ^ (value >>> 8));
}
