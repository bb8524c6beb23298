/** Gives the Node of Electron 25 the `crc32` that `node:zlib` has from Node 22 on; bundled before the reviewer of logs. */
import zlib from 'node:zlib';

const POLYNOMIAL = 0xedb88320;

type WithCrc = { crc32?: (data: string | Uint8Array, value?: number) => number };

const module: WithCrc = zlib;
if (module.crc32 === undefined) module.crc32 = crc32;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = (rest & 1) === 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
  return rest;
});

/** CRC-32 as of gzip; `value` continues an earlier one. */
export function crc32(data: string | Uint8Array, value = 0): number {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  let rest = ~value;
  for (const byte of bytes) rest = (rest >>> 8) ^ (table[(rest ^ byte) & 0xff] ?? 0);
  return ~rest >>> 0;
}
