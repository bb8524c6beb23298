/** The floor of the disk: writes and syncs by a bare loop, with no frame, no chain and no promise. */
import { closeSync, fdatasyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { histogram, type Summary } from '../load/histogram.ts';

const PAGE_BYTES = 4096;

/** One 4 KiB append and fdatasync after the other. */
export function syncFloor(dir: string, count: number): Summary {
  const latencies = histogram();
  withFile(dir, 'sync-floor', (fd) => {
    const page = Buffer.alloc(PAGE_BYTES, 'x');
    for (let i = 0; i < count; i += 1) {
      const began = performance.now();
      writeSync(fd, page, 0, PAGE_BYTES, i * PAGE_BYTES);
      fdatasyncSync(fd);
      latencies.record(performance.now() - began);
    }
  });
  return latencies.summary();
}

/** The same payloads in batches of `batch`, each written once and synced: records a second. */
export function writeFloor(dir: string, payloads: readonly Buffer[], batch: number): number {
  const batches: Buffer[] = [];
  for (let from = 0; from < payloads.length; from += batch)
    batches.push(Buffer.concat(payloads.slice(from, from + batch)));
  let tookMs = 0;
  withFile(dir, 'write-floor', (fd) => {
    const began = performance.now();
    let position = 0;
    for (const bytes of batches) {
      position += writeSync(fd, bytes, 0, bytes.length, position);
      fdatasyncSync(fd);
    }
    tookMs = performance.now() - began;
  });
  return (payloads.length * 1000) / tookMs;
}

function withFile(dir: string, name: string, use: (fd: number) => void): void {
  mkdirSync(dir, { recursive: true });
  const fd = openSync(join(dir, `${name}-${process.hrtime.bigint()}`), 'w');
  try {
    use(fd);
  } finally {
    closeSync(fd);
  }
}
