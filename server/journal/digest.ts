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

export function crc32(bytes: Uint8Array): number {
  if (quickCrc !== undefined) return quickCrc(bytes);
  let crc = 0xffff_ffff;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffff_ffff) >>> 0;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1;
  return value >>> 0;
});
